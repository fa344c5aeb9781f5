// The program's log: one JSON object a line on standard error, {"time","level","event", fields…}. `event` is
// a fixed phrase, what varies goes into fields; the field of a request's id is "request". Secrets never get
// in: a field named as one is hidden, URLs lose their password, and keys of the API all but their prefix.
// Thread-safe; a line is written whole.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/value.hpp>

namespace greffe::platform::log {

enum class level { debug, info, warning, error };

using field = std::pair<std::string_view, boost::json::value>;

/// Lines below `lowest` are not written. At the start: info.
void set_level(level lowest);
/// "debug", "info", "warning", "error"; false: unknown, nothing changed.
bool set_level(std::string_view name);

/// Whether lines of this level are written: for who would make many fields for nothing.
bool writes(level at);

void write(level at, std::string_view event, std::initializer_list<field> fields = {});

inline void debug(std::string_view event, std::initializer_list<field> fields = {}) {
    write(level::debug, event, fields);
}
inline void info(std::string_view event, std::initializer_list<field> fields = {}) {
    write(level::info, event, fields);
}
inline void warning(std::string_view event, std::initializer_list<field> fields = {}) {
    write(level::warning, event, fields);
}
inline void error(std::string_view event, std::initializer_list<field> fields = {}) {
    write(level::error, event, fields);
}

/// The line that `write` would write, without its end.
std::string format(level at, std::string_view event, std::initializer_list<field> fields);

/// postgresql://user:secret@host/db -> postgresql://user:***@host/db; also `password=…` of either form of
/// conninfo.
std::string without_password(std::string_view url);

} // namespace greffe::platform::log
