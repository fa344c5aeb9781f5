#include "server/domain/timestamp.hpp"

namespace greffe::domain {

namespace {

/// Reads exactly `count` digits at the front of `text` and takes them off; -1 when there are fewer.
int take_digits(std::string_view& text, int count) {
    int value = 0;
    for (int i = 0; i < count; ++i) {
        if (text.empty() || text.front() < '0' || text.front() > '9') return -1;
        value = value * 10 + (text.front() - '0');
        text.remove_prefix(1);
    }
    return value;
}

bool take(std::string_view& text, char wanted, char also) {
    if (text.empty() || (text.front() != wanted && text.front() != also)) return false;
    text.remove_prefix(1);
    return true;
}

/// The last `count` digits, with zeros in front.
void put_digits(std::string& out, unsigned value, std::size_t count) {
    const auto end = out.size() + count;
    out.resize(end);
    for (std::size_t i = 1; i <= count; ++i, value /= 10) out[end - i] = static_cast<char>('0' + value % 10);
}

} // namespace

std::optional<timestamp> parse_rfc3339(std::string_view text) {
    using namespace std::chrono;
    const int year_value = take_digits(text, 4);
    if (year_value < 1 || !take(text, '-', '-')) return std::nullopt;
    const int month_value = take_digits(text, 2);
    if (month_value < 0 || !take(text, '-', '-')) return std::nullopt;
    const int day_value = take_digits(text, 2);
    if (day_value < 0 || !take(text, 'T', 't')) return std::nullopt;
    const int hour = take_digits(text, 2);
    if (hour < 0 || hour > 23 || !take(text, ':', ':')) return std::nullopt;
    const int minute = take_digits(text, 2);
    if (minute < 0 || minute > 59 || !take(text, ':', ':')) return std::nullopt;
    const int second = take_digits(text, 2);
    if (second < 0 || second > 59) return std::nullopt;

    microseconds fraction{0};
    if (take(text, '.', '.')) {
        int digits = 0;
        auto scale = microseconds{100'000};
        for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits) {
            fraction += (text.front() - '0') * scale;
            scale /= 10;
        }
        if (digits == 0) return std::nullopt;
    }

    minutes offset{0};
    if (!take(text, 'Z', 'z')) {
        if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
        const int sign = text.front() == '+' ? 1 : -1;
        text.remove_prefix(1);
        const int offset_hours = take_digits(text, 2);
        if (offset_hours < 0 || offset_hours > 23 || !take(text, ':', ':')) return std::nullopt;
        const int offset_minutes = take_digits(text, 2);
        if (offset_minutes < 0 || offset_minutes > 59) return std::nullopt;
        offset = sign * (hours{offset_hours} + minutes{offset_minutes});
    }
    if (!text.empty()) return std::nullopt;

    const year_month_day date{year{year_value}, month{static_cast<unsigned>(month_value)},
                              day{static_cast<unsigned>(day_value)}};
    if (!date.ok()) return std::nullopt;
    const timestamp time =
        sys_days{date} + hours{hour} + minutes{minute} + seconds{second} + fraction - offset;
    // An offset can carry a written year across the ends of the range.
    if (time < sys_days{year{1} / 1 / 1} || time >= sys_days{year{10000} / 1 / 1}) return std::nullopt;
    return time;
}

std::string to_rfc3339(timestamp time) {
    using namespace std::chrono;
    const auto date = floor<days>(time);
    const year_month_day ymd{date};
    const hh_mm_ss clock{time - date};
    std::string out;
    out.reserve(27);
    put_digits(out, static_cast<unsigned>(static_cast<int>(ymd.year())), 4);
    out += '-';
    put_digits(out, static_cast<unsigned>(ymd.month()), 2);
    out += '-';
    put_digits(out, static_cast<unsigned>(ymd.day()), 2);
    out += 'T';
    put_digits(out, static_cast<unsigned>(clock.hours().count()), 2);
    out += ':';
    put_digits(out, static_cast<unsigned>(clock.minutes().count()), 2);
    out += ':';
    put_digits(out, static_cast<unsigned>(clock.seconds().count()), 2);
    if (const auto micros = clock.subseconds().count(); micros != 0) {
        out += '.';
        put_digits(out, static_cast<unsigned>(micros), 6);
        out.erase(out.find_last_not_of('0') + 1);
    }
    out += 'Z';
    return out;
}

bool is_plausible_past(timestamp time, timestamp now) {
    return time >= timestamp{} && time <= now + std::chrono::days{1};
}

} // namespace greffe::domain
