#include "rules/engine/describe.hpp"

#include "rules/text/utf8.hpp"

#include <cstdint>

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
    if (view != text::view_kind::folded) out += " in view " + std::string(to_string(view));
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

void add(std::string& to, std::string_view key, const std::optional<double>& value) {
    if (!value) return;
    std::string number = std::to_string(*value);
    number.erase(number.find_last_not_of('0') + 1);
    if (number.ends_with('.')) number.pop_back();
    to += " " + std::string(key) + " " + number;
}

std::string written(std::chrono::seconds time) {
    const std::int64_t seconds = time.count();
    for (const auto& [length, unit] : {std::pair(86400, "d"), {3600, "h"}, {60, "m"}})
        if (seconds % length == 0) return std::to_string(seconds / length) + unit;
    return std::to_string(seconds) + "s";
}

void add_age(std::string& to, std::string_view name, const limits& age) {
    const auto one = [&](std::string_view bound, const std::optional<double>& value) {
        if (value)
            to += " " + std::string(name) + std::string(bound) + " " +
                  written(std::chrono::seconds(static_cast<std::int64_t>(*value)));
    };
    one("_over", age.over);
    one("_below", age.below);
}

void add_limits(std::string& to, std::string_view name, const limits& bounds) {
    add(to, std::string(name) + "_over", bounds.over);
    add(to, std::string(name) + "_below", bounds.below);
}

void add_flag(std::string& to, std::string_view name, const std::optional<bool>& value) {
    if (value) to += " " + std::string(name) + (*value ? " true" : " false");
}

void add_texts(std::string& to, std::string_view name, const std::vector<std::string>& texts) {
    if (!texts.empty()) to += " " + std::string(name) + " " + listing(texts, {}, texts.size());
}

constexpr std::string_view rate_names[] = {"author", "address", "article", "tag", "link_host", "phone"};
constexpr std::string_view scope_names[] = {"site", "author", "article", "tag"};
constexpr std::string_view day_names[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

std::string describe_fact(const author_condition& c) {
    std::string out = "author";
    add_flag(out, "known", c.known);
    add_age(out, "age", c.age);
    add_limits(out, "published", c.published);
    add_limits(out, "rejected", c.rejected);
    add_limits(out, "strikes", c.strikes);
    return out;
}
std::string describe_fact(const rate_condition& c) {
    std::string out = "rate by " + std::string(rate_names[static_cast<std::size_t>(c.need.by)]);
    if (!c.need.tags.empty()) out += " " + c.need.tags;
    return out + " over " + std::to_string(c.over) + " within " + written(c.need.within);
}
std::string describe_fact(const duplicate_condition& c) {
    std::string out = c.need.near ? "duplicate near" : "duplicate exact";
    if (c.need.across != duplicate_scope::site)
        out += " across " + std::string(scope_names[static_cast<std::size_t>(c.need.across)]);
    if (!c.need.tags.empty()) out += " " + c.need.tags;
    out += " over " + std::to_string(c.over);
    if (c.authors_over) out += " authors_over " + std::to_string(*c.authors_over);
    return out + " within " + written(c.need.within);
}
std::string describe_fact(const article_condition& c) {
    std::string out = "article";
    add_texts(out, "sections", c.sections);
    add_texts(out, "tags", c.tags);
    if (c.kind) out += " kind " + *c.kind;
    add_age(out, "age", c.age);
    return out;
}
std::string describe_fact(const report_condition& c) {
    std::string out = "report";
    add_texts(out, "reasons", c.reasons);
    if (c.kind) out += " kind " + *c.kind;
    add_limits(out, "count", c.count);
    add_limits(out, "weight", c.weight);
    add_limits(out, "standing", c.standing);
    add_age(out, "comment_age", c.comment_age);
    add_flag(out, "approved", c.approved);
    return out;
}
std::string describe_fact(const time_condition& c) {
    std::string out = "time";
    const auto clock = [](int minutes) {
        const std::string minute = std::to_string(minutes % 60);
        return std::to_string(minutes / 60) + (minute.size() == 1 ? ":0" : ":") + minute;
    };
    if (c.between) out += " between " + clock(c.between->first) + " and " + clock(c.between->second);
    std::vector<std::string> days;
    for (const int day : c.days) days.emplace_back(day_names[day]);
    add_texts(out, "days", days);
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
                                     where(leaf, c.view) + (c.except.empty() ? "" : " with exceptions");
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
                          [&](const caps_condition& c) {
                              std::string out = "caps over " + std::to_string(c.over);
                              if (c.letters != caps_condition{}.letters)
                                  out += " letters " + std::to_string(c.letters);
                              return out + where(leaf, folded);
                          },
                          [&](const repeat_condition& c) {
                              const bool words = c.of == repeat_condition::unit::words;
                              return "repeat over " + std::to_string(c.over) + (words ? " of words" : "") +
                                     where(leaf, folded);
                          },
                          [&](const emoji_condition& c) {
                              return "emoji over " + std::to_string(c.over) + where(leaf, folded);
                          },
                          [&](const language_condition& c) {
                              return std::string("language ") + (c.other ? "not_in " : "in ") +
                                     listing(c.codes, {}, c.codes.size()) + where(leaf, folded);
                          },
                          [](const auto& c) -> std::string {
                              if constexpr (requires { describe_fact(c); })
                                  return describe_fact(c);
                              else
                                  return {};
                          },
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
    if (const auto* words = std::get_if<words_condition>(&leaf.is))
        rest = full(words->entries) + '/' + full(words->except);
    if (const auto* link = std::get_if<link_condition>(&leaf.is)) rest = full(link->hosts);
    return std::to_string(leaf.is.index()) + describe(leaf) + '\n' + rest;
}

} // namespace greffe::rules
