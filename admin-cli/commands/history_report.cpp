#include "admin-cli/commands/history_report.hpp"

#include "admin-cli/commands/case_page.hpp"
#include "admin-cli/import_progress.hpp"
#include "admin-cli/json_fields.hpp"
#include "admin-cli/table.hpp"
#include "admin-cli/terminal_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ostream>

namespace greffe::cli {

namespace json = boost::json;

namespace {

constexpr std::size_t sample_indent = 4;
constexpr std::size_t most_rules = 40; // --json has them all

std::string count_at(const json::object& in, std::string_view key) {
    return grouped(static_cast<std::uint64_t>(std::max<std::int64_t>(0, number_at(in, key))));
}

double real_at(const json::object& in, std::string_view key) {
    const auto* value = in.if_contains(key);
    return value && value->is_number() ? value->to_number<double>() : 0;
}

/// "82 % (61 to 93, 9 of 11)"
std::string share_at(const json::object& in, std::string_view key, bool whole = true) {
    const auto& share = object_at(in, key);
    if (share.empty()) return "-";
    const auto per_cent = [&](std::string_view name) {
        return std::to_string(std::lround(real_at(share, name) * 100));
    };
    return per_cent("value") + " % (" + per_cent("low") + " to " + per_cent("high") +
           (whole ? ", " + count_at(share, "hits") + " of " + count_at(share, "of") + ")" : ")");
}

std::string cost_at(const json::object& rule) {
    const auto ns = number_at(rule, "cost_ns");
    if (ns == 0) return "-";
    char text[32];
    std::snprintf(text, sizeof text, "%.1f µs", static_cast<double>(ns) / 1000);
    return text;
}

void print_changes(const json::object& report, const terminal& to) {
    to.title("WHAT WOULD CHANGE");
    table shown({{"  DECIDED"}, {"PUBLISHED", true}, {"HELD", true}, {"REJECTED", true}, {"UNKNOWN", true}});
    const auto& decided = object_at(report, "decided");
    for (const char* was : {"published", "held", "rejected"}) {
        const auto& row = object_at(decided, was);
        shown.add({std::string("  ") + was, count_at(row, "published"), count_at(row, "held"),
                   count_at(row, "rejected"), count_at(row, "unknown")});
    }
    shown.print(to);
    if (number_at(report, "not_by_rules") > 0)
        to.out << "  " << count_at(report, "not_by_rules")
               << " were held or rejected by something else than rules (a mode, reports): rules take none of "
                  "them "
                  "back\n";
    for (const auto& item : array_at(report, "unknown_facts")) {
        const auto& fact = as_object(item);
        to.out << "  unknown: " << one_line(text_at(fact, "fact")) << ": " << one_line(text_at(fact, "why"))
               << '\n';
    }
}

void print_people(const json::object& report, const terminal& to) {
    const auto& people = object_at(report, "people");
    to.title("AGAINST WHAT PEOPLE DECIDED");
    to.out << "  " << count_at(people, "decided") << " comments were decided on by people, "
           << count_at(people, "rejected") << " of them rejected\n";
    if (number_at(people, "decided") == 0) return;
    table shown({{"  CAUGHT"}, {"PRECISION"}, {"RECALL"}});
    for (const auto& [key, words] :
         {std::pair("noticed", "flagged, held or rejected"), std::pair("stopped", "held or rejected")}) {
        const auto& caught = object_at(people, key);
        shown.add({std::string("  ") + words, share_at(caught, "precision"), share_at(caught, "recall")});
    }
    shown.print(to);
    to.out << to.painted(paint::dim,
                         "  95 % intervals after Wilson; people see mostly what was put before them, "
                         "so recall is of that")
           << '\n';
}

void print_rules(const json::object& report, const terminal& to) {
    std::vector<const json::object*> rules;
    for (const auto& item : array_at(report, "rules")) rules.push_back(&as_object(item));
    if (rules.empty()) return;
    std::ranges::stable_sort(rules, std::greater{}, [](const auto* rule) {
        return std::pair(number_at(*rule, "hits"), number_at(*rule, "gone"));
    });
    to.title("RULES");
    table shown({{"  RULE"},
                 {"MODE"},
                 {"ACTION", false, [&to](const std::string& c) { return to.status(c); }},
                 {"HITS", true},
                 {"NEW", true},
                 {"GONE", true},
                 {"UNKNOWN", true},
                 {"COST", true},
                 {"PRECISION"}});
    for (std::size_t i = 0; i < rules.size() && i < most_rules; ++i) {
        const auto& rule = *rules[i];
        shown.add({"  " + one_line(text_at(rule, "rule")), text_at(rule, "mode"), text_at(rule, "action"),
                   count_at(rule, "hits"), count_at(rule, "new"), count_at(rule, "gone"),
                   count_at(rule, "unknown"), cost_at(rule), share_at(rule, "precision")});
    }
    shown.print(to);
    if (rules.size() > most_rules)
        to.out << "  and " << rules.size() - most_rules << " more with fewer hits; --json tells all\n";
}

json::array spans_of(const json::array& rules) {
    json::array spans;
    for (const auto& item : rules) {
        const auto& its = array_at(as_object(item), "spans");
        spans.insert(spans.end(), its.begin(), its.end());
    }
    return spans;
}

std::string names_of(const json::array& rules) {
    std::string names;
    for (const auto& item : rules)
        names += (names.empty() ? "" : ", ") + one_line(text_at(as_object(item), "rule"));
    return names.empty() ? "(the sum of scores)" : names;
}

void print_telling(const json::object& changes, std::string_view heading, std::string_view matched,
                   const terminal& to) {
    const auto& telling = array_at(changes, "telling");
    to.title(std::string(heading) + ": " + count_at(changes, "count"));
    for (const auto& item : telling) {
        const auto& one = as_object(item);
        to.out << "  " << to.painted(paint::dim, text_at(one, "comment")) << "  "
               << to.status(text_at(one, "status")) << " now, would " << to.status(text_at(one, "verdict"))
               << "  " << names_of(array_at(one, matched));
        const auto people = text_at(one, "people");
        if (!people.empty())
            to.out << (people == "agree" ? "; people decided so too" : "; people decided otherwise");
        to.out << '\n'
               << std::string(sample_indent, ' ')
               << marked_body(text_at(one, "body"), spans_of(array_at(one, matched)), sample_indent, to)
               << '\n';
    }
    if (static_cast<std::size_t>(number_at(changes, "count")) > telling.size())
        to.out << "  the " << telling.size() << " that tell most are shown\n";
}

} // namespace

void print_history_report(const json::object& report, const terminal& to) {
    to.out << one_line(text_at(report, "ruleset")) << ": " << count_at(report, "comments") << " comments, "
           << count_at(report, "texts") << " texts judged in "
           << static_cast<double>(number_at(report, "milliseconds")) / 1000 << " s\n";
    print_changes(report, to);
    print_people(report, to);
    print_rules(report, to);
    print_telling(object_at(report, "new_hits"), "NEW HITS", "rules", to);
    print_telling(object_at(report, "losses"), "LOSSES", "matched_then", to);
}

} // namespace greffe::cli
