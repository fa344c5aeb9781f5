#include "rules/engine/describe.hpp"

namespace greffe::rules {
namespace {

constexpr std::size_t items_shown = 5;

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
                              std::string out = "text '" + c.pattern.text + "'" + where(leaf, c.view);
                              for (std::size_t i = 0; i < c.except.size(); ++i)
                                  out += (i == 0 ? " except '" : "', '") + c.except[i].text;
                              return c.except.empty() ? out : out + "'";
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
    if (const auto* words = std::get_if<words_condition>(&leaf.is)) rest = full(words->entries);
    if (const auto* link = std::get_if<link_condition>(&leaf.is)) rest = full(link->hosts);
    return std::to_string(leaf.is.index()) + describe(leaf) + '\n' + rest;
}

} // namespace greffe::rules
