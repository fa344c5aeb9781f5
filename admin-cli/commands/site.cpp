// greffe site create NAME | list | set NAME key=value…
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/json_fields.hpp"
#include "admin-cli/setting_arguments.hpp"
#include "admin-cli/table.hpp"
#include "admin-cli/terminal_text.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace greffe::cli {

namespace {

exit_code create_site(const invocation& run, const std::string& name) {
    const auto made = run.server().post("/sites", {{"name", name}});
    run.answer(made, [&] {
        run.term.out << "site " << one_line(text_at(as_object(made), "name")) << " created ("
                     << text_at(as_object(made), "id") << ")\n";
    });
    return exit_code::ok;
}

std::string joined(const std::vector<std::string>& settings) {
    std::string all;
    for (const auto& setting : settings) all += (all.empty() ? "" : " ") + setting;
    return all;
}

exit_code set_settings(const invocation& run, const std::string& name,
                       const std::vector<std::string>& arguments) {
    const auto changed = run.server().patch("/sites/" + encoded(name), settings_from(arguments));
    run.answer(changed, [&] {
        for (const auto& setting : settings_of(as_object(changed))) run.term.out << setting << '\n';
    });
    return exit_code::ok;
}

exit_code list_sites(const invocation& run) {
    const auto sites = run.server().get("/sites");
    run.answer(sites, [&] {
        table shown({{"SITE"}, {"CREATED"}, {"ID"}, {"SETTINGS"}});
        for (const auto& item : array_at(as_object(sites), "items")) {
            const auto& site = as_object(item);
            shown.add({one_line(text_at(site, "name")), short_time(text_at(site, "created_at"), run.term.now),
                       text_at(site, "id"), joined(settings_of(site))});
        }
        shown.print(run.term);
    });
    return exit_code::ok;
}

} // namespace

void add_site(CLI::App& app, invocation& run) {
    auto* site = app.add_subcommand("site", "Sites: the publishers whose comments are kept here");
    site->require_subcommand(1);

    auto* create = site->add_subcommand("create", "Create a site");
    auto name = std::make_shared<std::string>();
    create->add_option("NAME", *name, "1 to 64 of a-z 0-9 - . _")->required();
    create->callback([&run, name] { run.chosen = [&run, name] { return create_site(run, *name); }; });

    auto* set = site->add_subcommand("set", "Change settings of a site; an empty value takes one back");
    auto settings = std::make_shared<std::vector<std::string>>();
    set->add_option("NAME", *name, "The site")->required();
    set->add_option(
           "SETTING", *settings,
           "time_zone, held_edits, rules.approval, reports.hide_weight, limits.body_characters, "
           "limits.name_characters; mode and "
           "mode.SCOPE.TARGET: post, pre or closed, then @TIME, then ,deadline=2h,at_deadline=publish")
        ->type_name("KEY=VALUE")
        ->required();
    set->callback([&run, name, settings] {
        run.chosen = [&run, name, settings] { return set_settings(run, *name, *settings); };
    });

    auto* list = site->add_subcommand("list", "The sites that the key may see");
    list->callback([&run] { run.chosen = [&run] { return list_sites(run); }; });
}

} // namespace greffe::cli
