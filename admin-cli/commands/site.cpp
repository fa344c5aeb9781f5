// greffe site create NAME | list
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/json_fields.hpp"
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

exit_code list_sites(const invocation& run) {
    const auto sites = run.server().get("/sites");
    run.answer(sites, [&] {
        table shown({{"SITE"}, {"CREATED"}, {"ID"}});
        for (const auto& item : array_at(as_object(sites), "items")) {
            const auto& site = as_object(item);
            shown.add({one_line(text_at(site, "name")), short_time(text_at(site, "created_at"), run.term.now),
                       text_at(site, "id")});
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

    auto* list = site->add_subcommand("list", "The sites that the key may see");
    list->callback([&run] { run.chosen = [&run] { return list_sites(run); }; });
}

} // namespace greffe::cli
