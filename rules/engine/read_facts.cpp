#include "rules/engine/read_facts.hpp"

#include <algorithm>
#include <charconv>

namespace greffe::rules {
namespace {

constexpr int most = 1'000'000;
constexpr std::chrono::hours longest_window{24 * 30};

constexpr std::pair<rate_key, std::string_view> rate_keys[] = {
    {rate_key::author, "author"}, {rate_key::address, "address"},     {rate_key::article, "article"},
    {rate_key::tag, "tag"},       {rate_key::link_host, "link_host"}, {rate_key::phone, "phone"}};
constexpr std::pair<bool, std::string_view> likenesses[] = {{false, "exact"}, {true, "near"}};
constexpr std::pair<duplicate_scope, std::string_view> scopes[] = {{duplicate_scope::site, "site"},
                                                                   {duplicate_scope::author, "author"},
                                                                   {duplicate_scope::article, "article"},
                                                                   {duplicate_scope::tag, "tag"}};
constexpr std::pair<int, std::string_view> article_kinds[] = {{0, "article"}, {1, "topic"}};
constexpr std::pair<int, std::string_view> report_kinds[] = {{0, "charter"}, {1, "illegal"}};
constexpr std::pair<int, std::string_view> weekdays[] = {{0, "sun"}, {1, "mon"}, {2, "tue"}, {3, "wed"},
                                                         {4, "thu"}, {5, "fri"}, {6, "sat"}};

// The two bounds of one number: NAME_over, NAME_below (or over and below).
struct bounds {
    std::string_view over;
    std::string_view below;
};

enum class measure { whole, percent, decimal, age };

std::optional<double> read_bound(reader& in, const node& from, std::string_view key, measure what) {
    const std::string shown = "'" + std::string(key) + "'";
    if (what == measure::age) {
        const auto duration = in.duration(from);
        return duration ? std::optional(static_cast<double>(duration->count())) : std::nullopt;
    }
    if (what == measure::decimal) return in.number(from, shown, 0, most);
    const auto whole = in.integer(from, shown, 0, what == measure::percent ? 100 : most);
    return whole ? std::optional(static_cast<double>(*whole)) : std::nullopt;
}

limits read_limits(reader& in, const entry& e, bounds names, measure what) {
    limits made;
    if (const node* over = e.value.find(names.over)) made.over = read_bound(in, *over, names.over, what);
    if (const node* below = e.value.find(names.below)) made.below = read_bound(in, *below, names.below, what);
    if (made.is_empty(what == measure::whole))
        in.error(e.at, "bad-value",
                 "nothing is '" + std::string(names.over) + "' and '" + std::string(names.below) +
                     "' at once",
                 "keep one of them, or make '" + std::string(names.below) + "' the larger one");
    return made;
}

std::optional<std::chrono::seconds> read_window(reader& in, const entry& e) {
    const node* within = e.value.find("within");
    if (within == nullptr) {
        in.error(e.at, "missing-key", "'" + e.key + "' says no time", "add 'within: 10m'");
        return std::nullopt;
    }
    const auto window = in.duration(*within);
    if (window && *window > longest_window) {
        in.error(within->at, "bad-value", "a rate or a duplicate looks back 30d at most",
                 "write within: 30d, or less");
        return std::nullopt;
    }
    return window;
}

// `tags`, which only makes sense beside `tag`.
std::string read_tags(reader& in, const entry& e, bool by_tag) {
    const node* tags = e.value.find("tags");
    if (tags == nullptr) return {};
    if (!by_tag)
        in.error(tags->at, "unknown-key", "'tags' goes with tags only",
                 e.key == "rate" ? "write by: tag" : "write across: tag");
    return in.text(*tags, "'tags'").value_or("");
}

std::vector<std::string> read_texts(reader& in, const entry& e, std::string_view key) {
    std::vector<std::string> plain;
    if (const node* from = e.value.find(key))
        for (auto& [text, at] : in.texts(*from, "'" + std::string(key) + "'", true))
            plain.push_back(std::move(text));
    return plain;
}

std::optional<bool> read_flag(reader& in, const entry& e, std::string_view key) {
    const node* from = e.value.find(key);
    return from == nullptr ? std::nullopt : in.yes_or_no(*from, "'" + std::string(key) + "'");
}

template <std::size_t N>
std::optional<std::string> read_kind(reader& in, const node& from,
                                     const std::pair<int, std::string_view> (&table)[N]) {
    const auto kind = in.one_of(from, "kind", table);
    return kind ? std::optional(std::string(name_in(table, *kind))) : std::nullopt;
}

// 22:30, 6, 24:00: minutes of the day.
std::optional<int> parse_clock(std::string_view written) {
    const auto colon = written.find(':');
    const auto number = [](std::string_view digits) {
        int value = -1;
        const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return digits.size() <= 2 && parsed.ec == std::errc{} && parsed.ptr == digits.data() + digits.size()
                   ? value
                   : -1;
    };
    const int hour = number(written.substr(0, colon));
    const int minute = colon == std::string_view::npos ? 0 : number(written.substr(colon + 1));
    if (hour < 0 || minute < 0 || minute > 59 || hour * 60 + minute > 24 * 60) return std::nullopt;
    return hour * 60 + minute;
}

std::optional<std::pair<int, int>> read_between(reader& in, const node& from) {
    if (!in.is_sequence(from, "'between'")) return std::nullopt;
    if (from.items.size() != 2) {
        in.error(from.at, "bad-value", "'between' is two times of the day",
                 "write between: ['22:00', '06:00']");
        return std::nullopt;
    }
    int minutes[2] = {0, 0};
    for (std::size_t i = 0; i < 2; ++i) {
        const auto clock = parse_clock(from.items[i].text);
        if (!clock) {
            in.error(from.items[i].at, "bad-value", "'" + from.items[i].text + "' is no time of the day",
                     "write it as '22:00'");
            return std::nullopt;
        }
        minutes[i] = *clock;
    }
    if (minutes[0] == minutes[1]) {
        in.error(from.at, "bad-value", "no time lies between these two",
                 "leave 'between' out for the whole day");
        return std::nullopt;
    }
    return std::pair(minutes[0], minutes[1]);
}

template <class T>
std::optional<T> counted(reader& in, const node& map, std::string_view key) {
    const node* from = map.find(key);
    if (from == nullptr) return std::nullopt;
    const auto value = in.integer(*from, "'" + std::string(key) + "'", 0, most);
    return value ? std::optional<T>(*value) : std::nullopt;
}

std::optional<std::chrono::seconds> aged(reader& in, const node& map, std::string_view key) {
    const node* from = map.find(key);
    return from == nullptr ? std::nullopt : in.duration(*from);
}

void read_given_author(reader& in, const node& from, facts& into) {
    static constexpr known_key keys[] = {{"known"}, {"age"}, {"published"}, {"rejected"}, {"strikes"}};
    if (!is_map_of(in, from, keys, "'author'")) return;
    author_facts made;
    if (const node* known = from.find("known")) made.known = in.yes_or_no(*known, "'known'").value_or(true);
    made.age = aged(in, from, "age");
    made.published = counted<std::int64_t>(in, from, "published");
    made.rejected = counted<std::int64_t>(in, from, "rejected");
    made.strikes = counted<std::int64_t>(in, from, "strikes");
    into.author = made;
}

void read_given_rates(reader& in, const node& from, example& into) {
    if (!in.is_map(from, "'rate'", "write it like {author: 6}")) return;
    for (const entry& e : from.entries) {
        const auto by = value_in(rate_keys, e.key);
        std::vector<std::string_view> known;
        for (const auto& row : rate_keys) known.push_back(row.second);
        if (!by)
            in.error(e.at, "unknown-key", "'" + e.key + "' is nothing that a rate counts by",
                     suggestion(e.key, known, "it is one of"));
        else if (const auto count = in.integer(e.value, "'" + e.key + "'", 0, most))
            into.rates.emplace_back(*by, *count);
    }
}

void read_given_article(reader& in, const node& from, facts& into) {
    static constexpr known_key keys[] = {{"age"}, {"kind"}};
    if (!is_map_of(in, from, keys, "'article'")) return;
    into.article_age = aged(in, from, "age");
    if (const node* kind = from.find("kind"))
        into.kind = read_kind(in, *kind, article_kinds).value_or("article");
}

void read_given_duplicate(reader& in, const node& from, example& into) {
    static constexpr known_key keys[] = {{"comments"}, {"authors"}};
    if (!is_map_of(in, from, keys, "'duplicate'")) return;
    into.duplicates = duplicate_count{.comments = counted<std::int64_t>(in, from, "comments").value_or(0),
                                      .authors = counted<std::int64_t>(in, from, "authors").value_or(1)};
}

void read_given_time(reader& in, const node& from, example& into) {
    const auto written = std::string_view(from.text);
    const auto day = parse_date(written.substr(0, 10));
    const auto clock = written.size() > 11 ? parse_clock(written.substr(11)) : std::nullopt;
    if (from.is == node::kind::scalar && day && clock)
        into.when = minute_of{*day, *clock};
    else
        in.error(from.at, "bad-value", "'" + from.text + "' is no time",
                 "write it as '2027-06-30 22:15', in the site's zone");
}

} // namespace

std::optional<std::chrono::year_month_day> parse_date(std::string_view written) {
    if (written.size() != 10 || written[4] != '-' || written[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = -1;
        const char* end = written.data() + at + length;
        const auto parsed = std::from_chars(written.data() + at, end, value);
        return parsed.ptr == end ? value : -1;
    };
    const int year = number(0, 4);
    const int month = number(5, 2);
    const int day = number(8, 2);
    if (year < 1970 || month < 1 || day < 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    return date;
}

std::optional<condition> read_author(reader& in, const node& map, const entry& e) {
    static constexpr known_key keys[] = {{"known"},          {"age_over"},        {"age_below"},
                                         {"published_over"}, {"published_below"}, {"rejected_over"},
                                         {"rejected_below"}, {"strikes_over"},    {"strikes_below"}};
    (void)map;
    if (!is_map_of(in, e, keys)) return std::nullopt;
    author_condition made;
    made.known = read_flag(in, e, "known");
    made.age = read_limits(in, e, {"age_over", "age_below"}, measure::age);
    made.published = read_limits(in, e, {"published_over", "published_below"}, measure::whole);
    made.rejected = read_limits(in, e, {"rejected_over", "rejected_below"}, measure::percent);
    made.strikes = read_limits(in, e, {"strikes_over", "strikes_below"}, measure::whole);
    return condition{.at = e.at, .is = made};
}

std::optional<condition> read_rate(reader& in, const node& map, const entry& e) {
    static constexpr known_key keys[] = {{"by"}, {"over"}, {"within"}, {"tags"}};
    (void)map;
    if (!is_map_of(in, e, keys)) return std::nullopt;
    const node* by = e.value.find("by");
    const node* over = e.value.find("over");
    if (by == nullptr)
        in.error(e.at, "missing-key", "'rate' does not say what it counts by", "add 'by: author'");
    if (over == nullptr) in.error(e.at, "missing-key", "'rate' says no number", "add 'over'");
    const auto window = read_window(in, e);
    if (by == nullptr || over == nullptr || !window) return std::nullopt;
    const auto key = in.one_of(*by, "rate", rate_keys);
    const auto count = in.integer(*over, "'over'", 0, most);
    if (!key || !count) return std::nullopt;
    rate_condition made{.need = {.by = *key, .within = *window, .tags = {}}, .over = *count};
    made.need.tags = read_tags(in, e, *key == rate_key::tag);
    return condition{.at = e.at, .is = std::move(made)};
}

std::optional<condition> read_duplicate(reader& in, const node& map, const entry& e) {
    static constexpr known_key keys[] = {{"kind"},         {"within"}, {"over"},
                                         {"authors_over"}, {"across"}, {"tags"}};
    (void)map;
    if (!is_map_of(in, e, keys)) return std::nullopt;
    const auto window = read_window(in, e);
    if (!window) return std::nullopt;
    duplicate_condition made;
    made.need.within = *window;
    if (const node* kind = e.value.find("kind"))
        made.need.near = in.one_of(*kind, "kind of duplicate", likenesses).value_or(false);
    if (const node* across = e.value.find("across"))
        made.need.across = in.one_of(*across, "scope", scopes).value_or(duplicate_scope::site);
    made.need.tags = read_tags(in, e, made.need.across == duplicate_scope::tag);
    if (const node* over = e.value.find("over")) made.over = in.integer(*over, "'over'", 0, most).value_or(0);
    if (const node* authors = e.value.find("authors_over"))
        made.authors_over = in.integer(*authors, "'authors_over'", 0, most);
    return condition{.at = e.at, .is = std::move(made)};
}

std::optional<condition> read_article(reader& in, const node& map, const entry& e) {
    static constexpr known_key keys[] = {{"sections"}, {"tags"}, {"kind"}, {"age_over"}, {"age_below"}};
    (void)map;
    if (!is_map_of(in, e, keys)) return std::nullopt;
    article_condition made;
    made.sections = read_texts(in, e, "sections");
    made.tags = read_texts(in, e, "tags");
    if (const node* kind = e.value.find("kind")) made.kind = read_kind(in, *kind, article_kinds);
    made.age = read_limits(in, e, {"age_over", "age_below"}, measure::age);
    return condition{.at = e.at, .is = std::move(made)};
}

std::optional<condition> read_report(reader& in, const node& map, const entry& e) {
    static constexpr known_key keys[] = {{"reasons"},           {"kind"},           {"count_over"},
                                         {"count_below"},       {"weight_over"},    {"weight_below"},
                                         {"standing_over"},     {"standing_below"}, {"comment_age_over"},
                                         {"comment_age_below"}, {"approved"}};
    (void)map;
    if (in.target != rule_target::report) {
        in.error(e.at, "needs-report", "'report' is for rules about reports",
                 "add 'for: report' to the rule");
        return std::nullopt;
    }
    if (!is_map_of(in, e, keys)) return std::nullopt;
    report_condition made;
    made.reasons = read_texts(in, e, "reasons");
    if (const node* kind = e.value.find("kind")) made.kind = read_kind(in, *kind, report_kinds);
    made.count = read_limits(in, e, {"count_over", "count_below"}, measure::whole);
    made.weight = read_limits(in, e, {"weight_over", "weight_below"}, measure::decimal);
    made.standing = read_limits(in, e, {"standing_over", "standing_below"}, measure::decimal);
    made.comment_age = read_limits(in, e, {"comment_age_over", "comment_age_below"}, measure::age);
    made.approved = read_flag(in, e, "approved");
    return condition{.at = e.at, .is = std::move(made)};
}

std::optional<condition> read_time(reader& in, const node& map, const entry& e) {
    static constexpr known_key keys[] = {{"between"}, {"days"}};
    (void)map;
    if (!is_map_of(in, e, keys)) return std::nullopt;
    time_condition made;
    if (const node* between = e.value.find("between")) {
        made.between = read_between(in, *between);
        if (!made.between) return std::nullopt;
    }
    if (const node* days = e.value.find("days"); days != nullptr && in.is_sequence(*days, "'days'"))
        for (const node& day : days->items)
            if (const auto number = in.one_of(day, "day of the week", weekdays)) made.days.push_back(*number);
    return condition{.at = e.at, .is = std::move(made)};
}

void read_given_facts(reader& in, const node& from, example& into) {
    static constexpr known_key keys[] = {{"author"}, {"rate"}, {"duplicate"}, {"article"}, {"time"}};
    if (!is_map_of(in, from, keys, "'facts'")) return;
    if (const node* author = from.find("author")) read_given_author(in, *author, into.given);
    if (const node* rates = from.find("rate")) read_given_rates(in, *rates, into);
    if (const node* duplicate = from.find("duplicate")) read_given_duplicate(in, *duplicate, into);
    if (const node* article = from.find("article")) read_given_article(in, *article, into.given);
    if (const node* time = from.find("time")) read_given_time(in, *time, into);
}

void read_given_report(reader& in, const node& from, example& into) {
    static constexpr known_key keys[] = {{"text"},   {"reason"},   {"kind"},     {"count"},
                                         {"weight"}, {"standing"}, {"approved"}, {"comment_age"}};
    if (!is_map_of(in, from, keys, "'report'")) return;
    report_facts made;
    if (const node* text = from.find("text")) into.report = text->text;
    if (const node* reason = from.find("reason")) made.reason = in.text(*reason, "'reason'");
    if (const node* kind = from.find("kind")) made.kind = read_kind(in, *kind, report_kinds);
    made.count = counted<std::int64_t>(in, from, "count");
    if (const node* weight = from.find("weight")) made.weight = in.number(*weight, "'weight'", 0, most);
    if (const node* standing = from.find("standing"))
        made.standing = in.number(*standing, "'standing'", 0, 1);
    if (const node* approved = from.find("approved")) made.approved = in.yes_or_no(*approved, "'approved'");
    made.comment_age = aged(in, from, "comment_age");
    into.given.report = made;
}

} // namespace greffe::rules
