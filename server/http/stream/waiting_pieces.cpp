#include "server/http/stream/waiting_pieces.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstring>

namespace greffe::http {

namespace {

namespace json = boost::json;

// An entry: its mark, the sizes of its two texts; the piece; the refusal; the sizes again, for who comes from
// the end.
constexpr char waits = 'w';
constexpr char released = 'r';
struct sizes {
    std::uint32_t piece = 0;
    std::uint32_t refusal = 0;
};
constexpr std::size_t of_an_entry = 128; // in the index: the node of the map and the place
constexpr std::uint64_t head = 1 + sizeof(sizes);
constexpr std::uint64_t tail = sizeof(sizes);

std::string bytes_of(const sizes& s) {
    return {reinterpret_cast<const char*>(&s), sizeof s};
}
sizes sizes_from(std::string_view bytes) {
    sizes s;
    std::memcpy(&s, bytes.data(), sizeof s);
    return s;
}
std::uint64_t length_of(const sizes& s) {
    return head + s.piece + s.refusal + tail;
}

json::object to_json(const service::import_piece& piece) {
    json::array lines;
    for (const auto& line : piece.lines) lines.push_back({line.number, line.says});
    return {{"lines", std::move(lines)}, {"article", piece.article}, {"state", piece.article_state}};
}

service::import_piece piece_from(std::string_view text) {
    const auto read = json::parse(text);
    service::import_piece piece;
    for (const auto& line : read.at("lines").as_array())
        piece.lines.push_back({line.at(0).as_int64(), line.at(1).as_object()});
    piece.article = read.at("article").as_string();
    piece.article_state = read.at("state").as_string();
    return piece;
}

} // namespace

waiting_pieces::waiting_pieces(std::filesystem::path folder, std::size_t index_bytes)
    : folder_(std::move(folder)), index_bytes_(index_bytes), file_(std::make_unique<unnamed_file>(folder_)) {}

void waiting_pieces::park(const service::import_piece& piece, const std::string& needs,
                          std::string_view refusal) {
    const auto text = json::serialize(to_json(piece));
    const sizes s{static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(refusal.size())};
    std::string entry(1, waits);
    entry.reserve(length_of(s));
    entry.append(bytes_of(s)).append(text).append(refusal).append(bytes_of(s));
    file_->write(entry, end_);
    const auto cost = needs.size() + of_an_entry;
    if (indexed_bytes_ + cost <= index_bytes_) {
        index_[needs].push_back({piece.lines.front().number, end_});
        indexed_bytes_ += cost;
    }
    end_ += entry.size();
    ++count_;
}

std::vector<waiting_pieces::place> waiting_pieces::release(const std::string& brought) {
    const auto found = index_.find(brought);
    if (found == index_.end()) return {};
    auto places = std::move(found->second);
    indexed_bytes_ -= places.size() * (brought.size() + of_an_entry);
    index_.erase(found);
    for (const auto& each : places) file_->write(std::string(1, released), each.at);
    count_ -= static_cast<std::int64_t>(places.size());
    std::ranges::sort(places, {}, &place::line);
    return places;
}

service::import_piece waiting_pieces::read(place of) const {
    const auto s = sizes_from(file_->read(of.at + 1, sizeof(sizes)));
    return piece_from(file_->read(of.at + head, s.piece));
}

void waiting_pieces::begin_round() {
    round_ = std::move(file_);
    round_end_ = end_;
    file_ = std::make_unique<unnamed_file>(folder_);
    end_ = 0;
    count_ = 0;
    index_.clear();
    indexed_bytes_ = 0;
}

std::optional<service::import_piece> waiting_pieces::next_of_round() {
    while (round_end_ > 0) {
        const auto s = sizes_from(round_->read(round_end_ - tail, tail));
        round_end_ -= length_of(s);
        if (round_->read(round_end_, 1).front() == waits)
            return piece_from(round_->read(round_end_ + head, s.piece));
    }
    round_.reset();
    return std::nullopt;
}

std::optional<std::string> waiting_pieces::next_refusal() {
    while (refused_to_ < end_) {
        const auto entry = file_->read(refused_to_, head);
        const auto s = sizes_from(std::string_view(entry).substr(1));
        const auto at = refused_to_ + head + s.piece;
        refused_to_ += length_of(s);
        if (entry.front() != waits) continue;
        --count_;
        return file_->read(at, s.refusal);
    }
    return std::nullopt;
}

} // namespace greffe::http
