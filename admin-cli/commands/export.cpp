// greffe export ARTICLE --format ndjson|html --out PATH: the file is whole or absent.
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/record_count.hpp"
#include "admin-cli/terminal_text.hpp"
#include "admin-cli/whole_file.hpp"

#include <CLI/CLI.hpp>

#include <ostream>

namespace greffe::cli {

namespace {

constexpr std::chrono::minutes export_silence{10}; // the server reads the whole thread before its first byte

struct export_options {
    std::string article;
    std::string format = "ndjson";
    std::string out;
};

exit_code export_article(const invocation& run, const export_options& options) {
    const auto name = named(options.article, "ARTICLE");
    const auto server = run.server();
    const auto* id = std::get_if<domain::uuid>(&name);
    const auto article = id ? id->to_string() : server.locate_article(name).id;

    whole_file file(options.out);
    record_count records;
    const bool countable = options.format == "ndjson";
    const auto sink = [&](std::string_view piece) {
        file.write(piece);
        if (countable) records.feed(piece);
    };
    server.stream("GET", "/articles/" + article + "/export?format=" + options.format, {}, sink, {},
                  export_silence);
    if (countable) records.check();
    file.finish();

    boost::json::object told{{"path", options.out}, {"format", options.format}, {"bytes", file.size()}};
    if (countable) told["records"] = records.as_json();
    run.answer(told, [&] {
        run.term.out << one_line(options.out) << ": " << file.size() << " bytes"
                     << (countable ? ", " + records.as_text() : std::string()) << '\n';
    });
    return exit_code::ok;
}

} // namespace

void add_export(CLI::App& app, invocation& run) {
    auto* command = app.add_subcommand("export", "An article's whole thread as one file, for the archive");
    auto options = std::make_shared<export_options>();
    command->add_option("ARTICLE", options->article, "Id, or SITE/external_id")->required();
    command->add_option("--format", options->format, "ndjson: lossless; html: to read")
        ->check(CLI::IsMember({"ndjson", "html"}))
        ->capture_default_str();
    command
        ->add_option("--out", options->out, "The file to write; what is there is replaced, once it is whole")
        ->required();
    command->callback(
        [&run, options] { run.chosen = [&run, options] { return export_article(run, *options); }; });
}

} // namespace greffe::cli
