// greffe key create --role ROLE [--site S] [--label L] | list | revoke ID
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/json_fields.hpp"
#include "admin-cli/table.hpp"
#include "admin-cli/terminal_text.hpp"
#include "server/domain/role.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace greffe::cli {

namespace {

struct key_options {
    std::string role;
    std::string site;
    std::string label;
    std::string id;
};

std::vector<std::string> role_names() {
    std::vector<std::string> names;
    for (const auto role : domain::all_roles) names.emplace_back(domain::to_string(role));
    return names;
}

exit_code create_key(const invocation& run, const key_options& options) {
    boost::json::object asked{{"role", options.role}, {"label", options.label}};
    if (!options.site.empty()) asked["site"] = options.site;
    const auto made = run.server().post("/keys", asked);
    run.answer(made, [&] {
        // Only the token on standard output, so that GREFFE_KEY=$(greffe key create …) works.
        run.term.err << "key " << text_at(as_object(made), "id") << " (" << options.role
                     << (options.site.empty() ? "" : " of " + one_line(options.site))
                     << "); it is shown this once, keep it:\n";
        run.term.out << text_at(as_object(made), "token") << '\n';
    });
    return exit_code::ok;
}

exit_code list_keys(const invocation& run) {
    const auto keys = run.server().get("/keys");
    run.answer(keys, [&] {
        table shown({{"ID"}, {"ROLE"}, {"SITE"}, {"CREATED"}, {"REVOKED"}, {"LABEL"}});
        for (const auto& item : array_at(as_object(keys), "items")) {
            const auto& key = as_object(item);
            const auto site = text_at(key, "site");
            const auto revoked = text_at(key, "revoked_at");
            shown.add({text_at(key, "id"), text_at(key, "role"), site.empty() ? "all" : one_line(site),
                       short_time(text_at(key, "created_at"), run.term.now),
                       revoked.empty() ? "-" : short_time(revoked, run.term.now),
                       one_line(text_at(key, "label"))});
        }
        shown.print(run.term);
    });
    return exit_code::ok;
}

exit_code revoke_key(const invocation& run, const std::string& id) {
    run.server().remove("/keys/" + encoded(id));
    run.answer(nullptr, [&] { run.term.out << "key " << one_line(id) << " revoked\n"; });
    return exit_code::ok;
}

} // namespace

void add_key(CLI::App& app, invocation& run) {
    auto* key = app.add_subcommand("key", "API keys and their roles");
    key->require_subcommand(1);
    auto options = std::make_shared<key_options>();

    auto* create = key->add_subcommand("create", "Issue a key; prints its token, the only time it is shown");
    create->add_option("--role", options->role, "What the key may do")
        ->required()
        ->check(CLI::IsMember(role_names()));
    create->add_option("--site", options->site, "The one site it sees; a publisher and a reporter need one");
    create->add_option("--label", options->label, "Who or what holds it, for people");
    create->callback([&run, options] { run.chosen = [&run, options] { return create_key(run, *options); }; });

    auto* list = key->add_subcommand("list", "Keys, without their tokens");
    list->callback([&run] { run.chosen = [&run] { return list_keys(run); }; });

    auto* revoke = key->add_subcommand("revoke", "End a key within a second");
    revoke->add_option("ID", options->id, "As `greffe key list` shows it")->required();
    revoke->callback(
        [&run, options] { run.chosen = [&run, options] { return revoke_key(run, options->id); }; });
}

} // namespace greffe::cli
