#include "rules/text/offset_map.hpp"

#include <algorithm>
#include <iterator>

namespace greffe::rules::text {

void offset_map::add_identity(std::size_t view, std::size_t original) {
    if (!runs_.empty()) {
        const run& last = runs_.back();
        if (last.length == 0 && original - last.original == view - last.view) return;
    }
    runs_.push_back({static_cast<std::uint32_t>(view), static_cast<std::uint32_t>(original), 0});
}

void offset_map::add_chunk(std::size_t view, byte_range original) {
    runs_.push_back({static_cast<std::uint32_t>(view), static_cast<std::uint32_t>(original.begin),
                     static_cast<std::uint32_t>(original.end - original.begin)});
}

void offset_map::extend_chunk(std::size_t end) {
    run& last = runs_.back();
    last.length = static_cast<std::uint32_t>(end) - last.original;
}

const offset_map::run& offset_map::run_of(std::size_t view) const {
    const auto behind =
        std::ranges::upper_bound(runs_, view, {}, [](const run& r) -> std::size_t { return r.view; });
    return *std::prev(behind);
}

void offset_map::append(std::size_t view, const offset_map& from, byte_range part) {
    const run* next = &from.run_of(part.begin);
    for (; next != from.runs_.data() + from.runs_.size() && next->view < part.end; ++next) {
        const std::size_t begin = std::max<std::size_t>(next->view, part.begin);
        const std::size_t here = view + (begin - part.begin);
        if (next->length == 0)
            add_identity(here, next->original + (begin - next->view));
        else
            add_chunk(here, {next->original, std::size_t{next->original} + next->length});
    }
}

byte_range offset_map::locate(byte_range in_view) const {
    const run& first = run_of(in_view.begin);
    const run& last = run_of(in_view.end - 1);
    return {.begin = first.length > 0 ? first.original : first.original + (in_view.begin - first.view),
            .end = last.length > 0 ? std::size_t{last.original} + last.length
                                   : last.original + (in_view.end - last.view)};
}

} // namespace greffe::rules::text
