#include "admin-cli/commands/case_page.hpp"

#include "admin-cli/json_fields.hpp"
#include "admin-cli/table.hpp"
#include "admin-cli/terminal_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ostream>

namespace greffe::cli {

namespace json = boost::json;

namespace {

constexpr std::size_t indent = 4;

struct range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::vector<range> merged(const json::array& spans, std::size_t size) {
    std::vector<range> all;
    for (const auto& item : spans) {
        const auto& span = as_object(item);
        const auto begin = number_at(span, "begin");
        const auto end = number_at(span, "end");
        if (text_at(span, "field") != "body" || begin < 0 || end <= begin ||
            static_cast<std::size_t>(end) > size)
            continue;
        all.push_back({static_cast<std::size_t>(begin), static_cast<std::size_t>(end)});
    }
    std::ranges::sort(all, {}, &range::begin);
    std::vector<range> out;
    for (const auto& next : all) {
        if (!out.empty() && next.begin <= out.back().end)
            out.back().end = std::max(out.back().end, next.end);
        else
            out.push_back(next);
    }
    return out;
}

std::string author_of(const json::object& comment) {
    const auto& author = object_at(comment, "author");
    const auto name = text_at(author, "name");
    if (!name.empty()) return one_line(name);
    auto presence = text_at(author, "presence");
    std::ranges::replace(presence, '_', ' ');
    return "(" + one_line(presence) + ")";
}

void heading_of(const json::object& comment, const terminal& to) {
    to.out << "  " << short_time(text_at(comment, "posted_at"), to.now) << "  " << author_of(comment) << "  "
           << to.status(text_at(comment, "status")) << "  "
           << to.painted(paint::dim, one_line(text_at(comment, "external_id"))) << '\n';
}

void print_neighbour(const json::object& comment, const terminal& to) {
    heading_of(comment, to);
    to.out << std::string(indent, ' ') << block(text_at(comment, "body"), indent) << '\n';
}

/// Spans of the live flags on the revision that is shown.
json::array live_spans(const json::object& found) {
    json::array spans;
    const auto revision = number_at(object_at(found, "comment"), "revision");
    for (const auto& item : array_at(found, "flags")) {
        const auto& flag = as_object(item);
        if (!flag_at(flag, "live") || number_at(flag, "revision") != revision) continue;
        const auto& its = array_at(flag, "spans");
        spans.insert(spans.end(), its.begin(), its.end());
    }
    return spans;
}

std::string body_of_revision(const json::object& found, std::int64_t revision) {
    for (const auto& item : array_at(found, "revisions"))
        if (number_at(as_object(item), "revision") == revision) return text_at(as_object(item), "body");
    return {};
}

std::string matched_text(const json::object& found, const json::object& flag) {
    const auto body = body_of_revision(found, number_at(flag, "revision"));
    std::string out;
    for (const auto& hit : merged(array_at(flag, "spans"), body.size()))
        out += (out.empty() ? "" : " | ") +
               one_line(std::string_view(body).substr(hit.begin, hit.end - hit.begin));
    return out;
}

void print_case(const json::object& summary, const terminal& to) {
    to.out << to.painted(paint::bold, "Case " + text_at(summary, "id")) << '\n'
           << "  " << to.status(text_at(summary, "state")) << ", version " << text_at(summary, "version")
           << ", priority " << text_at(summary, "priority") << ", opened "
           << short_time(text_at(summary, "opened_at"), to.now) << " by " << text_at(summary, "cause");
    if (const auto until = text_at(summary, "leased_until"); !until.empty())
        to.out << ", held by " << (flag_at(summary, "leased_by_me") ? "you" : "another desk") << " until "
               << short_time(until, to.now);
    to.out << '\n';
}

void print_article(const json::object& article, const std::string& site, const terminal& to) {
    const auto& content = object_at(article, "content");
    to.title("ARTICLE");
    to.out << "  " << one_line(text_at(content, "title")) << '\n'
           << to.painted(paint::dim, "  " + one_line(site + "/" + text_at(article, "external_id")));
    if (const auto at = text_at(content, "published_at"); !at.empty())
        to.out << "  published " << short_time(at, to.now);
    to.out << "  " << text_at(article, "comment_count") << " comments, "
           << text_at(article, "published_count") << " shown\n";
    if (const auto url = text_at(content, "url"); !url.empty())
        to.out << to.painted(paint::dim, "  " + one_line(url)) << '\n';
}

void print_comment(const json::object& found, const terminal& to) {
    const auto& comment = object_at(found, "comment");
    to.title("COMMENT");
    heading_of(comment, to);
    to.out << std::string(indent, ' ') << marked_body(text_at(comment, "body"), live_spans(found), indent, to)
           << '\n';
    const auto& posted = object_at(comment, "posted");
    if (flag_at(posted, "year_inferred")) {
        std::string years;
        for (const auto& year : array_at(posted, "candidate_years"))
            if (year.is_number())
                years += (years.empty() ? "" : ", ") + std::to_string(year.to_number<int>());
        to.out << to.painted(paint::dim, "    posted \"" + one_line(text_at(posted, "raw")) +
                                             "\": the year is inferred (" + years + ")")
               << '\n';
    }
    if (const auto revision = number_at(comment, "revision"); revision > 1)
        to.out << to.painted(paint::dim, "    revision " + std::to_string(revision) + " of it") << '\n';
}

void print_flags(const json::object& found, const terminal& to) {
    const auto& flags = array_at(found, "flags");
    if (flags.empty()) return;
    to.title("FLAGS");
    table shown({{"  RULE"},
                 {"ACTION", false, [&to](const std::string& c) { return to.status(c); }},
                 {"SCORE", true},
                 {"REV", true},
                 {"POLICY"},
                 {"MODE"},
                 {"MATCHED"}});
    for (const auto& item : flags) {
        const auto& flag = as_object(item);
        shown.add({"  " + one_line(text_at(flag, "rule")), text_at(flag, "action"), text_at(flag, "score"),
                   text_at(flag, "revision"), one_line(text_at(flag, "policy")),
                   flag_at(flag, "live") ? "live" : "shadow", matched_text(found, flag)});
    }
    shown.print(to);
}

std::string weight_of(const json::object& report) {
    const auto* weight = report.if_contains("weight");
    if (!weight || !weight->is_number()) return "-";
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%.2f", weight->to_number<double>());
    return text.data();
}

void print_reports(const json::object& found, const terminal& to) {
    const auto& reports = array_at(found, "reports");
    if (reports.empty()) return;
    to.title("REPORTS");
    table shown({{"  WHEN"}, {"KIND"}, {"REASON"}, {"REV", true}, {"WEIGHT", true}, {"OUTCOME"}, {"TEXT"}});
    for (const auto& item : reports) {
        const auto& report = as_object(item);
        shown.add({"  " + short_time(text_at(report, "received_at"), to.now), text_at(report, "kind"),
                   one_line(text_at(report, "reason")), text_at(report, "revision"), weight_of(report),
                   text_at(report, "outcome"), one_line(text_at(report, "text"))});
    }
    shown.print(to);
}

std::string effect_of(const json::object& rule) {
    std::string done;
    const auto add = [&](const std::string& what) { done += (done.empty() ? "" : ", ") + what; };
    if (const auto by = number_at(rule, "priority"); by != 0)
        add("priority " + std::string(by > 0 ? "+" : "") + std::to_string(by));
    for (const char* what : {"escalate", "hide", "discount"})
        if (flag_at(rule, what)) add(what);
    if (done.empty()) done = "nothing";
    if (flag_at(rule, "throttled")) return "held back";
    return flag_at(rule, "live") ? done : "would: " + done;
}

void print_report_rules(const json::object& found, const terminal& to) {
    table shown({{"  REPORTED"}, {"RULE"}, {"RULES", true}, {"MODE"}, {"DID"}});
    for (const auto& item : array_at(found, "reports")) {
        const auto& report = as_object(item);
        for (const auto& each : array_at(report, "rules")) {
            const auto& rule = as_object(each);
            shown.add({"  " + short_time(text_at(report, "received_at"), to.now),
                       one_line(text_at(rule, "rule")), "v" + text_at(rule, "ruleset_version"),
                       flag_at(rule, "live") ? "live" : "shadow", effect_of(rule)});
        }
    }
    if (shown.empty()) return;
    to.title("WHAT RULES DID WITH THE REPORTS");
    shown.print(to);
}

void print_decisions(const json::object& found, const terminal& to) {
    const auto& decisions = array_at(found, "decisions");
    if (decisions.empty()) return;
    to.title("EARLIER DECISIONS");
    table shown({{"  WHEN"}, {"ACTION"}, {"REASON"}, {"REV", true}, {"STATUS"}, {"NOTE"}});
    for (const auto& item : decisions) {
        const auto& decision = as_object(item);
        shown.add({"  " + short_time(text_at(decision, "decided_at"), to.now), text_at(decision, "action"),
                   one_line(text_at(decision, "reason")), text_at(decision, "revision"),
                   text_at(decision, "status_before") + " -> " + text_at(decision, "status_after"),
                   one_line(text_at(decision, "note"))});
    }
    shown.print(to);
}

void print_next(const json::object& summary, const terminal& to) {
    const auto id = text_at(summary, "id");
    to.title("NEXT");
    if (text_at(summary, "state") == "closed") {
        to.out << "  greffe case open " << id << " --reason CODE\n";
        return;
    }
    const auto decide = [&](std::string_view action) {
        to.out << "  greffe case decide " << id << " " << action << " --version "
               << text_at(summary, "version") << " --reason CODE\n";
    };
    decide("approve");
    decide("reject");
    // Held comments wait for a yes or a no: to dismiss one would leave it waiting without a case.
    if (text_at(summary, "status") != "held") decide("dismiss");
    if (text_at(summary, "state") == "open") to.out << "  greffe case escalate " << id << " --reason CODE\n";
    if (flag_at(summary, "leased_by_me")) to.out << "  greffe case release " << id << '\n';
}

} // namespace

std::string marked_body(std::string_view body, const json::array& spans, std::size_t indented,
                        const terminal& to) {
    std::string out;
    std::size_t at = 0;
    for (const auto& hit : merged(spans, body.size())) {
        out += block(body.substr(at, hit.begin - at), indented);
        out += to.marked(block(body.substr(hit.begin, hit.end - hit.begin), indented));
        at = hit.end;
    }
    return out + block(body.substr(at), indented);
}

void print_case_page(const json::object& found, const terminal& to) {
    const auto& summary = object_at(found, "case");
    const auto& comment = object_at(found, "comment");
    print_case(summary, to);
    print_article(object_at(found, "article"), text_at(summary, "site_name"), to);
    if (const auto& parent = object_at(found, "parent"); !parent.empty()) {
        to.title("IN REPLY TO");
        print_neighbour(parent, to);
    }
    const auto place = [](const json::object& of) {
        return std::pair(domain::parse_rfc3339(text_at(of, "posted_at")), text_at(of, "id"));
    };
    const auto neighbours = [&](std::string_view called, bool before) {
        bool first = true;
        for (const auto& item : array_at(found, "around")) {
            const auto& neighbour = as_object(item);
            if ((place(neighbour) < place(comment)) != before) continue;
            if (first) to.title(called);
            first = false;
            print_neighbour(neighbour, to);
        }
    };
    neighbours("BEFORE IT", true);
    print_comment(found, to);
    neighbours("AFTER IT", false);
    print_flags(found, to);
    print_reports(found, to);
    print_report_rules(found, to);
    print_decisions(found, to);
    print_next(summary, to);
}

} // namespace greffe::cli
