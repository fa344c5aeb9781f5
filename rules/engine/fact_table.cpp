#include "rules/engine/fact_table.hpp"

#include "rules/engine/program.hpp"
#include "rules/engine/time_zone.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace greffe::rules {
namespace {

constexpr int minutes_a_day = 24 * 60;

template <class Need>
std::size_t index_of(std::vector<Need>& needs, const Need& wanted) {
    const auto found = std::ranges::find(needs, wanted);
    if (found != needs.end()) return static_cast<std::size_t>(found - needs.begin());
    needs.push_back(wanted);
    return needs.size() - 1;
}

std::optional<double> seconds_of(const std::optional<std::chrono::seconds>& age) {
    if (!age) return std::nullopt;
    return static_cast<double>(age->count());
}

std::optional<double> rejected_percent(const author_facts& author) {
    if (!author.published || !author.rejected) return std::nullopt;
    const double decided = static_cast<double>(*author.published) + static_cast<double>(*author.rejected);
    if (decided <= 0) return std::nullopt;
    return 100.0 * static_cast<double>(*author.rejected) / decided;
}

truth one_of(const std::vector<std::string>& globs, const std::optional<std::string>& text) {
    if (globs.empty()) return truth::yes();
    if (!text) return truth::unknown();
    return truth::of(
        std::ranges::any_of(globs, [&](const std::string& glob) { return matches_glob(glob, *text); }));
}

/// What the clocks of the zone show, as a time since the epoch.
std::optional<std::chrono::milliseconds> local_time(std::chrono::sys_seconds at, const icu::TimeZone& zone) {
    std::int32_t raw = 0;
    std::int32_t summer = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone.getOffset(static_cast<double>(at.time_since_epoch().count()) * 1000.0, 0, raw, summer, status);
    if (U_FAILURE(status) != 0) return std::nullopt;
    return at.time_since_epoch() + std::chrono::milliseconds(raw + summer);
}

} // namespace

bool fact_table::is_fact(const condition& leaf) {
    return std::holds_alternative<author_condition>(leaf.is) ||
           std::holds_alternative<rate_condition>(leaf.is) ||
           std::holds_alternative<duplicate_condition>(leaf.is) ||
           std::holds_alternative<article_condition>(leaf.is) ||
           std::holds_alternative<report_condition>(leaf.is) ||
           std::holds_alternative<time_condition>(leaf.is);
}

fact_id fact_table::add(const condition& leaf) {
    if (const auto* rate = std::get_if<rate_condition>(&leaf.is)) {
        entries_.emplace_back(counted{index_of(needs_.rates, rate->need), rate->over});
    } else if (const auto* duplicate = std::get_if<duplicate_condition>(&leaf.is)) {
        repeated made{.need = index_of(needs_.duplicates, duplicate->need), .comments = {}, .authors = {}};
        made.comments.over = duplicate->over;
        if (duplicate->authors_over) made.authors.over = *duplicate->authors_over;
        entries_.emplace_back(made);
    } else if (const auto* author = std::get_if<author_condition>(&leaf.is)) {
        needs_.author = needs_.author || author->age.any() || author->published.any() ||
                        author->rejected.any() || author->strikes.any();
        needs_.author_comments = needs_.author_comments || author->published.any() || author->rejected.any();
        entries_.emplace_back(*author);
    } else if (const auto* article = std::get_if<article_condition>(&leaf.is)) {
        needs_.article = true;
        entries_.emplace_back(*article);
    } else if (const auto* report = std::get_if<report_condition>(&leaf.is)) {
        needs_.report = true;
        entries_.emplace_back(*report);
    } else {
        entries_.emplace_back(std::get<time_condition>(leaf.is));
    }
    return static_cast<fact_id>(entries_.size() - 1);
}

std::chrono::sys_seconds fact_table::instant(const minute_of& local) const {
    return midnight(local.day, *zone_) + std::chrono::minutes(local.minute);
}

truth fact_table::value(fact_id id, const facts& known) const {
    return std::visit([&](const auto& c) { return holds(c, known); }, entries_[id]);
}

truth fact_table::holds(const author_condition& c, const facts& known) const {
    if (!known.author) return truth::unknown();
    const author_facts& author = *known.author;
    truth value = c.known ? truth::of(*c.known == author.known) : truth::yes();
    value = both(value, c.age.of(seconds_of(author.age)));
    value = both(value, c.published.of(author.published));
    value = both(value, c.rejected.of(rejected_percent(author)));
    return both(value, c.strikes.of(author.strikes));
}

truth fact_table::holds(const counted& c, const facts& known) const {
    if (c.need >= known.rates.size() || !known.rates[c.need]) return truth::unknown();
    if (*known.rates[c.need] > c.over) return truth::yes();
    const bool so_far = c.need < known.rates_so_far.size() && known.rates_so_far[c.need];
    return so_far ? truth::unknown() : truth::no();
}

truth fact_table::holds(const repeated& c, const facts& known) const {
    if (c.need >= known.duplicates.size() || !known.duplicates[c.need]) return truth::unknown();
    const duplicate_count& seen = *known.duplicates[c.need];
    if (c.comments.admit(static_cast<double>(seen.comments)) &&
        c.authors.admit(static_cast<double>(seen.authors)))
        return truth::yes();
    return seen.so_far ? truth::unknown() : truth::no();
}

truth fact_table::holds(const article_condition& c, const facts& known) const {
    truth value = one_of(c.sections, known.section);
    if (!c.tags.empty())
        value = both(value, truth::of(std::ranges::any_of(known.tags, [&](const std::string& tag) {
                         return one_of(c.tags, tag).is_yes();
                     })));
    if (c.kind) value = both(value, truth::of(*c.kind == known.kind));
    return both(value, c.age.of(seconds_of(known.article_age)));
}

truth fact_table::holds(const report_condition& c, const facts& known) const {
    if (!known.report) return truth::unknown();
    const report_facts& report = *known.report;
    truth value = one_of(c.reasons, report.reason);
    if (c.kind) value = both(value, report.kind ? truth::of(*c.kind == *report.kind) : truth::unknown());
    value = both(value, c.count.of(report.count));
    value = both(value, c.weight.of(report.weight));
    value = both(value, c.standing.of(report.standing));
    value = both(value, c.comment_age.of(seconds_of(report.comment_age)));
    if (c.approved)
        value = both(value, report.approved ? truth::of(*c.approved == *report.approved) : truth::unknown());
    return value;
}

std::string fact_table::day_of(std::chrono::sys_seconds at) const {
    const auto local = local_time(at, *zone_).value_or(at.time_since_epoch());
    const std::chrono::year_month_day day{
        std::chrono::sys_days(std::chrono::floor<std::chrono::days>(local))};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return text.data();
}

truth fact_table::holds(const time_condition& c, const facts& known) const {
    if (!known.now) return truth::unknown();
    const auto local = local_time(*known.now, *zone_);
    if (!local) return truth::undecided();
    const auto day = std::chrono::floor<std::chrono::days>(*local);
    const auto minute =
        static_cast<int>(std::chrono::floor<std::chrono::minutes>(*local - day).count()) % minutes_a_day;
    const auto weekday = static_cast<int>(
        std::chrono::weekday(std::chrono::sys_days(std::chrono::days(day.count()))).c_encoding());
    if (!c.days.empty() && std::ranges::find(c.days, weekday) == c.days.end()) return truth::no();
    if (!c.between) return truth::yes();
    const auto [from, to] = *c.between;
    return truth::of(from < to ? minute >= from && minute < to : minute >= from || minute < to);
}

} // namespace greffe::rules
