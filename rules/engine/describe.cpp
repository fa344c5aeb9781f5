#include "rules/engine/describe.hpp"

#include "rules/text/utf8.hpp"

namespace greffe::rules {
namespace {

constexpr std::size_t items_shown = 5;
constexpr std::size_t pattern_shown = 60;

template <class... Ts>
struct overloaded : Ts... {
    using Ts::operator()...;
};

std::string listing(const std::vector<std::string>& items, const std::string& named, std::size_t shown) {
    if (!named.empty()) return named;
    std::string out = "[";
    for (std::size_t i = 0; i < items.size() && i < shown; ++i) out += (i == 0 ? "" : ", ") + items[i];
    return out + (items.size() > shown ? ", …]" : "]");
}

std::string where(const condition& leaf, text::view_kind view) {
    std::string out;
    if (view == text::view_kind::raw) out += " in view raw";
    if (leaf.in != text_field::body) out += " in " + std::string(to_string(leaf.in));
    return out;
}

std::string shortened(const std::string& pattern) {
    const std::size_t characters = text::count_characters(pattern);
    if (characters <= pattern_shown) return pattern;
    std::size_t end = 0;
    for (std::size_t i = 0; i < pattern_shown; ++i) text::next_character(pattern, end);
    return pattern.substr(0, end) + "…";
}

std::string full(const std::vector<std::string>& items) {
    std::string out;
    for (const std::string& item : items) out += std::to_string(item.size()) + ":" + item;
    return out;
}

} // namespace

std::string describe(const condition& leaf) {
    constexpr auto folded = text::view_kind::folded;
    return std::visit(overloaded{
                          [&](const text_condition& c) {
                              return "text '" + shortened(c.pattern.text) + "'" + where(leaf, c.view) +
                                     (c.except.empty() ? "" : " with exceptions");
                          },
                          [&](const words_condition& c) {
                              return "words " + listing(c.entries, c.named, items_shown) +
                                     where(leaf, c.view);
                          },
                          [&](const link_condition& c) {
                              std::string out = "link";
                              if (c.count > 1 || c.hosts.empty()) out += " count " + std::to_string(c.count);
                              if (!c.hosts.empty())
                                  out += " host_in " + listing(c.hosts, c.named, items_shown);
                              return out + where(leaf, folded);
                          },
                          [&](const length_condition& c) {
                              std::string out = "length";
                              if (c.over) out += " over " + std::to_string(*c.over);
                              if (c.below) out += " below " + std::to_string(*c.below);
                              return out + where(leaf, folded);
                          },
                          [](const auto&) { return std::string(); },
                      },
                      leaf.is);
}

std::string identity(const condition& leaf) {
    std::string rest;
    if (const auto* text = std::get_if<text_condition>(&leaf.is)) {
        std::vector<std::string> patterns{text->pattern.text};
        for (const pattern_spec& except : text->except) patterns.push_back(except.text);
        rest = full(patterns);
    }
    if (const auto* words = std::get_if<words_condition>(&leaf.is)) rest = full(words->entries);
    if (const auto* link = std::get_if<link_condition>(&leaf.is)) rest = full(link->hosts);
    return std::to_string(leaf.is.index()) + describe(leaf) + '\n' + rest;
}

} // namespace greffe::rules
