// greffe rules check|test|explain, offline; the others in files of their own
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/commands/rules_check.hpp"
#include "admin-cli/commands/rules_explain.hpp"
#include "admin-cli/commands/rules_test.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/terminal_text.hpp"

#include <CLI/CLI.hpp>

#include <ostream>
#include <sstream>

namespace greffe::cli {

namespace {

struct rules_options {
    std::string file;
    std::vector<std::filesystem::path> files;
    explained_comment comment;
};

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
    explain->add_option(
        "--facts", options->comment.facts,
        "Facts as an example of a rule writes them: '{author: {age: 2d}, rate: {author: 6}}'");
    explain->add_option("--tag", options->comment.tags, "A tag of the article; may be given again");

    add_rules_push(*rules, run);
    add_rules_list(*rules, run);
    add_rules_stats(*rules, run);
    add_rules_backtest(*rules, run);
}

} // namespace greffe::cli
