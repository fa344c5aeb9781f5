#include "server/archive/thread_ndjson.hpp"

#include "server/domain/records.hpp"
#include "server/domain/timestamp.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>

namespace greffe::archive {

namespace {

namespace json = boost::json;

constexpr std::array disclosed = {std::string_view("author"), std::string_view("body"),
                                  std::string_view("content"), std::string_view("note"),
                                  std::string_view("text")};

json::value form(const std::string& text) {
    return json::value(text);
}
json::value form(domain::timestamp time) {
    return json::value(domain::to_rfc3339(time));
}
json::value form(const domain::uuid& id) {
    return json::value(id.to_string());
}
template <class Kind>
json::value form(const domain::strong_id<Kind>& id) {
    return json::value(id.to_string());
}
json::value form(std::int64_t number) {
    return json::value(number);
}
json::value form(int number) {
    return json::value(number);
}

/// What is absent is not written.
template <class Value>
void put(json::object& into, std::string_view key, const std::optional<Value>& value) {
    if (value) into[key] = form(*value);
}

json::object to_json(const archived_case& review) {
    return {{"state", to_string(review.state)},
            {"version", review.version},
            {"cause", review.cause},
            {"priority", review.priority},
            {"report_count", review.report_count},
            {"opened_at", form(review.opened_at)}};
}

json::object to_json(const archived_revision& item) {
    json::object out{{"revision", item.revision}, {"body", item.body}};
    put(out, "pseudonym", item.pseudonym);
    put(out, "edited_at", item.edited_at);
    put(out, "source_version", item.source_version);
    out["received_at"] = form(item.received_at);
    return out;
}

json::array to_json(const std::vector<archived_flag::span>& spans) {
    json::array all;
    for (const auto& span : spans)
        all.push_back(json::object{{"field", span.field}, {"begin", span.begin}, {"end", span.end}});
    return all;
}

json::object to_json(const archived_flag& item) {
    json::object out{
        {"revision", item.revision}, {"rule", item.rule},     {"ruleset_version", item.ruleset_version},
        {"mode", item.mode},         {"action", item.action}, {"score", item.score}};
    put(out, "policy", item.policy);
    out["spans"] = to_json(item.spans);
    return out;
}

json::object to_json(const archived_report_flag& item) {
    return {{"rule", item.rule},           {"ruleset_version", item.ruleset_version},
            {"mode", item.mode},           {"priority", item.priority},
            {"escalate", item.escalate},   {"hide", item.hide},
            {"discount", item.discount},   {"throttled", item.throttled},
            {"spans", to_json(item.spans)}};
}

json::object to_json(const archived_report& item) {
    json::object out{{"id", form(item.id)},
                     {"revision", item.revision},
                     {"kind", to_string(item.kind)},
                     {"reason", item.reason},
                     {"text", item.text},
                     {"received_at", form(item.received_at)},
                     {"outcome", to_string(item.outcome)}};
    put(out, "weight", item.weight);
    json::array rules;
    for (const auto& rule : item.rules) rules.push_back(to_json(rule));
    if (!rules.empty()) out["rules"] = std::move(rules);
    return out;
}

json::object to_json(const archived_decision& item) {
    json::object out{{"id", form(item.id)},    {"revision", item.revision}, {"action", item.action},
                     {"reason", item.reason},  {"note", item.note},         {"sanctions", item.sanctions},
                     {"decider", item.decider}};
    put(out, "policy", item.policy);
    put(out, "batch", item.batch);
    out["decided_at"] = form(item.decided_at);
    out["status_before"] = item.status_before;
    out["status_after"] = item.status_after;
    if (!item.case_before.empty()) out["case_before"] = item.case_before;
    out["seq"] = item.seq;
    return out;
}

} // namespace

bool is_disclosed(std::string_view field) {
    return std::ranges::find(disclosed, field) != disclosed.end();
}

thread_ndjson::thread_ndjson(byte_sink sink) : sink_(std::move(sink)) {}

void thread_ndjson::line(std::string_view record, json::object&& fields) {
    json::object out;
    out.reserve(fields.size() + 1);
    out["record"] = record;
    for (auto& field : fields) out[field.key()] = std::move(field.value());
    sink_(json::serialize(out) + "\n");
    ++counts_[std::string(record)];
}

void thread_ndjson::article(const archived_article& item) {
    sink_(json::serialize(json::object{{"record", "export"},
                                       {"format", thread_format},
                                       {"version", thread_format_version},
                                       {"exported_at", form(item.exported_at)}}) +
          "\n");
    json::object out{{"id", form(item.id)},
                     {"site", form(item.site)},
                     {"site_name", item.site_name},
                     {"external_id", item.external_id},
                     {"state", to_string(item.state)},
                     {"revision", item.revision},
                     {"created_at", form(item.created_at)},
                     {"updated_at", form(item.updated_at)},
                     {"comment_count", item.comment_count},
                     {"published_count", item.published_count},
                     {"event_count", item.event_count}};
    put(out, "merged_into", item.merged_into);
    if (!item.aliases.empty()) out["aliases"] = json::array(item.aliases.begin(), item.aliases.end());
    line("article", std::move(out));
}

void thread_ndjson::article_revision(const archived_article_revision& item) {
    line("article_revision", {{"revision", item.revision},
                              {"content_hash", item.content_hash},
                              {"received_at", form(item.received_at)},
                              {"content", domain::to_json(item.content)}});
}

void thread_ndjson::capture(const archived_capture& item) {
    json::object out{{"id", form(item.id)},
                     {"sha512", item.sha512},
                     {"size", item.size},
                     {"received_at", form(item.received_at)}};
    if (item.observation.declared_comments)
        out["completeness"] = std::to_string(*item.observation.declared_comments) + " declared, " +
                              std::to_string(item.observation.captured_comments) + " captured";
    out["observation"] = domain::observation_json(item.observation);
    line("capture", std::move(out));
}

void thread_ndjson::comment(const archived_comment& item) {
    json::object out{{"id", form(item.id)}, {"external_id", item.external_id}};
    put(out, "parent", item.parent);
    put(out, "parent_external_id", item.parent_external_id);
    out["root"] = form(item.root);
    out["author_presence"] = to_string(item.author_presence);
    put(out, "author", item.author);
    out["posted"] = domain::to_json(item.posted);
    out["received_at"] = form(item.received_at);
    out["screen"] = to_string(item.screen);
    out["status"] = to_string(item.status);
    out["revision"] = item.revision;
    put(out, "public_revision", item.public_revision);
    put(out, "immune_revision", item.immune_revision);
    if (item.review) out["case"] = to_json(*item.review);
    line("comment", std::move(out));

    const auto below = [&](std::string_view record, const auto& parts) {
        for (const auto& part : parts) {
            json::object fields{{"comment", form(item.id)}};
            for (auto& field : to_json(part)) fields[field.key()] = std::move(field.value());
            line(record, std::move(fields));
        }
    };
    below("revision", item.revisions);
    below("flag", item.flags);
    below("report", item.reports);
    below("decision", item.decisions);
}

void thread_ndjson::event(const archived_event& item) {
    json::object out{{"seq", item.seq}, {"kind", item.kind}};
    put(out, "comment", item.comment);
    out["leaf"] = item.leaf;
    json::object salts;
    for (const auto& [field, salt] : item.salts)
        if (is_disclosed(field)) salts[field] = salt;
    out["salts"] = std::move(salts);
    line("event", std::move(out));
}

void thread_ndjson::end() {
    json::object counts;
    for (const auto& [record, count] : counts_) counts[record] = count;
    sink_(json::serialize(json::object{{"record", "end"}, {"counts", std::move(counts)}}) + "\n");
}

} // namespace greffe::archive
