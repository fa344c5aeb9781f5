// greffe report COMMENT --reason R [--text T] [--reporter ID]
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/json_fields.hpp"
#include "admin-cli/terminal_text.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace greffe::cli {

namespace {

struct report_options {
    std::string comment;
    std::string reason;
    std::string text;
    std::string reporter;
};

exit_code report_comment(const invocation& run, const report_options& options) {
    const auto name = named(options.comment, "COMMENT");
    const auto server = run.server();
    const auto* natural = std::get_if<natural_key>(&name);
    const location at =
        natural ? location{natural->site, natural->external_id, {}} : server.locate_comment(name);
    boost::json::object report{{"reason", options.reason}};
    if (!options.text.empty()) report["text"] = options.text;
    if (!options.reporter.empty()) report["reporter"] = options.reporter;
    const auto answer =
        server.post("/sites/" + encoded(at.site) + "/comments/" + encoded(at.external_id) + "/reports",
                    report, new_idempotency_key());
    run.answer(answer, [&] {
        const auto& taken = as_object(answer);
        run.term.out << (flag_at(taken, "duplicate") ? "this reader had reported it already, receipt "
                                                     : "reported, receipt ")
                     << text_at(taken, "receipt") << '\n';
    });
    return exit_code::ok;
}

} // namespace

void add_report(CLI::App& app, invocation& run) {
    auto* report = app.add_subcommand("report", "Report a comment, as a reader does");
    auto options = std::make_shared<report_options>();
    report->add_option("COMMENT", options->comment, "Id, or SITE/external_id")->required();
    report->add_option("--reason", options->reason, "A short code of the site, such as insulte or spam")
        ->required();
    report->add_option("--text", options->text, "What the reader says about it");
    report->add_option("--reporter", options->reporter,
                       "The reader's id at the site; one report a reader and revision");
    report->callback(
        [&run, options] { run.chosen = [&run, options] { return report_comment(run, *options); }; });
}

} // namespace greffe::cli
