// greffe thread ARTICLE: what the public may see, roots in order, replies below them.
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/json_fields.hpp"
#include "admin-cli/terminal_text.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace greffe::cli {

namespace {

struct thread_options {
    std::string article;
    int limit = 200;
    std::string cursor;
};

void print_comment(const boost::json::object& comment, const terminal& to) {
    const bool reply = !text_at(comment, "parent").empty();
    const std::size_t indent = reply ? 4 : 0;
    to.out << '\n' << std::string(indent, ' ');
    if (flag_at(comment, "tombstone")) {
        to.out << to.painted(paint::dim, "(not shown)  " + one_line(text_at(comment, "external_id"))) << '\n';
        return;
    }
    const auto name = text_at(comment, "author_name");
    to.out << to.painted(paint::bold, name.empty() ? "(no name)" : one_line(name)) << "  "
           << to.painted(paint::dim, short_time(text_at(comment, "posted_at"), to.now) + "  " +
                                         one_line(text_at(comment, "external_id")) +
                                         (flag_at(comment, "edited") ? "  edited" : ""))
           << '\n'
           << std::string(indent, ' ') << block(text_at(comment, "body"), indent) << '\n';
}

exit_code show_thread(const invocation& run, const thread_options& options) {
    const auto name = named(options.article, "ARTICLE");
    const auto server = run.server();
    const auto* natural = std::get_if<natural_key>(&name);
    const location at =
        natural ? location{natural->site, natural->external_id, {}} : server.locate_article(name);
    const std::string path = "/sites/" + encoded(at.site) + "/articles/" + encoded(at.external_id) +
                             "/thread?limit=" + std::to_string(options.limit);
    std::string cursor = options.cursor;
    for (bool first = true;; first = false) {
        const auto page = server.get(cursor.empty() ? path : path + "&cursor=" + encoded(cursor));
        const auto& thread = as_object(page);
        run.answer(page, [&] {
            if (first) run.term.out << text_at(thread, "published_count") << " published\n";
            for (const auto& comment : array_at(thread, "comments"))
                print_comment(as_object(comment), run.term);
        });
        cursor = text_at(thread, "next");
        if (cursor.empty() || run.json) return exit_code::ok;
    }
}

} // namespace

void add_thread(CLI::App& app, invocation& run) {
    auto* thread = app.add_subcommand("thread", "An article's comments as the public sees them");
    auto options = std::make_shared<thread_options>();
    thread->add_option("ARTICLE", options->article, "Id, or SITE/external_id")->required();
    thread->add_option("--limit", options->limit, "Comments a page (with --json, one page is printed)")
        ->check(CLI::Range(1, 200));
    thread->add_option("--cursor", options->cursor, "From the page before");
    thread->callback(
        [&run, options] { run.chosen = [&run, options] { return show_thread(run, *options); }; });
}

} // namespace greffe::cli
