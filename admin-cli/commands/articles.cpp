// greffe articles --site S
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/json_fields.hpp"
#include "admin-cli/table.hpp"
#include "admin-cli/terminal_text.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace greffe::cli {

namespace {

struct articles_options {
    std::string site;
    int limit = 50;
    std::string cursor;
};

exit_code list_articles(const invocation& run, const articles_options& options) {
    std::string path = "/sites/" + encoded(options.site) + "/articles?limit=" + std::to_string(options.limit);
    if (!options.cursor.empty()) path += "&cursor=" + encoded(options.cursor);
    const auto page = run.server().get(path);
    run.answer(page, [&] {
        table shown({{"ARTICLE"}, {"PUBLISHED"}, {"COMMENTS", true}, {"SHOWN", true}, {"TITLE"}});
        for (const auto& item : array_at(as_object(page), "items")) {
            const auto& article = as_object(item);
            const auto& content = object_at(article, "content");
            shown.add({one_line(options.site + "/" + text_at(article, "external_id")),
                       short_time(text_at(content, "published_at"), run.term.now),
                       text_at(article, "comment_count"), text_at(article, "published_count"),
                       one_line(text_at(content, "title"))});
        }
        shown.print(run.term);
        if (const auto next = text_at(as_object(page), "next"); !next.empty())
            run.term.out << "more: --cursor " << one_line(next) << '\n';
    });
    return exit_code::ok;
}

} // namespace

void add_articles(CLI::App& app, invocation& run) {
    auto* articles = app.add_subcommand("articles", "A site's articles, newest first");
    auto options = std::make_shared<articles_options>();
    articles->add_option("--site", options->site, "The site")->required();
    articles->add_option("--limit", options->limit, "Items on a page")->check(CLI::Range(1, 200));
    articles->add_option("--cursor", options->cursor, "From the page before");
    articles->callback(
        [&run, options] { run.chosen = [&run, options] { return list_articles(run, *options); }; });
}

} // namespace greffe::cli
