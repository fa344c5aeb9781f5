#include "server/platform/log.hpp"

#include "server/platform/clock.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include <boost/json/serialize.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace greffe::platform::log {

namespace {

constexpr std::array level_names = {"debug", "info", "warning", "error"};
constexpr std::array spdlog_levels = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                                      spdlog::level::err};
constexpr std::array secret_names = {"authorization", "cookie", "password", "salt", "secret", "token"};
constexpr std::string_view key_prefix = "grf_";

spdlog::logger& sink() {
    static const auto logger = [] {
        auto made =
            std::make_shared<spdlog::logger>("greffe", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%v");
        made->flush_on(spdlog::level::debug);
        return made;
    }();
    return *logger;
}

std::string time_text() {
    const auto now = now_utc();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
    const std::time_t whole = seconds.time_since_epoch().count();
    std::tm parts{};
    ::gmtime_r(&whole, &parts);
    char text[40];
    const auto length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    const auto micros = (now - seconds).count();
    std::snprintf(text + length, sizeof text - length, ".%06dZ", static_cast<int>(micros));
    return text;
}

bool is_secret(std::string_view name) {
    return std::find(secret_names.begin(), secret_names.end(), name) != secret_names.end();
}

void hide(std::string& text, std::size_t begin, std::string_view end_marks) {
    const auto end = std::min(text.find_first_of(end_marks, begin), text.size());
    text.replace(begin, end - begin, "***");
}

// A key of the API is recognised by its form, wherever it turns up.
std::string without_secrets(std::string_view value) {
    auto text = without_password(value);
    for (auto at = text.find(key_prefix); at != std::string::npos; at = text.find(key_prefix, at + 1))
        hide(text, at + key_prefix.size(), " \"',;&");
    return text;
}

} // namespace

void set_level(level lowest) {
    sink().set_level(spdlog_levels[static_cast<std::size_t>(lowest)]);
}

bool set_level(std::string_view name) {
    const auto found = std::find(level_names.begin(), level_names.end(), name);
    if (found == level_names.end()) return false;
    set_level(static_cast<level>(found - level_names.begin()));
    return true;
}

std::string format(level at, std::string_view event, std::initializer_list<field> fields) {
    boost::json::object line;
    line["time"] = time_text();
    line["level"] = level_names[static_cast<std::size_t>(at)];
    line["event"] = event;
    for (const auto& [name, value] : fields) {
        if (is_secret(name))
            line[name] = "***";
        else if (value.is_string())
            line[name] = without_secrets(value.get_string());
        else
            line[name] = value;
    }
    return boost::json::serialize(line);
}

bool writes(level at) {
    return sink().should_log(spdlog_levels[static_cast<std::size_t>(at)]);
}

void write(level at, std::string_view event, std::initializer_list<field> fields) {
    if (!writes(at)) return;
    const auto severity = spdlog_levels[static_cast<std::size_t>(at)];
    sink().log(severity, spdlog::string_view_t(format(at, event, fields)));
}

std::string without_password(std::string_view url) {
    std::string text(url);
    if (const auto scheme = text.find("://"); scheme != std::string::npos) {
        const auto authority = scheme + 3;
        const auto end = std::min(text.find_first_of("/?# ", authority), text.size());
        const auto at = text.rfind('@', end);
        const auto colon = text.find(':', authority);
        if (at != std::string::npos && at > authority && colon < at)
            text.replace(colon + 1, at - colon - 1, "***");
    }
    constexpr std::string_view parameter = "password=";
    for (auto at = text.find(parameter); at != std::string::npos;
         at = text.find(parameter, at + parameter.size()))
        hide(text, at + parameter.size(), "& ");
    return text;
}

} // namespace greffe::platform::log
