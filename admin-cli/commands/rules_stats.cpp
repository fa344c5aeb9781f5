// greffe rules stats --site S [--days N]: what each rule did and what people made of it; rules lift RULE
// --site S
#include "admin-cli/commands/commands.hpp"
#include "admin-cli/invocation.hpp"
#include "admin-cli/json_fields.hpp"
#include "admin-cli/spark_line.hpp"
#include "admin-cli/table.hpp"
#include "admin-cli/terminal_text.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <cstdio>
#include <ostream>

namespace greffe::cli {

namespace json = boost::json;

namespace {

struct stats_options {
    std::string site;
    std::string rule;
    int days = 7;
};

double double_at(const json::object& in, std::string_view key) {
    const auto* value = in.if_contains(key);
    return value && value->is_number() ? value->to_number<double>() : -1;
}

std::string formatted(const char* form, double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), form, value);
    return text.data();
}

std::string percent_at(const json::object& in, std::string_view key) {
    const double share = double_at(in, key);
    return share < 0 ? "-" : formatted("%.0f %%", share * 100);
}

/// "3.2 µs" a text, "4.1 s" in all.
std::string cost_of(const json::object& rule) {
    const double each = double_at(rule, "nanoseconds_a_text");
    return each < 0 ? "-" : formatted("%.1f µs", each / 1e3);
}
std::string time_of(const json::object& rule) {
    const double spent = double_at(rule, "seconds");
    if (spent < 0) return "-";
    return spent < 1 ? formatted("%.0f ms", spent * 1e3) : formatted("%.1f s", spent);
}

/// The figure that says what an admin must look at, first.
std::string remark_on(const json::object& rule) {
    const auto& guard = object_at(rule, "guard");
    if (flag_at(guard, "throttled")) return "THROTTLED: " + one_line(text_at(guard, "why"));
    if (flag_at(rule, "never_upheld")) return "NEVER UPHELD";
    if (!text_at(guard, "lifted_at").empty())
        return "allowed by a person: " + one_line(text_at(guard, "why"));
    if (text_at(rule, "mode") == "gone") return "not in the ruleset any more";
    if (text_at(rule, "mode") != text_at(rule, "ran")) return "before it became " + text_at(rule, "mode");
    if (number_at(rule, "hits") == 0) return "silent";
    if (double_at(rule, "precision") < 0) return "not judged by anybody";
    if (flag_at(guard, "young")) return "young: watched by a guard";
    return {};
}

std::vector<std::int64_t> hits_by_day(const json::object& rule) {
    std::vector<std::int64_t> hits;
    for (const auto& day : array_at(rule, "days")) hits.push_back(number_at(as_object(day), "hits"));
    return hits;
}

void print_heading(const json::object& stats, const stats_options& asked, const terminal& to) {
    std::vector<std::int64_t> texts;
    std::int64_t sum = 0;
    std::string first, last;
    for (const auto& item : array_at(stats, "days")) {
        const auto& day = as_object(item);
        texts.push_back(number_at(day, "texts"));
        sum += texts.back();
        if (first.empty()) first = text_at(day, "day");
        last = text_at(day, "day");
    }
    const auto version = text_at(stats, "version");
    to.out << to.painted(paint::bold, one_line(asked.site)) << "  "
           << (version.empty() ? "no ruleset" : "ruleset version " + version) << ", " << first << " to "
           << last << ", " << sum << " texts judged  " << spark_line(texts) << "\n\n";
}

exit_code show_stats(const invocation& run, const stats_options& options) {
    const auto told = run.server().get("/sites/" + encoded(options.site) +
                                       "/ruleset/stats?days=" + std::to_string(options.days));
    run.answer(told, [&] {
        const auto& stats = as_object(told);
        print_heading(stats, options, run.term);
        const auto loud = [&run](const std::string& cell) {
            if (cell.starts_with("THROTTLED")) return run.term.painted(paint::red, cell);
            if (cell.starts_with("NEVER")) return run.term.painted(paint::yellow, cell);
            return run.term.painted(paint::dim, cell);
        };
        table shown({{"RULE"},
                     {"FOR"},
                     {"RAN"},
                     {"DAYS"},
                     {"HITS", true},
                     {"UPHELD", true},
                     {"OVERTURNED", true},
                     {"PRECISION", true},
                     {"COST", true},
                     {"TIME", true},
                     {"REMARK", false, loud}});
        for (const auto& item : array_at(stats, "rules")) {
            const auto& rule = as_object(item);
            shown.add({one_line(text_at(rule, "rule")), text_at(rule, "for"), text_at(rule, "ran"),
                       spark_line(hits_by_day(rule)), text_at(rule, "hits"), text_at(rule, "upheld"),
                       text_at(rule, "overturned"), percent_at(rule, "precision"), cost_of(rule),
                       time_of(rule), remark_on(rule)});
        }
        if (!shown.empty()) shown.print(run.term);
    });
    return exit_code::ok;
}

exit_code lift_guard(const invocation& run, const stats_options& options) {
    const auto told =
        run.server().post("/sites/" + encoded(options.site) + "/ruleset/lift", {{"rule", options.rule}});
    run.answer(told, [&] {
        run.term.out << one_line(options.rule) << " acts again on " << one_line(options.site)
                     << "; every server has it within a second\n";
    });
    return exit_code::ok;
}

} // namespace

void add_rules_stats(CLI::App& rules, invocation& run) {
    auto options = std::make_shared<stats_options>();
    auto* stats = rules.add_subcommand("stats", "What each rule hit, what people made of it, what it costs");
    stats->add_option("--site", options->site, "The site")->required();
    stats->add_option("--days", options->days, "So many days, today included")->check(CLI::Range(1, 90));
    stats->callback([&run, options] { run.chosen = [&run, options] { return show_stats(run, *options); }; });

    auto* lift = rules.add_subcommand("lift", "Allow a rule that a guard holds back");
    lift->add_option("RULE", options->rule, "Its id, as stats shows it")->required();
    lift->add_option("--site", options->site, "The site")->required();
    lift->callback([&run, options] { run.chosen = [&run, options] { return lift_guard(run, *options); }; });
}

} // namespace greffe::cli
