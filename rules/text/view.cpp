#include "rules/text/view.hpp"

#include "rules/text/view_builder.hpp"

namespace greffe::rules::text {
namespace {

constexpr std::size_t kept_memory = 64 << 10;

bool inside_character(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

} // namespace

std::string_view to_string(view_kind kind) {
    constexpr std::string_view names[] = {"raw", "folded", "skeleton"};
    return names[static_cast<std::size_t>(kind)];
}

std::optional<view_kind> parse_view_kind(std::string_view name) {
    for (const auto kind : every_view)
        if (to_string(kind) == name) return kind;
    return std::nullopt;
}

void view::assign(view_kind kind, std::string_view original) {
    kind_ = kind;
    original_ = original;
    text_.clear();
    map_.clear();
    collapsed_.clear();
    switch (kind) {
    case view_kind::raw: verbatim_ = !build_raw(original, text_, map_); return;
    case view_kind::folded: build_folded(original, text_, map_); break;
    case view_kind::skeleton: {
        thread_local view folded;
        folded.assign(view_kind::folded, original);
        build_skeleton(original, folded, text_, map_, collapsed_);
        folded.trim();
        break;
    }
    }
    verbatim_ = false;
}

byte_range view::original(byte_range in_view) const {
    byte_range found = verbatim_ ? in_view : map_.locate(in_view);
    while (found.begin > 0 && inside_character(original_, found.begin)) --found.begin;
    while (inside_character(original_, found.end)) ++found.end;
    return found;
}

void view::trim() {
    if (text_.capacity() > kept_memory) *this = view();
}

std::string make_view(view_kind kind, std::string_view original) {
    view made;
    made.assign(kind, original);
    return std::string(made.text());
}

} // namespace greffe::rules::text
