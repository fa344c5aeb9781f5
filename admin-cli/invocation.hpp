// One call of the program: the options that every command has, the terminal, and what the command line asks
// for. Commands register themselves on the parser and set `chosen`; main runs it. Owned by run_command_line.
#pragma once
#include "admin-cli/outcome.hpp"
#include "admin-cli/server_api.hpp"
#include "admin-cli/terminal.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <string>

namespace greffe::cli {

struct invocation {
    explicit invocation(const terminal& streams) : term(streams) {}

    const terminal& term;
    std::string url{default_url};
    std::string key;
    bool json = false;
    std::function<exit_code()> chosen;

    /// Throws failure (usage) when the URL makes no sense.
    server_api server() const;
    /// With --json: the API's JSON on one line. Without: what `for_people` writes.
    void answer(const boost::json::value& from_server, const std::function<void()>& for_people) const;
};

/// The object that a person named. Throws failure (usage).
object_name named(const std::string& text, std::string_view what);

} // namespace greffe::cli
