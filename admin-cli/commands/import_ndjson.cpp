// greffe import ndjson FILE|- --site S [--screen live|history]: line by line, both ways at once.
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/import_results.hpp"
#include "admin-cli/input_file.hpp"
#include "admin-cli/invocation.hpp"

#include <CLI/CLI.hpp>

#include <atomic>
#include <ostream>

namespace greffe::cli {

namespace {

constexpr std::chrono::minutes import_silence{5}; // without a byte either way, our own input aside

struct ndjson_options {
    std::string file;
    std::string site;
    std::string screen = "live";
};

exit_code import_ndjson(const invocation& run, const ndjson_options& options) {
    input_file input(options.file);
    import_results results(run.term, run.json);
    std::atomic<std::uint64_t> sent = 0; // counted on the input's thread
    const auto next = [&](const std::function<bool()>& stopping) {
        auto piece = input.next_piece(stopping);
        sent += piece.size();
        return piece;
    };
    results.on_progress([&] { return import_progress{.elapsed = {}, .sent = sent, .size = input.size()}; });
    const auto sink = [&](std::string_view piece) { results.feed(piece); };
    const auto told_so_far = [&] {
        results.end_progress();
        (run.json ? run.term.err : run.term.out) << results.summary() << '\n';
    };
    try {
        run.server().stream("POST", "/sites/" + encoded(options.site) + "/import?screen=" + options.screen,
                            "application/x-ndjson", sink, next, import_silence);
    } catch (const refusal&) {
        throw;
    } catch (const failure& e) {
        told_so_far();
        throw failure(
            e.ends_with(),
            std::string(e.what()) +
                "\n  what was answered is stored; run it again: what is there already stays unchanged");
    }
    told_so_far();
    if (results.cut_off())
        throw failure(exit_code::unreachable, "the server's answer broke off within a line; run it again: "
                                              "what is there already stays unchanged");
    return results.failed() > 0 ? exit_code::refused : exit_code::ok;
}

} // namespace

void add_import_ndjson(CLI::App& import, invocation& run) {
    auto* ndjson = import.add_subcommand(
        "ndjson", "Lines of JSON: articles, comments, edits …, or an export of a thread");
    auto options = std::make_shared<ndjson_options>();
    ndjson->add_option("FILE", options->file, "The file, or - for standard input")->required();
    ndjson->add_option("--site", options->site, "Where it goes")->required();
    ndjson->add_option("--screen", options->screen, "live: judged by the rules; history: taken as observed")
        ->check(CLI::IsMember({"live", "history"}))
        ->capture_default_str();
    ndjson->callback(
        [&run, options] { run.chosen = [&run, options] { return import_ndjson(run, *options); }; });
}

} // namespace greffe::cli
