// greffe case open COMMENT | claim [N] | show ID | decide ID ACTION --reason R | release ID | renew ID |
// escalate ID
#include "admin-cli/commands/case_page.hpp"
#include "admin-cli/commands/case_table.hpp"
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/json_fields.hpp"
#include "admin-cli/terminal_text.hpp"
#include "server/domain/case_state.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace greffe::cli {

namespace {

struct case_options {
    std::string id;
    std::string action;
    std::string reason;
    std::string note;
    std::string policy;
    std::string site;
    int count = 1;
    std::int64_t version = 0;
};

std::vector<std::string> action_names() {
    std::vector<std::string> names;
    for (const auto action : domain::all_decision_actions) names.emplace_back(domain::to_string(action));
    return names;
}

/// A case has its comment's id, so a comment's natural key names it too.
std::string case_id(const server_api& server, const std::string& text) {
    const auto name = named(text, "ID");
    if (const auto* id = std::get_if<domain::uuid>(&name)) return id->to_string();
    return server.locate_comment(name).id;
}

void print_state(const boost::json::object& stands, const terminal& to) {
    to.out << "case " << text_at(stands, "id") << " is " << to.status(text_at(stands, "state"))
           << ", version " << text_at(stands, "version");
    if (const auto until = text_at(stands, "leased_until"); !until.empty())
        to.out << ", yours until " << short_time(until, to.now);
    to.out << '\n';
}

exit_code open_case(const invocation& run, const case_options& options) {
    const auto name = named(options.id, "COMMENT");
    const auto server = run.server();
    const auto* natural = std::get_if<natural_key>(&name);
    const location at =
        natural ? location{natural->site, natural->external_id, {}} : server.locate_comment(name);
    const auto opened =
        server.post("/sites/" + encoded(at.site) + "/comments/" + encoded(at.external_id) + "/case",
                    {{"reason", options.reason}});
    run.answer(opened, [&] { print_state(as_object(opened), run.term); });
    return exit_code::ok;
}

exit_code claim_cases(const invocation& run, const case_options& options) {
    boost::json::object asked{{"count", options.count}};
    if (!options.site.empty()) asked["site"] = options.site;
    const auto claimed = run.server().post("/cases/claim", asked, new_idempotency_key());
    run.answer(claimed, [&] {
        const auto& cases = array_at(as_object(claimed), "cases");
        print_cases(cases, run.term);
        if (!cases.empty())
            run.term.out << "yours until "
                         << short_time(text_at(as_object(claimed), "leased_until"), run.term.now)
                         << "; look at one: greffe case show " << text_at(as_object(cases.front()), "id")
                         << '\n';
    });
    return exit_code::ok;
}

exit_code show_case(const invocation& run, const case_options& options) {
    const auto server = run.server();
    const auto found = server.get("/cases/" + case_id(server, options.id));
    run.answer(found, [&] { print_case_page(as_object(found), run.term); });
    return exit_code::ok;
}

exit_code decide_case(const invocation& run, const case_options& options) {
    const auto server = run.server();
    const auto id = case_id(server, options.id);
    auto version = options.version;
    if (version == 0) {
        const auto stands = server.get("/cases/" + id);
        version = number_at(object_at(as_object(stands), "case"), "version");
        run.term.err << "deciding on version " << version << ", the newest\n";
    }
    boost::json::object decision{
        {"action", options.action}, {"reason", options.reason}, {"version", version}};
    if (!options.note.empty()) decision["note"] = options.note;
    if (!options.policy.empty()) decision["policy"] = options.policy;
    const auto decided = server.post("/cases/" + id + "/decisions", decision, new_idempotency_key());
    run.answer(decided, [&] {
        const auto& answer = as_object(decided);
        run.term.out << text_at(answer, "action") << ": the comment is "
                     << run.term.status(text_at(answer, "status")) << ", its case "
                     << run.term.status(text_at(answer, "state")) << " (version "
                     << text_at(answer, "version") << ", decision " << text_at(answer, "id") << ")\n";
    });
    return exit_code::ok;
}

exit_code change_case(const invocation& run, const case_options& options, const std::string& how,
                      const boost::json::object& body) {
    const auto server = run.server();
    const auto stands = server.post("/cases/" + case_id(server, options.id) + "/" + how, body);
    run.answer(stands, [&] { print_state(as_object(stands), run.term); });
    return exit_code::ok;
}

} // namespace

void add_case(CLI::App& app, invocation& run) {
    auto* cases = app.add_subcommand("case", "One comment's case: open, claim, look, decide");
    cases->require_subcommand(1);
    auto options = std::make_shared<case_options>();
    const auto sub = [&](const char* name, const char* what, auto&& does) {
        auto* made = cases->add_subcommand(name, what);
        made->callback(
            [&run, options, does] { run.chosen = [&run, options, does] { return does(run, *options); }; });
        return made;
    };
    const auto add_id = [&](CLI::App* to) {
        to->add_option("ID", options->id, "The case's (its comment's) id, or SITE/external_id of the comment")
            ->required();
    };

    auto* open = sub("open", "Open a case by hand: a phone call, an order", open_case);
    open->add_option("COMMENT", options->id, "Id, or SITE/external_id")->required();
    open->add_option("--reason", options->reason, "A short code of the site")->default_str("by-hand");
    open->preparse_callback([options](std::size_t) { options->reason = "by-hand"; });

    auto* claim =
        sub("claim", "Lease the next cases to yourself; nobody else gets them meanwhile", claim_cases);
    claim->add_option("N", options->count, "How many")->check(CLI::Range(1, 50))->capture_default_str();
    claim->add_option("--site", options->site, "Only this site");

    add_id(sub("show", "All that a moderator needs on one page", show_case));

    auto* decide = sub("decide", "Decide a case", decide_case);
    add_id(decide);
    decide->add_option("ACTION", options->action, "What happens to the comment")
        ->required()
        ->check(CLI::IsMember(action_names()));
    decide->add_option("--reason", options->reason, "A short code of the site, such as charte-3")->required();
    decide->add_option("--note", options->note, "For those who look at it later");
    decide->add_option("--policy", options->policy, "The policy that applies");
    decide->add_option("--version", options->version, "The version you saw; else the newest, which is said")
        ->check(CLI::PositiveNumber);

    add_id(sub("release", "Give a case back before its lease runs out",
               [](const auto& r, const auto& o) { return change_case(r, o, "release", {}); }));
    add_id(sub("renew", "Hold a case for another lease",
               [](const auto& r, const auto& o) { return change_case(r, o, "renew", {}); }));
    auto* escalate = sub("escalate", "Hand a case to a supervisor", [](const auto& r, const auto& o) {
        return change_case(r, o, "escalate", {{"reason", o.reason}});
    });
    add_id(escalate);
    escalate->add_option("--reason", options->reason, "A short code of the site")->required();
}

} // namespace greffe::cli
