// greffe rules check|test|explain (offline), push FILE --site S [--dry-run], list [--site S], history --site
// S
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/commands/rules_check.hpp"
#include "admin-cli/commands/rules_explain.hpp"
#include "admin-cli/commands/rules_test.hpp"
#include "admin-cli/input_file.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/json_fields.hpp"
#include "admin-cli/table.hpp"
#include "admin-cli/terminal_text.hpp"
#include "rules/engine/diagnostic.hpp"
#include "rules/engine/ruleset.hpp"

#include <CLI/CLI.hpp>

#include <ostream>
#include <sstream>

namespace greffe::cli {

namespace {

constexpr std::size_t largest_ruleset = 4 << 20;

struct rules_options {
    std::string file;
    std::vector<std::filesystem::path> files;
    explained_comment comment;
    std::string site;
    std::string note;
    bool dry_run = false;
};

void print_diagnostics(const boost::json::array& found, const std::string& file, std::ostream& to) {
    for (const auto& item : found) {
        const auto& told = as_object(item);
        const auto named_file = text_at(told, "file");
        rules::diagnostic d{
            .level = text_at(told, "severity") == "warning" ? rules::diagnostic::severity::warning
                                                            : rules::diagnostic::severity::error,
            .file = named_file.empty() || named_file == rules::compile_options{}.file ? file : named_file,
            .line = static_cast<int>(number_at(told, "line")),
            .column = static_cast<int>(number_at(told, "column")),
            .code = text_at(told, "code"),
            .message = text_at(told, "message"),
            .hint = text_at(told, "hint")};
        to << block(rules::to_string(d), 0) << '\n';
    }
}

exit_code push_rules(const invocation& run, const rules_options& options) {
    input_file file(options.file);
    auto source = file.whole(largest_ruleset);
    std::string path =
        "/sites/" + encoded(options.site) + "/ruleset?dry_run=" + (options.dry_run ? "true" : "false");
    if (!options.note.empty()) path += "&note=" + encoded(options.note);
    try {
        const auto pushed = run.server().put(path, "application/yaml", std::move(source));
        run.answer(pushed, [&] {
            const auto& answer = as_object(pushed);
            print_diagnostics(array_at(answer, "diagnostics"), options.file, run.term.err);
            const auto version = text_at(answer, "version");
            if (options.dry_run)
                run.term.out << "fine; nothing was stored (--dry-run)\n";
            else if (flag_at(answer, "unchanged"))
                run.term.out << "unchanged: version " << version << " is this very ruleset\n";
            else
                run.term.out << "version " << version << " is active on " << one_line(options.site)
                             << "; every server has it within a second\n";
        });
    } catch (const refusal& e) {
        print_diagnostics(array_at(e.problem(), "diagnostics"), options.file, run.term.err);
        throw;
    }
    return exit_code::ok;
}

exit_code ended(int code) {
    return code == 0 ? exit_code::ok : exit_code::refused;
}

exit_code check_rules(const invocation& run, const rules_options& options) {
    return ended(rules_check(options.files, run.json, run.term.out, run.term.err));
}

exit_code test_rules(const invocation& run, const rules_options& options) {
    return ended(rules_test(options.files, run.json, run.term.out, run.term.err));
}

exit_code explain_rules(const invocation& run, const rules_options& options) {
    std::ostringstream told;
    const int code = rules_explain(options.file, options.comment, run.json, told, run.term.err);
    // It repeats the text, which may be a stranger's.
    run.term.out << (run.json ? safe_json(told.str()) : block(told.str(), 0));
    return ended(code);
}

/// One row: the active ruleset of a site, or none.
void add_active(table& shown, const server_api& server, const boost::json::object& site,
                boost::json::array& all, domain::timestamp now) {
    const auto name = text_at(site, "name");
    try {
        auto active = server.get("/sites/" + encoded(name) + "/ruleset");
        const auto& ruleset = as_object(active);
        // The source is compiled here only to count its rules: they were tried when they were pushed.
        const auto compiled = rules::ruleset::compile(text_at(ruleset, "source"), {.run_examples = false});
        shown.add({one_line(name), text_at(ruleset, "version"),
                   compiled.rules ? one_line(compiled.rules->name()) : "(made for another version of Greffe)",
                   compiled.rules ? std::to_string(compiled.rules->size()) : "?",
                   short_time(text_at(ruleset, "pushed_at"), now), one_line(text_at(ruleset, "note"))});
        active.as_object()["site"] = text_at(site, "id");
        active.as_object()["site_name"] = name;
        all.push_back(std::move(active));
    } catch (const refusal& e) {
        if (text_at(e.problem(), "code") != "not_found") throw;
        shown.add({one_line(name), "-", "(none: everything is published)", "0", "-", ""});
    }
}

exit_code list_rules(const invocation& run, const rules_options& options) {
    const auto server = run.server();
    table shown({{"SITE"}, {"VERSION", true}, {"RULESET"}, {"RULES", true}, {"PUSHED"}, {"NOTE"}});
    boost::json::array all;
    if (!options.site.empty()) {
        add_active(shown, server, as_object(server.get("/sites/" + encoded(options.site))), all,
                   run.term.now);
    } else {
        const auto sites = server.get("/sites");
        for (const auto& site : array_at(as_object(sites), "items"))
            add_active(shown, server, as_object(site), all, run.term.now);
    }
    run.answer({{"items", std::move(all)}}, [&] { shown.print(run.term); });
    return exit_code::ok;
}

exit_code show_history(const invocation& run, const rules_options& options) {
    const auto history = run.server().get("/sites/" + encoded(options.site) + "/ruleset/history");
    run.answer(history, [&] {
        table shown({{"VERSION", true}, {"ACTIVE"}, {"PUSHED"}, {"BY"}, {"NOTE"}});
        for (const auto& item : array_at(as_object(history), "items")) {
            const auto& version = as_object(item);
            shown.add({text_at(version, "version"), flag_at(version, "active") ? "active" : "-",
                       short_time(text_at(version, "pushed_at"), run.term.now), text_at(version, "pushed_by"),
                       one_line(text_at(version, "note"))});
        }
        shown.print(run.term);
    });
    return exit_code::ok;
}

} // namespace

void add_rules(CLI::App& app, invocation& run) {
    auto* rules = app.add_subcommand("rules", "Rulesets: try them here, push them to a site");
    rules->require_subcommand(1);
    auto options = std::make_shared<rules_options>();
    const auto sub = [&](const char* name, const char* what, auto&& does) {
        auto* made = rules->add_subcommand(name, what);
        made->callback(
            [&run, options, does] { run.chosen = [&run, options, does] { return does(run, *options); }; });
        return made;
    };

    sub("check", "Would a server take these files? Runs their examples too", check_rules)
        ->add_option("FILE", options->files, "Rulesets, YAML")
        ->required();
    sub("test", "Run every example of these files and of the packs they use", test_rules)
        ->add_option("FILE", options->files, "Rulesets, YAML")
        ->required();

    auto* explain = sub("explain", "What a ruleset says about a text, and why", explain_rules);
    explain->add_option("FILE", options->file, "The ruleset, YAML")->required();
    explain->add_option("--text", options->comment.text, "What the reader wrote")->required();
    explain->add_option("--name", options->comment.name, "The author's name");
    explain->add_option("--title", options->comment.title, "The article's title");
    explain->add_option("--section", options->comment.section, "The article's section");
    explain->add_option("--tag", options->comment.tags, "A tag of the article; may be given again");

    auto* push = sub("push", "Check a ruleset on the server, then make it the site's active one", push_rules);
    push->add_option("FILE", options->file, "The ruleset, YAML")->required();
    push->add_option("--site", options->site, "The site")->required();
    push->add_flag("--dry-run", options->dry_run, "Check only");
    push->add_option("--note", options->note, "Why it changes");

    auto* list = sub("list", "The active rulesets", list_rules);
    list->add_option("--site", options->site, "Only this site");

    auto* history = sub("history", "Every version that was pushed, newest first", show_history);
    history->add_option("--site", options->site, "The site")->required();
}

} // namespace greffe::cli
