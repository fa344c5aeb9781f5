// greffe queue [--site S]
#include "admin-cli/commands/case_table.hpp"
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/json_fields.hpp"
#include "admin-cli/terminal_text.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace greffe::cli {

namespace {

struct queue_options {
    std::string site;
    int limit = 50;
    std::string cursor;
};

exit_code show_queue(const invocation& run, const queue_options& options) {
    std::string path = "/queue?limit=" + std::to_string(options.limit);
    if (!options.site.empty()) path += "&site=" + encoded(options.site);
    if (!options.cursor.empty()) path += "&cursor=" + encoded(options.cursor);
    const auto page = run.server().get(path);
    run.answer(page, [&] {
        print_cases(array_at(as_object(page), "items"), run.term);
        if (const auto next = text_at(as_object(page), "next"); !next.empty())
            run.term.out << "more: --cursor " << one_line(next) << '\n';
    });
    return exit_code::ok;
}

} // namespace

void add_queue(CLI::App& app, invocation& run) {
    auto* queue =
        app.add_subcommand("queue", "Cases that wait for a decision: by priority, then oldest first");
    auto options = std::make_shared<queue_options>();
    queue->add_option("--site", options->site, "Only this site");
    queue->add_option("--limit", options->limit, "Items on a page")->check(CLI::Range(1, 200));
    queue->add_option("--cursor", options->cursor, "From the page before");
    queue->callback([&run, options] { run.chosen = [&run, options] { return show_queue(run, *options); }; });
}

} // namespace greffe::cli
