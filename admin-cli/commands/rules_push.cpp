// greffe rules push FILE --site S [--dry-run], diff [FILE] --site S, approve VERSION --site S, rollback
// VERSION
// --site S
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/commands/rules_changes.hpp"
#include "admin-cli/input_file.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/json_fields.hpp"
#include "admin-cli/terminal_text.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace greffe::cli {

namespace {

constexpr std::size_t largest_ruleset = 4 << 20;
constexpr std::string_view yaml_type = "application/yaml";

struct push_options {
    std::string file;
    std::string site;
    std::string note;
    std::string base;
    std::string version;
    std::string against;
    bool dry_run = false;
    bool allow_warnings = false;
    bool exit_code_tells = false;
};

std::string ruleset_of(const push_options& options) {
    return "/sites/" + encoded(options.site) + "/ruleset";
}

std::string source_of(const push_options& options) {
    input_file file(options.file);
    return file.whole(largest_ruleset);
}

/// What differs, below a line that says from what.
void print_against(const boost::json::object& answer, std::string_view against, const terminal& to) {
    const auto version = text_at(answer, against);
    to.out << "against "
           << (version.empty() ? std::string("nothing, for there is no ruleset yet") : "version " + version)
           << ":\n";
    print_changes(object_at(answer, "changes"), to);
}

exit_code by_changes(const boost::json::value& answer, const push_options& options) {
    const bool none = flag_at(object_at(as_object(answer), "changes"), "none");
    return options.exit_code_tells && !none ? exit_code::refused : exit_code::ok;
}

/// Runs `ask`; what the server finds wrong with the file is told by place before the refusal is.
template <class Ask>
boost::json::value telling_diagnostics(const invocation& run, const push_options& options, const Ask& ask) {
    try {
        auto answer = ask();
        if (!run.json) print_diagnostics(array_at(as_object(answer), "diagnostics"), options.file, run.term);
        return answer;
    } catch (const refusal& e) {
        print_diagnostics(array_at(e.problem(), "diagnostics"), options.file, run.term);
        throw;
    }
}

void tell_push(const boost::json::object& answer, const push_options& options, const terminal& to) {
    const auto version = text_at(answer, "version");
    const auto site = one_line(options.site);
    if (flag_at(answer, "unchanged") && !options.dry_run) {
        to.out << "unchanged: version " << version << " is this very ruleset"
               << (flag_at(answer, "waiting") ? ", and waits for a second person" : "") << '\n';
        return;
    }
    print_against(answer, "against", to);
    if (options.dry_run) {
        if (flag_at(answer, "waiting")) to.out << "a second person would have to approve it\n";
        to.out << "fine; nothing was stored (--dry-run)\n";
    } else if (flag_at(answer, "waiting")) {
        to.out << "version " << version
               << " waits: it changes what live rules do, and another person must approve it\n"
               << "  greffe rules approve " << version << " --site " << site << '\n';
    } else {
        to.out << "version " << version << " is active on " << site
               << "; every server has it within a second\n";
    }
}

exit_code push_rules(const invocation& run, const push_options& options) {
    auto source = source_of(options);
    std::string path = ruleset_of(options) + "?dry_run=" + (options.dry_run ? "true" : "false");
    if (!options.allow_warnings) path += "&warnings=refuse";
    if (!options.note.empty()) path += "&note=" + encoded(options.note);
    if (!options.base.empty()) path += "&base=" + encoded(options.base);
    const auto answer = telling_diagnostics(
        run, options, [&] { return run.server().put(path, yaml_type, std::move(source)); });
    run.answer(answer, [&] { tell_push(as_object(answer), options, run.term); });
    return by_changes(answer, options);
}

exit_code diff_rules(const invocation& run, const push_options& options) {
    if (options.file.empty() == options.version.empty())
        throw failure(exit_code::usage, "diff takes a FILE, or --version N for one that is stored");
    if (!options.file.empty() && !options.against.empty())
        throw failure(exit_code::usage,
                      "--against goes with --version: a file is held against the active version");
    if (options.version.empty()) {
        auto source = source_of(options);
        const auto answer = telling_diagnostics(run, options, [&] {
            return run.server().post(ruleset_of(options) + "/check", yaml_type, std::move(source));
        });
        run.answer(answer, [&] { print_against(as_object(answer), "against", run.term); });
        return by_changes(answer, options);
    }
    std::string path = ruleset_of(options) + "/changes?to=" + encoded(options.version);
    if (!options.against.empty()) path += "&from=" + encoded(options.against);
    const auto answer = run.server().get(path);
    run.answer(answer, [&] {
        run.term.out << "version " << text_at(as_object(answer), "to") << " ";
        print_against(as_object(answer), "from", run.term);
    });
    return by_changes(answer, options);
}

/// A stored version becomes active: approved, or brought back.
exit_code take_up(const invocation& run, const push_options& options, const std::string& way,
                  const std::string& done) {
    boost::json::object asked{{"version", std::stoll(options.version)}};
    if (!options.note.empty()) asked["note"] = options.note;
    const auto answer = telling_diagnostics(
        run, options, [&] { return run.server().post(ruleset_of(options) + way, asked); });
    run.answer(answer, [&] {
        const auto& told = as_object(answer);
        print_against(told, "against", run.term);
        run.term.out << "version " << text_at(told, "version") << " is active on " << one_line(options.site)
                     << done << "; every server has it within a second\n";
    });
    return exit_code::ok;
}

exit_code approve_rules(const invocation& run, const push_options& options) {
    return take_up(run, options, "/approve", "");
}

exit_code roll_back_rules(const invocation& run, const push_options& options) {
    return take_up(run, options, "/rollback", ", and says what version " + options.version + " said");
}

} // namespace

void add_rules_push(CLI::App& rules, invocation& run) {
    auto options = std::make_shared<push_options>();
    const auto sub = [&](const char* name, const char* what, auto&& does) {
        auto* made = rules.add_subcommand(name, what);
        made->callback(
            [&run, options, does] { run.chosen = [&run, options, does] { return does(run, *options); }; });
        made->add_option("--site", options->site, "The site")->required();
        return made;
    };
    const auto exit_code_option = [&](CLI::App* of) {
        of->add_flag("--exit-code", options->exit_code_tells, "End with 1 when something differs");
    };

    auto* push = sub("push", "Check a ruleset on the server, then make it the site's active one", push_rules);
    push->add_option("FILE", options->file, "The ruleset, YAML")->required();
    push->add_flag("--dry-run", options->dry_run, "Tell what it would change; 1: it would be refused");
    push->add_option("--note", options->note, "Why it changes");
    push->add_option("--base", options->base, "Only if this version is still active (0: none)")
        ->check(CLI::NonNegativeNumber);
    push->add_flag("--allow-warnings", options->allow_warnings, "Let no warning stop it");
    exit_code_option(push);

    auto* diff =
        sub("diff", "What a file, or a stored version, says otherwise than the active one", diff_rules);
    diff->add_option("FILE", options->file, "A ruleset, YAML");
    diff->add_option("--version", options->version, "A stored version in place of a file")
        ->check(CLI::PositiveNumber);
    diff->add_option("--against", options->against, "With --version: than this one (0: nothing)")
        ->check(CLI::NonNegativeNumber);
    exit_code_option(diff);

    auto* approve = sub("approve", "Let a version that another person pushed become active", approve_rules);
    approve->add_option("VERSION", options->version, "Its number")->required()->check(CLI::PositiveNumber);
    approve->add_option("--note", options->note, "What to remember of it");

    auto* rollback = sub("rollback", "Bring back a version that was active, as a new one", roll_back_rules);
    rollback->add_option("VERSION", options->version, "Its number")->required()->check(CLI::PositiveNumber);
    rollback->add_option("--note", options->note, "Why");
}

} // namespace greffe::cli
