// greffe rules backtest FILE --site S, hunt FILE --site S [--open] | --undo BATCH | --list
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/commands/history_report.hpp"
#include "admin-cli/commands/rules_changes.hpp"
#include "admin-cli/import_progress.hpp"
#include "admin-cli/input_file.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/json_fields.hpp"
#include "admin-cli/line_splitter.hpp"
#include "admin-cli/table.hpp"
#include "admin-cli/terminal_text.hpp"

#include <CLI/CLI.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <memory>
#include <ostream>
#include <utility>

namespace greffe::cli {

namespace json = boost::json;

namespace {

constexpr std::size_t largest_ruleset = 4 << 20;
constexpr std::chrono::minutes backtest_silence{5};

struct history_options {
    std::string file;
    std::string site;
    std::string since;
    std::string sample;
    std::string batch;
    std::string undo;
    bool open = false;
    bool list = false;
};

/// The lines of a long job: progress where a person watches, then the result.
class job_lines {
  public:
    explicit job_lines(const terminal& to) : to_(to) {}

    void feed(std::string_view piece) {
        lines_.feed(piece, [this](std::string_view line) { take(line); });
    }
    /// Throws failure when there is none.
    const json::object& result() {
        if (shown_) to_.err << "\r\x1b[K" << std::flush;
        if (!error_.empty()) throw refusal(error_, {});
        if (!came_ || flag_at(result_, "stopped"))
            throw failure(exit_code::unreachable, "the server broke it off; run it again");
        return result_;
    }

  private:
    void take(std::string_view text) {
        json::error_code broken;
        const auto parsed = json::parse({text.data(), text.size()}, broken);
        if (broken || !parsed.is_object())
            throw failure(exit_code::refused,
                          "the server answered a line that is no JSON; is this a Greffe server?");
        const auto& line = parsed.get_object();
        if (line.contains("progress")) return show(object_at(line, "progress"));
        error_ = object_at(line, "error");
        result_ = object_at(line, "result");
        came_ = line.contains("result");
    }
    void show(const json::object& so_far) {
        if (!to_.progress) return;
        const auto done = number_at(so_far, "comments");
        const auto of = number_at(so_far, "of");
        to_.err << "\r\x1b[K" << grouped(static_cast<std::uint64_t>(done)) << " comments";
        if (of > 0) to_.err << ", " << done * 100 / of << " %";
        if (const auto opened = number_at(so_far, "opened"); opened > 0)
            to_.err << ", " << grouped(static_cast<std::uint64_t>(opened)) << " cases opened";
        to_.err << std::flush;
        shown_ = true;
    }

    const terminal& to_;
    line_splitter lines_;
    json::object result_;
    json::object error_;
    bool came_ = false;
    bool shown_ = false;
};

json::object run_job(const invocation& run, const std::string& path, std::string source,
                     const std::string& file) {
    job_lines lines(run.term);
    const auto sink = [&](std::string_view piece) { lines.feed(piece); };
    const auto body = [&](const std::function<bool()>&) { return std::exchange(source, {}); };
    try {
        run.server().stream("POST", path, "application/yaml", sink, body, backtest_silence);
    } catch (const refusal& e) {
        print_diagnostics(array_at(e.problem(), "diagnostics"), file, run.term);
        throw;
    }
    return lines.result();
}

std::string query_of(const history_options& options) {
    std::string query = "?";
    const auto add = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) query += (query.size() > 1 ? "&" : "") + std::string(name) + "=" + encoded(value);
    };
    add("since", options.since);
    add("sample", options.sample);
    add("batch", options.batch);
    add("open", options.open ? "true" : "");
    return query.size() > 1 ? query : std::string();
}

std::string ruleset_of(const history_options& options) {
    if (options.file.empty()) throw failure(exit_code::usage, "which ruleset? FILE is missing");
    input_file file(options.file);
    return file.whole(largest_ruleset);
}

std::string path_of(const history_options& options, std::string_view end) {
    return "/sites/" + encoded(options.site) + "/ruleset/" + std::string(end);
}

exit_code backtest_rules(const invocation& run, const history_options& options) {
    const auto report =
        run_job(run, path_of(options, "backtest") + query_of(options), ruleset_of(options), options.file);
    run.answer(report, [&] { print_history_report(report, run.term); });
    return exit_code::ok;
}

exit_code undo_batch(const invocation& run, const history_options& options) {
    const auto done = run_job(run, path_of(options, "hunts/" + encoded(options.undo) + "/undo"), {}, {});
    run.answer(done, [&] {
        run.term.out << number_at(done, "undone") << " comments are published again";
        if (const auto left = number_at(done, "left_alone"); left > 0)
            run.term.out << "; " << left << " were left alone: somebody has touched them since";
        run.term.out << '\n';
    });
    return exit_code::ok;
}

exit_code list_batches(const invocation& run, const history_options& options) {
    const auto found = run.server().get(path_of(options, "hunts"));
    run.answer(found, [&] {
        table shown({{"BATCH"}, {"BEGUN"}, {"HELD", true}, {"UNDONE", true}, {"LEFT ALONE", true}});
        for (const auto& item : array_at(as_object(found), "items")) {
            const auto& each = as_object(item);
            shown.add({text_at(each, "batch"), short_time(text_at(each, "begun_at"), run.term.now),
                       text_at(each, "held"), text_at(each, "undone"), text_at(each, "left_alone")});
        }
        shown.print(run.term);
    });
    return exit_code::ok;
}

exit_code hunt_by_rules(const invocation& run, const history_options& given) {
    if (given.list) return list_batches(run, given);
    if (!given.undo.empty()) return undo_batch(run, given);
    auto options = given;
    auto source = ruleset_of(options);
    if (options.open && options.batch.empty()) options.batch = new_idempotency_key();
    // Told before it begins: whoever breaks it off can go on with it, or undo it.
    if (options.open) run.term.err << "batch " << one_line(options.batch) << std::endl;
    const auto report =
        run_job(run, path_of(options, "hunt") + query_of(options), std::move(source), options.file);
    run.answer(report, [&] {
        print_history_report(report, run.term);
        const auto& hunt = object_at(report, "hunt");
        run.term.out << '\n';
        if (const auto left = number_at(hunt, "approved_by_people"); left > 0)
            run.term.out << left << " more would be held, but people have let them stand\n";
        if (!options.open) {
            run.term.out << "would hold and open " << number_at(hunt, "would_open")
                         << " cases; nothing was done. Run it again with --open to do it\n";
            return;
        }
        run.term.out << number_at(hunt, "opened") << " cases opened, their comments held. Undo it with\n"
                     << "  greffe rules hunt --site " << one_line(options.site) << " --undo "
                     << text_at(hunt, "batch") << '\n';
    });
    return exit_code::ok;
}

} // namespace

void add_rules_backtest(CLI::App& rules, invocation& run) {
    const auto sub = [&](const char* name, const char* what, auto&& does) {
        auto options = std::make_shared<history_options>();
        auto* made = rules.add_subcommand(name, what);
        made->callback(
            [&run, options, does] { run.chosen = [&run, options, does] { return does(run, *options); }; });
        made->add_option("--site", options->site, "The site")->required();
        made->add_option("--since", options->since, "Only comments received then or later: a date or time");
        made->add_option("--sample", options->sample, "Only a part (5%) or so many of them (20000)");
        return std::pair(made, options);
    };
    const auto [backtest, looked] =
        sub("backtest", "What a ruleset says of all that a site has stored; Ctrl-C ends it", backtest_rules);
    backtest->add_option("FILE", looked->file, "The ruleset, YAML")->required();

    const auto [hunt, hunted] =
        sub("hunt", "The same, and with --open holds what is published and would now be held", hunt_by_rules);
    hunt->add_option("FILE", hunted->file, "The ruleset, YAML");
    auto* open =
        hunt->add_flag("--open", hunted->open, "Do it: hold them and open their cases, as one batch");
    hunt->add_option("--batch", hunted->batch, "Go on with this batch")->needs(open);
    hunt->add_option("--undo", hunted->undo, "Undo this batch")->excludes(open);
    hunt->add_flag("--list", hunted->list, "The batches of the site");
}

} // namespace greffe::cli
