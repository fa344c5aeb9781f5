#include "admin-cli/command_line.hpp"

#include "admin-cli/commands/commands.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/terminal_text.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <ostream>

namespace greffe::cli {

namespace {

exit_code parse(CLI::App& app, std::vector<std::string> arguments, const invocation& run,
                const terminal& term) {
    try {
        std::ranges::reverse(arguments); // CLI11 takes them from the back
        app.parse(std::move(arguments));
        return exit_code::ok;
    } catch (const CLI::ParseError& e) {
        std::ostringstream out;
        std::ostringstream err;
        const bool asked_for_help = app.exit(e, out, err) == 0;
        term.out << out.str();
        if (!err.str().empty()) term.err << "greffe: " << block(redact(err.str(), run.key), 0);
        return asked_for_help ? exit_code::ok : exit_code::usage;
    }
}

} // namespace

exit_code run_command_line(std::vector<std::string> arguments, const terminal& term) {
    invocation run(term);
    CLI::App app("The admin command line of a Greffe server.", "greffe");
    app.set_version_flag("--version", "greffe " GREFFE_VERSION);
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--url", run.url, "The server's address")->envname("GREFFE_URL")->capture_default_str();
    app.add_option("--key", run.key, "An API key (better in GREFFE_KEY: a command line is seen by others)")
        ->envname("GREFFE_KEY");
    app.add_flag("--json", run.json, "Print the API's JSON");
    app.footer("Exit codes: 0 done, 1 refused or invalid, 2 usage, 3 server not reached.");
    add_commands(app, run);

    const auto parsed = parse(app, std::move(arguments), run, term);
    if (parsed != exit_code::ok || !run.chosen) return parsed;
    try {
        const auto ended = run.chosen();
        term.out.flush();
        if (!term.out) throw failure(exit_code::refused, "cannot write the answer out");
        return ended;
    } catch (const refusal& e) {
        if (run.json) term.out << safe_json(boost::json::serialize(e.problem())) << std::endl;
        term.err << "greffe: " << redact(e.what(), run.key) << '\n';
        return e.ends_with();
    } catch (const failure& e) {
        term.err << "greffe: " << redact(e.what(), run.key) << '\n';
        return e.ends_with();
    } catch (const std::exception& e) {
        term.err << "greffe: " << redact(one_line(e.what()), run.key) << '\n';
        return exit_code::refused;
    }
}

} // namespace greffe::cli
