#include "admin-cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <iostream>

namespace greffe::cli {

namespace {

constexpr std::array<std::string_view, 6> codes{"1", "2", "31", "32", "33", "7"};

struct status_paint {
    std::string_view name;
    paint how;
};
constexpr std::array status_paints{
    status_paint{"published", paint::green}, status_paint{"publish", paint::green},
    status_paint{"held", paint::yellow},     status_paint{"hold", paint::yellow},
    status_paint{"rejected", paint::red},    status_paint{"reject", paint::red},
    status_paint{"escalated", paint::red},   status_paint{"deleted", paint::dim},
    status_paint{"erased", paint::dim},      status_paint{"closed", paint::dim},
    status_paint{"active", paint::green},    status_paint{"waiting", paint::yellow},
    status_paint{"replaced", paint::dim},    status_paint{"lapsed", paint::dim},
};

std::tm local(std::time_t at) {
    std::tm broken_down{};
    localtime_r(&at, &broken_down);
    return broken_down;
}

std::time_t seconds(domain::timestamp at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

} // namespace

std::string terminal::painted(paint how, std::string_view text) const {
    if (!colours) return std::string(text);
    return "\x1b[" + std::string(codes.at(static_cast<std::size_t>(how))) + "m" + std::string(text) +
           "\x1b[0m";
}

std::string terminal::marked(std::string_view text) const {
    return colours ? painted(paint::marked, text) : "⟦" + std::string(text) + "⟧";
}

void terminal::title(std::string_view text) const {
    out << '\n' << painted(paint::bold, text) << '\n';
}

std::string terminal::status(std::string_view text) const {
    for (const auto& known : status_paints)
        if (known.name == text) return painted(known.how, text);
    return std::string(text);
}

terminal standard_terminal() {
    const char* no_color = std::getenv("NO_COLOR");
    const char* kind = std::getenv("TERM");
    const bool plain = (no_color && *no_color) || (kind && std::string_view(kind) == "dumb");
    const bool person_reads = isatty(STDOUT_FILENO) != 0;
    winsize size{};
    const bool sized = person_reads && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return {.out = std::cout,
            .err = std::cerr,
            .colours = person_reads && !plain,
            .progress = isatty(STDERR_FILENO) != 0,
            .width = sized ? size.ws_col : (person_reads ? 80U : 0U),
            .now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now())};
}

std::string short_time(std::string_view rfc3339, domain::timestamp now) {
    const auto parsed = domain::parse_rfc3339(rfc3339);
    if (!parsed) return std::string(rfc3339);
    const auto then = local(seconds(*parsed));
    const auto today = local(seconds(now));
    const char* form = "%Y-%m-%d %H:%M";
    if (then.tm_year == today.tm_year) form = then.tm_yday == today.tm_yday ? "%H:%M" : "%d %b %H:%M";
    char buffer[64];
    return {buffer, std::strftime(buffer, sizeof buffer, form, &then)};
}

std::string age(std::string_view rfc3339, domain::timestamp now) {
    const auto parsed = domain::parse_rfc3339(rfc3339);
    if (!parsed) return std::string(rfc3339);
    const auto past = std::max<std::int64_t>(0, seconds(now) - seconds(*parsed));
    if (past < 60) return std::to_string(past) + "s";
    if (past < 3600) return std::to_string(past / 60) + "m";
    if (past < 86400) return std::to_string(past / 3600) + "h";
    return std::to_string(past / 86400) + "d";
}

} // namespace greffe::cli
