// greffe import page FILE --site S [--article-url U] [--captured-at T]: a captured article page, as history.
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/import_results.hpp"
#include "admin-cli/importers/article_page.hpp"
#include "admin-cli/importers/capture_time.hpp"
#include "admin-cli/input_file.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/json_fields.hpp"
#include "admin-cli/terminal_text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <ostream>
#include <sstream>

namespace greffe::cli {

namespace {

constexpr std::size_t largest_page = 16 << 20;
constexpr std::size_t largest_line = 16 << 20; // the server's bound: a line above it would fail alone
constexpr std::chrono::minutes page_silence{2};

struct page_command_options {
    std::string file;
    std::string site;
    std::string article_url;
    std::string captured_at;
    importers::page_options reading;
};

importers::captured_page read(const page_command_options& options) {
    auto how = options.reading;
    if (!options.article_url.empty()) how.article_url = options.article_url;
    if (!options.captured_at.empty() && !importers::read_capture_time(options.captured_at, how))
        throw failure(exit_code::usage,
                      "--captured-at: a day, or a time with its offset, is expected, such as "
                      "2026-01-29 or 2026-01-29T08:00:00+01:00");
    input_file file(options.file);
    const auto bytes = file.whole(largest_page);
    auto read = importers::read_page(bytes, how);
    if (const auto* refused = std::get_if<importers::page_error>(&read)) {
        std::string told = one_line(options.file);
        if (refused->line > 0) told += ":" + std::to_string(refused->line);
        told += ": " + one_line(refused->message);
        if (!refused->hint.empty()) told += "\n  next: " + one_line(refused->hint);
        throw failure(exit_code::refused, told + "\n  nothing was imported");
    }
    return std::get<importers::captured_page>(std::move(read));
}

/// The lines of the import. A page of which a part would be too large is refused as a whole.
std::vector<std::string> lines_of(const importers::captured_page& page, const std::string& file) {
    auto lines = importers::to_import_lines(page);
    if (std::ranges::any_of(lines, [](const auto& line) { return line.size() >= largest_line; }))
        throw failure(exit_code::refused,
                      one_line(file) +
                          ": the page is too large: with its bytes encoded, a line of the import "
                          "would be longer than the 16 MiB that the server takes\n  next: save it "
                          "without what is embedded in it (images, scripts)\n  nothing was imported");
    return lines;
}

exit_code import_page(const invocation& run, const page_command_options& options) {
    const auto page = read(options);
    const auto lines = lines_of(page, options.file);
    std::ostringstream description;
    importers::describe(page, description);
    if (!run.json)
        run.term.out << block(description.str(), 0) << (description.str().ends_with('\n') ? "" : "\n");

    std::size_t sent = 0;
    const auto next = [&](const std::function<bool()>&) {
        return sent < lines.size() ? lines[sent++] + "\n" : std::string();
    };
    import_results results(run.term, run.json);
    results.on_result([&](const boost::json::object& result) {
        if (run.json || text_at(result, "type") == "comment" || result.contains("error")) return;
        run.term.out << one_line(text_at(result, "type")) << " " << one_line(options.site) << "/"
                     << one_line(text_at(result, "external_id")) << ": "
                     << one_line(text_at(result, "effect")) << '\n';
    });
    run.server().stream(
        "POST", "/sites/" + encoded(options.site) + "/import?screen=history", "application/x-ndjson",
        [&](std::string_view piece) { results.feed(piece); }, next, page_silence);
    (run.json ? run.term.err : run.term.out) << results.summary() << '\n';
    if (results.total() != static_cast<std::int64_t>(lines.size()))
        throw failure(exit_code::unreachable,
                      "the server answered " + std::to_string(results.total()) + " of " +
                          std::to_string(lines.size()) +
                          " lines; run it again: what is there already stays unchanged");
    return results.failed() > 0 ? exit_code::refused : exit_code::ok;
}

} // namespace

void add_import_page(CLI::App& import, invocation& run) {
    auto* page =
        import.add_subcommand("page", "A captured article page, as text or saved HTML, with its comments");
    auto options = std::make_shared<page_command_options>();
    page->add_option("FILE", options->file, "The page, or - for standard input")->required();
    page->add_option("--site", options->site, "Where it goes")->required();
    page->add_option("--article-url", options->article_url,
                     "The article's address, when the page does not tell it");
    page->add_option("--captured-at", options->captured_at,
                     "When the page was captured (RFC 3339); unknown if not given");
    page->add_option("--time-zone", options->reading.time_zone, "Of the times on the page")
        ->capture_default_str();
    page->callback([&run, options] { run.chosen = [&run, options] { return import_page(run, *options); }; });
}

} // namespace greffe::cli
