#include "admin-cli/importers/page_record.hpp"

#include <algorithm>

namespace greffe::importers {

void page_record::field(std::string name, domain::byte_range range) {
    fields_.push_back({std::move(name), range});
}

void page_record::note(std::string field, std::string code, domain::byte_range range, std::string detail) {
    notes_.push_back({std::move(field), std::move(code), std::move(detail), range});
}

domain::byte_range page_record::range_of(std::size_t first, std::size_t last) const {
    return {lines_[first].source(lines_[first].content()).begin, lines_[last - 1].range.end};
}

void page_record::note_unused(std::size_t first, std::size_t last, const std::string& code) {
    for (std::size_t at = first; at < last;) {
        if (used_[at]) {
            ++at;
            continue;
        }
        std::size_t end = at;
        for (; end < last && !used_[end]; ++end) used_[end] = true;
        const std::string from = std::to_string(lines_[at].number);
        const std::string to = std::to_string(lines_[end - 1].number);
        note({}, code, {lines_[at].range.begin, lines_[end - 1].range.end},
             from == to ? "line " + from : "lines " + from + " to " + to);
        at = end;
    }
}

void page_record::hand_over(domain::capture& to) {
    const auto in_order = [](const auto& a, const auto& b) { return a.range.begin < b.range.begin; };
    std::ranges::stable_sort(fields_, in_order);
    std::ranges::stable_sort(notes_, in_order);
    to.fields = std::move(fields_);
    to.notes = std::move(notes_);
}

} // namespace greffe::importers
