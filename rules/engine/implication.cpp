#include "rules/engine/implication.hpp"

#include <algorithm>
#include <limits>

namespace greffe::rules {
namespace {

constexpr int most = std::numeric_limits<int>::max();

bool holds_all(const std::vector<std::string>& of, const std::vector<std::string>& those) {
    return std::ranges::all_of(
        those, [&](const std::string& one) { return std::ranges::find(of, one) != of.end(); });
}

relation certain(bool implied) {
    return implied ? relation::implies : relation::none;
}

relation compare(const words_condition& a, const words_condition& b) {
    return certain(a.view == b.view && holds_all(b.entries, a.entries) && holds_all(a.except, b.except));
}
relation compare(const text_condition& a, const text_condition& b) {
    const auto excepts = [](const text_condition& c) {
        std::vector<std::string> texts;
        for (const pattern_spec& e : c.except) texts.push_back(e.text);
        return texts;
    };
    return certain(a.view == b.view && a.pattern.text == b.pattern.text && holds_all(excepts(a), excepts(b)));
}
relation compare(const link_condition& a, const link_condition& b) {
    return certain(a.count >= b.count && (a.hosts.empty() == b.hosts.empty()) && holds_all(b.hosts, a.hosts));
}
relation compare(const length_condition& a, const length_condition& b) {
    const auto least_of = [](const length_condition& c) { return c.over.value_or(-1) + 1; };
    const auto most_of = [](const length_condition& c) { return c.below.value_or(most) - 1; };
    if (least_of(a) > most_of(b) || least_of(b) > most_of(a)) return relation::excludes;
    return certain(least_of(a) >= least_of(b) && most_of(a) <= most_of(b));
}
relation compare(const caps_condition& a, const caps_condition& b) {
    return certain(a.over >= b.over && a.letters >= b.letters);
}
relation compare(const repeat_condition& a, const repeat_condition& b) {
    return certain(a.of == b.of && a.over >= b.over);
}
relation compare(const emoji_condition& a, const emoji_condition& b) {
    return certain(a.over >= b.over);
}
relation compare(const author_condition& a, const author_condition& b) {
    const auto counts = [](const author_condition& c) {
        return c.age.any() || c.published.any() || c.rejected.any() || c.strikes.any();
    };
    // Of nobody nothing is known.
    if ((a.known == false && counts(b)) || (b.known == false && counts(a))) return relation::excludes;
    if (a.known && b.known && *a.known != *b.known) return relation::excludes;
    return relation::none;
}
relation compare(const rate_condition& a, const rate_condition& b) {
    return certain(a.need == b.need && a.over >= b.over);
}
relation compare(const duplicate_condition& a, const duplicate_condition& b) {
    return certain(a.need == b.need && a.over >= b.over &&
                   a.authors_over.value_or(-1) >= b.authors_over.value_or(-1));
}
template <class Condition>
relation compare(const Condition&, const Condition&) {
    return relation::none;
}

} // namespace

relation relation_of(const condition& a, const condition& b) {
    if (a.is.index() != b.is.index() || a.in != b.in) return relation::none;
    return std::visit(
        [&](const auto& one) { return compare(one, std::get<std::decay_t<decltype(one)>>(b.is)); }, a.is);
}

} // namespace greffe::rules
