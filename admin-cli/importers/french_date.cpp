#include "admin-cli/importers/french_date.hpp"

#include "admin-cli/importers/french_text.hpp"

#include <cctz/civil_time.h>

#include <algorithm>
#include <array>

namespace greffe::importers {

namespace {

using domain::time_precision;
using form_type = french_date::form_type;

struct month_name {
    std::string_view name;
    int month;
};
/// Folded; longer names before those they start with.
constexpr month_name month_names[] = {
    {"janvier", 1},   {"janv", 1},  {"jan", 1},       {"fevrier", 2}, {"fevr", 2},     {"fev", 2},
    {"mars", 3},      {"avril", 4}, {"avr", 4},       {"mai", 5},     {"juin", 6},     {"juillet", 7},
    {"juil", 7},      {"aout", 8},  {"septembre", 9}, {"sept", 9},    {"octobre", 10}, {"oct", 10},
    {"novembre", 11}, {"nov", 11},  {"decembre", 12}, {"dec", 12},
};

struct unit_name {
    std::string_view name;
    int minutes;
    time_precision precision;
};
constexpr unit_name unit_names[] = {
    {"minutes", 1, time_precision::minute}, {"minute", 1, time_precision::minute},
    {"min", 1, time_precision::minute},     {"mn", 1, time_precision::minute},
    {"heures", 60, time_precision::day},    {"heure", 60, time_precision::day},
    {"h", 60, time_precision::day},         {"jours", 1440, time_precision::day},
    {"jour", 1440, time_precision::day},    {"j", 1440, time_precision::day},
};

struct day_name {
    std::string_view name;
    int days_before;
};
constexpr day_name day_names[] = {{"aujourd'hui", 0}, {"hier", 1}};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z');
}

int days_in_month(int year, int month) {
    return (cctz::civil_day(cctz::civil_month(year, month) + 1) - 1).day();
}

/// Reads folded text from left to right; a read that fails may have moved, so alternatives start from a copy.
class cursor {
  public:
    explicit cursor(std::string_view rest) : rest_(rest), size_(rest.size()) {}

    std::size_t consumed() const { return size_ - rest_.size(); }

    bool take(std::string_view wanted) {
        if (!rest_.starts_with(wanted)) return false;
        rest_.remove_prefix(wanted.size());
        return true;
    }
    bool spaces() {
        const bool any = rest_.starts_with(' ');
        while (take(" ")) {
        }
        return any;
    }
    std::optional<int> number(std::size_t fewest, std::size_t most) {
        std::size_t count = 0;
        int value = 0;
        for (; count < rest_.size() && count <= most && is_digit(rest_[count]); ++count)
            value = value * 10 + (rest_[count] - '0');
        if (count < fewest || count > most) return std::nullopt;
        rest_.remove_prefix(count);
        return value;
    }
    template <class Table>
    auto one_of(const Table& table) -> decltype(&*std::begin(table)) {
        for (const auto& row : table)
            if (rest_.starts_with(row.name) &&
                !(rest_.size() > row.name.size() && is_word(rest_[row.name.size()]))) {
                rest_.remove_prefix(row.name.size());
                return &row;
            }
        return nullptr;
    }
    /// The date ends here: no letter or digit goes on, nor a further part of a time or date.
    bool at_edge() const {
        if (rest_.empty()) return true;
        if (is_word(rest_.front())) return false;
        const bool joins = rest_.front() == ':' || rest_.front() == '/' || rest_.front() == '.';
        return !(joins && rest_.size() > 1 && is_digit(rest_[1]));
    }

  private:
    std::string_view rest_;
    std::size_t size_;
};

/// " à 09:56", ", 09h56", " 09 h 56": a space or a comma, perhaps "à", then the time.
bool read_time(cursor& at, french_date& into) {
    bool apart = at.spaces();
    if (at.take(",")) {
        apart = true;
        at.spaces();
    }
    if (cursor word = at; word.take("a") && word.spaces()) at = word;
    if (!apart) return false;
    const auto hour = at.number(1, 2);
    if (!hour || *hour > 23) return false;
    if (!at.take(":")) {
        at.spaces();
        if (!at.take("h")) return false;
        at.spaces();
    }
    const auto minute = at.number(2, 2);
    if (!minute || *minute > 59) return false;
    into.hour = *hour;
    into.minute = *minute;
    return true;
}

std::optional<french_date> read_named_month(cursor& at) {
    french_date date;
    const auto day = at.number(1, 2);
    if (!day) return std::nullopt;
    if (*day == 1) at.take("er");
    if (!at.spaces()) return std::nullopt;
    const auto* month = at.one_of(month_names);
    if (!month) return std::nullopt;
    at.take(".");
    date.day = *day;
    date.month = month->month;
    date.form = form_type::yearless;
    // Four digits are a year; "2024" is never the start of a time.
    if (cursor year_at = at; year_at.spaces()) {
        if (const auto year = year_at.number(4, 4)) {
            date.form = form_type::full;
            date.year = *year;
            at = year_at;
        }
    }
    if (!read_time(at, date)) return std::nullopt;
    return date;
}

std::optional<french_date> read_numbers(cursor& at) {
    french_date date;
    const auto day = at.number(1, 2);
    if (!day) return std::nullopt;
    const std::string_view separator = at.take("/") ? "/" : at.take(".") ? "." : "";
    if (separator.empty()) return std::nullopt;
    const auto month = at.number(1, 2);
    if (!month || !at.take(separator)) return std::nullopt;
    const auto year = at.number(4, 4);
    if (!year) return std::nullopt;
    date.year = *year;
    date.month = *month;
    date.day = *day;
    if (!read_time(at, date)) return std::nullopt;
    return date;
}

std::optional<french_date> read_day_before(cursor& at) {
    french_date date;
    const auto* day = at.one_of(day_names);
    if (!day) return std::nullopt;
    date.form = form_type::day_before;
    date.days_before = day->days_before;
    if (!read_time(at, date)) return std::nullopt;
    return date;
}

std::optional<french_date> read_ago(cursor& at) {
    if (!at.take("il y a") || !at.spaces()) return std::nullopt;
    const auto count = at.number(1, 5);
    if (!count) return std::nullopt;
    at.spaces();
    const auto* unit = at.one_of(unit_names);
    if (!unit) return std::nullopt;
    at.take(".");
    french_date date;
    date.form = form_type::ago;
    date.ago = std::chrono::minutes(static_cast<std::int64_t>(*count) * unit->minutes);
    date.precision = unit->precision;
    return date;
}

constexpr std::array readers{read_named_month, read_numbers, read_day_before, read_ago};

bool exists(const french_date& date) {
    if (date.is_relative()) return true;
    if (date.month < 1 || date.month > 12 || date.day < 1) return false;
    if (date.form == form_type::full && (date.year < 1970 || date.year > 2199)) return false;
    constexpr int leap_year = 2000;
    return date.day <= days_in_month(date.form == form_type::full ? date.year : leap_year, date.month);
}

domain::timestamp to_timestamp(cctz::time_point<cctz::seconds> time) {
    return domain::timestamp(std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()));
}
cctz::civil_second to_civil(domain::timestamp time, const cctz::time_zone& zone) {
    return zone.lookup(std::chrono::floor<std::chrono::seconds>(time)).cs;
}

dated at_civil(const cctz::civil_second& civil, const cctz::time_zone& zone) {
    const auto found = zone.lookup(civil);
    dated out;
    out.time.utc = to_timestamp(found.pre);
    out.time.precision = time_precision::minute;
    using lookup = cctz::time_zone::civil_lookup;
    if (found.kind == lookup::SKIPPED) out.civil = dated::civil_kind::skipped;
    if (found.kind == lookup::REPEATED) out.civil = dated::civil_kind::repeated;
    return out;
}

/// nullopt: that year has no 29 February.
std::optional<dated> in_year(const french_date& date, int year, const cctz::time_zone& zone) {
    if (date.day > days_in_month(year, date.month)) return std::nullopt;
    return at_civil(cctz::civil_second(year, date.month, date.day, date.hour, date.minute), zone);
}

constexpr int years_between_leap_years = 8; // at most, around 1900 and 2100

std::optional<std::pair<int, dated>> last_not_after(const french_date& date, domain::timestamp latest,
                                                    const cctz::time_zone& zone) {
    const int start = static_cast<int>(to_civil(latest, zone).year());
    for (int year = start; year >= start - years_between_leap_years; --year)
        if (const auto found = in_year(date, year, zone); found && found->time.utc <= latest)
            return std::pair(year, *found);
    return std::nullopt;
}

std::optional<std::pair<int, dated>> first_not_before(const french_date& date, domain::timestamp earliest,
                                                      const cctz::time_zone& zone) {
    const int start = static_cast<int>(to_civil(earliest, zone).year());
    for (int year = start; year <= start + years_between_leap_years; ++year)
        if (const auto found = in_year(date, year, zone); found && found->time.utc >= earliest)
            return std::pair(year, *found);
    return std::nullopt;
}

std::optional<dated> resolve_yearless(const french_date& date, const cctz::time_zone& zone,
                                      const date_anchor& anchor) {
    const auto latest = anchor.captured ? anchor.captured : anchor.captured_not_before;
    std::optional<std::pair<int, dated>> chosen;
    bool before_publication = false;
    if (anchor.published) {
        chosen = first_not_before(date, *anchor.published, zone);
        // Nothing on a page is younger than its capture: the comment is older than the publication the page
        // shows, as when an article was published again.
        before_publication = chosen && anchor.captured && chosen->second.time.utc > *anchor.captured;
    }
    if (latest && (!anchor.published || before_publication)) chosen = last_not_after(date, *latest, zone);
    if (!chosen) return std::nullopt;

    dated out = chosen->second;
    out.before_publication = before_publication;
    out.time.year_inferred = true;
    out.time.candidate_years.push_back(chosen->first);
    if (latest && anchor.published && !before_publication) {
        const int last_year = static_cast<int>(to_civil(*latest, zone).year());
        for (int year = chosen->first + 1; year <= last_year; ++year)
            if (const auto other = in_year(date, year, zone); other && other->time.utc <= *latest)
                out.time.candidate_years.push_back(year);
    }
    return out;
}

std::optional<dated> resolve_relative(const french_date& date, const cctz::time_zone& zone,
                                      const std::optional<domain::timestamp>& captured) {
    if (!captured) return std::nullopt;
    if (date.form == form_type::day_before) {
        const cctz::civil_day day = cctz::civil_day(to_civil(*captured, zone)) - date.days_before;
        return at_civil(cctz::civil_second(day.year(), day.month(), day.day(), date.hour, date.minute), zone);
    }
    dated out;
    out.time.utc = std::chrono::floor<std::chrono::minutes>(*captured - date.ago);
    out.time.precision = date.precision;
    return out;
}

/// Neither in the middle of a word or number, nor behind the point of one ("12.31 mars").
bool starts_a_word(std::string_view text, std::size_t at) {
    if (!is_word(text[at])) return false;
    if (at == 0) return true;
    if (is_word(text[at - 1])) return false;
    const bool joined = text[at - 1] == '.' || text[at - 1] == '/' || text[at - 1] == ':';
    return !(joined && at > 1 && is_digit(text[at - 2]));
}

} // namespace

std::optional<found_date> find_french_date(std::string_view line) {
    const folded_text folded = fold(line);
    for (std::size_t start = 0; start < folded.text.size(); ++start) {
        if (!starts_a_word(folded.text, start)) continue;
        for (const auto& read : readers) {
            cursor at(std::string_view(folded.text).substr(start));
            const auto date = read(at);
            if (date && at.at_edge() && exists(*date))
                return found_date{*date, folded.origin[start], folded.origin[start + at.consumed()]};
        }
    }
    return std::nullopt;
}

std::optional<french_date> parse_french_date(std::string_view text) {
    text = trim(text);
    const auto found = find_french_date(text);
    if (!found || found->end != text.size()) return std::nullopt;
    const std::string before = fold_words(text.substr(0, found->begin));
    if (!before.empty() && before != "le") return std::nullopt;
    return found->date;
}

std::optional<dated> resolve(const french_date& date, const cctz::time_zone& zone,
                             const date_anchor& anchor) {
    switch (date.form) {
    case form_type::full: return in_year(date, date.year, zone);
    case form_type::yearless: return resolve_yearless(date, zone, anchor);
    case form_type::day_before:
    case form_type::ago: return resolve_relative(date, zone, anchor.captured);
    }
    return std::nullopt;
}

} // namespace greffe::importers
