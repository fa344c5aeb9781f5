// greffe rules list [--site S], history --site S, show --site S [--version N]
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/json_fields.hpp"
#include "admin-cli/table.hpp"
#include "admin-cli/terminal_text.hpp"
#include "rules/engine/ruleset.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <ostream>

namespace greffe::cli {

namespace {

constexpr std::size_t digest_shown = 12;

struct list_options {
    std::string site;
    std::string version;
};

std::string ruleset_of(const list_options& options) {
    return "/sites/" + encoded(options.site) + "/ruleset";
}

/// Compiled as the server does: with the packs that it was pushed with. Its examples were run then.
rules::compiled compile_stored(const boost::json::object& ruleset, const std::string& zone) {
    rules::pack_texts packs;
    for (const auto& pack : array_at(ruleset, "packs"))
        packs.emplace(text_at(as_object(pack), "name"), text_at(as_object(pack), "source"));
    return rules::ruleset::compile(
        text_at(ruleset, "source"),
        {.zone = zone, .run_examples = false, .packs = ruleset.contains("packs") ? &packs : nullptr});
}

struct site_rules {
    rules::compiled compiled;
    boost::json::value ruleset;
};

/// One row: the active ruleset of a site, or none.
std::optional<site_rules> add_active(table& shown, const server_api& server, const boost::json::object& site,
                                     domain::timestamp now) {
    const auto name = text_at(site, "name");
    try {
        auto active = server.get("/sites/" + encoded(name) + "/ruleset");
        const auto& ruleset = as_object(active);
        const auto zone = text_at(site, "time_zone");
        auto compiled = compile_stored(ruleset, zone.empty() ? rules::compile_options{}.zone : zone);
        shown.add({one_line(name), text_at(ruleset, "version"),
                   compiled.rules ? one_line(compiled.rules->name()) : "(made for another version of Greffe)",
                   compiled.rules ? std::to_string(compiled.rules->size()) : "?",
                   short_time(text_at(ruleset, "pushed_at"), now), one_line(text_at(ruleset, "note"))});
        active.as_object()["site"] = text_at(site, "id");
        active.as_object()["site_name"] = name;
        return site_rules{std::move(compiled), std::move(active)};
    } catch (const refusal& e) {
        if (text_at(e.problem(), "code") != "not_found") throw;
        shown.add({one_line(name), "-", "(none: everything is published)", "0", "-", ""});
        return std::nullopt;
    }
}

std::string does(const rules::rule_summary& rule) {
    if (rule.target == rules::rule_target::report) return "(of reports)";
    return std::string(to_string(rule.does));
}

std::string until(const rules::rule_summary& rule, domain::timestamp now) {
    if (!rule.expires) return "-";
    const auto told = short_time(domain::to_rfc3339(*rule.expires), now);
    return *rule.expires <= now ? told + ", over" : told;
}

void print_rules(const site_rules& site, const terminal& to) {
    if (!site.compiled.rules) return;
    table shown({{"RULE"}, {"MODE"}, {"DOES"}, {"SCORE", true}, {"A DAY", true}, {"UNTIL"}});
    for (const auto& rule : site.compiled.rules->rules())
        shown.add({one_line(rule.id), std::string(to_string(rule.mode)), does(rule),
                   std::to_string(rule.score), rule.daily_cap ? std::to_string(*rule.daily_cap) : "-",
                   until(rule, to.now)});
    to.out << '\n';
    shown.print(to);
    for (const auto& pack : array_at(as_object(site.ruleset), "packs"))
        to.out << "pack " << one_line(text_at(as_object(pack), "name")) << ", edition "
               << one_line(text_at(as_object(pack), "digest")).substr(0, digest_shown) << '\n';
}

exit_code list_rules(const invocation& run, const list_options& options) {
    const auto server = run.server();
    table shown({{"SITE"}, {"VERSION", true}, {"RULESET"}, {"RULES", true}, {"PUSHED"}, {"NOTE"}});
    boost::json::array all;
    std::optional<site_rules> one;
    const auto add = [&](const boost::json::object& site) {
        one = add_active(shown, server, site, run.term.now);
        if (one) all.push_back(one->ruleset);
    };
    if (!options.site.empty()) {
        add(as_object(server.get("/sites/" + encoded(options.site))));
    } else {
        const auto sites = server.get("/sites");
        for (const auto& site : array_at(as_object(sites), "items")) add(as_object(site));
    }
    run.answer({{"items", std::move(all)}}, [&] {
        shown.print(run.term);
        if (!options.site.empty() && one) print_rules(*one, run.term);
    });
    return exit_code::ok;
}

/// The label of a key, or the beginning of its id.
std::string name_of(const std::string& label, const std::string& id) {
    return label.empty() ? id.substr(0, 8) : one_line(label);
}

std::string note_of(const boost::json::object& version) {
    const auto restores = text_at(version, "restores");
    const auto note = one_line(text_at(version, "note"));
    if (restores.empty()) return note;
    return "back to version " + restores + (note.empty() ? "" : ": " + note);
}

exit_code show_history(const invocation& run, const list_options& options) {
    const auto history = run.server().get(ruleset_of(options) + "/history");
    run.answer(history, [&] {
        const auto dress = [&](const std::string& state) { return run.term.status(state); };
        table shown(
            {{"VERSION", true}, {"STATE", false, dress}, {"PUSHED"}, {"BY"}, {"APPROVED BY"}, {"NOTE"}});
        std::string waiting;
        for (const auto& item : array_at(as_object(history), "items")) {
            const auto& version = as_object(item);
            const auto& approved = object_at(version, "approved");
            const auto state = text_at(version, "state");
            if (state == "waiting") waiting = text_at(version, "version");
            shown.add(
                {text_at(version, "version"), one_line(state),
                 short_time(text_at(version, "pushed_at"), run.term.now),
                 name_of(text_at(version, "author"), text_at(version, "pushed_by")),
                 approved.empty() ? "-" : name_of(text_at(approved, "approver"), text_at(approved, "by")),
                 note_of(version)});
        }
        shown.print(run.term);
        if (!waiting.empty())
            run.term.out << "version " << waiting
                         << " waits for a second person: greffe rules diff --version " << waiting
                         << " --site " << one_line(options.site) << ", then greffe rules approve " << waiting
                         << " --site " << one_line(options.site) << '\n';
    });
    return exit_code::ok;
}

exit_code show_source(const invocation& run, const list_options& options) {
    const auto kept = run.server().get(
        ruleset_of(options) + (options.version.empty() ? "" : "?version=" + encoded(options.version)));
    run.answer(kept, [&] {
        const auto source = text_at(as_object(kept), "source");
        run.term.out << block(source, 0) << (source.ends_with('\n') ? "" : "\n");
    });
    return exit_code::ok;
}

} // namespace

void add_rules_list(CLI::App& rules, invocation& run) {
    auto options = std::make_shared<list_options>();
    const auto sub = [&](const char* name, const char* what, auto&& does) {
        auto* made = rules.add_subcommand(name, what);
        made->callback(
            [&run, options, does] { run.chosen = [&run, options, does] { return does(run, *options); }; });
        return made;
    };
    sub("list", "The active rulesets; of one site with its rules", list_rules)
        ->add_option("--site", options->site, "Only this site");
    sub("history", "Every version that was pushed, newest first, and where it stands", show_history)
        ->add_option("--site", options->site, "The site")
        ->required();
    auto* show = sub("show", "The YAML of the active ruleset, or of a version", show_source);
    show->add_option("--site", options->site, "The site")->required();
    show->add_option("--version", options->version, "Its number")->check(CLI::PositiveNumber);
}

} // namespace greffe::cli
