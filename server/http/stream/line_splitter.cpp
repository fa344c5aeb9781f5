#include "server/http/stream/line_splitter.hpp"

namespace greffe::http {

void line_splitter::keep(std::string_view part) {
    if (too_long_ || partial_.size() + part.size() > longest_) {
        too_long_ = true;
        partial_ = {};
    } else {
        partial_.append(part);
    }
}

std::optional<line_splitter::line> line_splitter::take() {
    line taken{.number = number_++, .text = std::move(partial_), .too_long = too_long_};
    partial_ = {};
    too_long_ = false;
    if (taken.text.ends_with('\r')) taken.text.pop_back();
    if (!taken.too_long && taken.text.find_first_not_of(" \t") == std::string::npos) return std::nullopt;
    return taken;
}

std::optional<line_splitter::line> line_splitter::next() {
    while (!piece_.empty()) {
        const auto end = piece_.find('\n');
        keep(piece_.substr(0, end));
        if (end == std::string_view::npos) {
            piece_ = {};
            break;
        }
        piece_.remove_prefix(end + 1);
        if (auto whole = take()) return whole;
    }
    return std::nullopt;
}

std::optional<line_splitter::line> line_splitter::finish() {
    return take();
}

} // namespace greffe::http
