#include "server/http/stream/piece_reader.hpp"

#include "server/http/stream/text_member.hpp"
#include "server/http/strict_json.hpp"

#include <algorithm>
#include <array>

namespace greffe::http {

namespace {

constexpr std::array<std::string_view, 4> parts{"revision", "flag", "report", "decision"};

} // namespace

void piece_reader::take(line_splitter::line line) {
    made one;
    one.bytes = line.text.size();
    one.piece.lines.push_back({line.number, {}});
    if (line.too_long) {
        one.wrong = domain::fail(domain::errc::too_large, {},
                                 "the line is over " + std::to_string(longest_) + " bytes");
    } else if (auto read = read_json_object(line.text)) {
        one.piece.lines.front().says = std::move(*read);
    } else {
        one.wrong = read.error();
    }

    const auto record = text_member(one.piece.lines.front().says, "record");
    if (open_ && std::ranges::find(parts, record) != parts.end()) return add_part(std::move(one));
    finish();
    if (record == "article") {
        article_ = text_member(one.piece.lines.front().says, "external_id");
        article_state_ = text_member(one.piece.lines.front().says, "state");
    }
    if (!record.empty()) {
        one.piece.article = article_;
        one.piece.article_state = article_state_;
    }
    if (record == "comment")
        open_ = std::move(one);
    else
        whole_.push_back(std::move(one));
}

void piece_reader::add_part(made part) {
    open_->bytes += part.bytes;
    if (open_->bytes > longest_ && !open_->wrong)
        open_->wrong =
            domain::fail(domain::errc::too_large, {},
                         "a comment's records are together over " + std::to_string(longest_) + " bytes");
    if (open_->wrong) part.piece.lines.front().says.clear(); // only the line's number is needed
    open_->piece.lines.push_back(std::move(part.piece.lines.front()));
}

void piece_reader::finish() {
    if (open_) whole_.push_back(std::move(*open_));
    open_.reset();
}

std::optional<piece_reader::made> piece_reader::next() {
    if (whole_.empty()) return std::nullopt;
    auto first = std::move(whole_.front());
    whole_.pop_front();
    return first;
}

} // namespace greffe::http
