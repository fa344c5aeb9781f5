#include "server/domain/records_history.hpp"
#include "server/domain/record_reader.hpp"

#include <boost/json/array.hpp>

#include <limits>

namespace greffe::domain {

namespace {

namespace json = boost::json;

constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max();

std::optional<int> revision_at(record_reader& reader, std::string_view key) {
    const auto number = reader.integer(key, 1, highest_revision);
    if (!number) return std::nullopt;
    return static_cast<int>(*number);
}

int required_revision(record_reader& reader) {
    const auto number = revision_at(reader, "revision");
    if (!number) reader.fail_at("revision", "is missing");
    return number.value_or(1);
}

template <class Enum>
Enum required(record_reader& reader, std::string_view key, std::optional<Enum> (*parse)(std::string_view)) {
    const auto value = reader.optional_named(key, parse);
    if (!value) reader.fail_at(key, "is missing");
    return value.value_or(Enum{});
}

json::array array_at(record_reader& reader, std::string_view key) {
    const auto* value = reader.find(key);
    if (!value) return {};
    if (value->is_array()) return value->get_array();
    reader.fail_at(key, "must be an array");
    return {};
}

/// Spans as a store keeps them: [{"field":"body","begin":0,"end":7}].
json::array spans_at(record_reader& reader) {
    json::array spans;
    for (auto& span : reader.records<json::object>("spans", [](record_reader& r) {
             const auto begin = r.integer("begin", 0, greatest);
             const auto end = r.integer("end", 0, greatest);
             if (!begin || !end || *begin > *end) r.fail_at("end", "must be [begin, end) in bytes");
             return json::object{
                 {"field", r.text("field")}, {"begin", begin.value_or(0)}, {"end", end.value_or(0)}};
         }))
        spans.push_back(std::move(span));
    return spans;
}

} // namespace

result<observed_revision> read_observed_revision(const json::object& from,
                                                 std::initializer_list<std::string_view> also_allowed) {
    record_reader reader(from, also_allowed);
    observed_revision seen;
    seen.number = required_revision(reader);
    seen.body = reader.text("body");
    seen.name = reader.optional_text("pseudonym");
    seen.edited_at = reader.time("edited_at");
    seen.source_version = reader.integer("source_version", 0, greatest);
    seen.received_at = reader.time("received_at");
    return reader.finish(std::move(seen));
}

result<observed_flag> read_observed_flag(const json::object& from,
                                         std::initializer_list<std::string_view> also_allowed) {
    record_reader reader(from, also_allowed);
    observed_flag seen;
    seen.revision = required_revision(reader);
    seen.rule = reader.text("rule");
    seen.ruleset_version = reader.integer("ruleset_version", 0, greatest).value_or(0);
    seen.mode = reader.text("mode");
    if (seen.mode != "live" && seen.mode != "shadow") reader.fail_at("mode", "must be live or shadow");
    seen.action = reader.text("action");
    seen.score = static_cast<int>(reader
                                      .integer("score", std::numeric_limits<std::int32_t>::min(),
                                               std::numeric_limits<std::int32_t>::max())
                                      .value_or(0));
    seen.policy = reader.optional_text("policy");
    seen.spans = spans_at(reader);
    return reader.finish(std::move(seen));
}

result<observed_report> read_observed_report(const json::object& from,
                                             std::initializer_list<std::string_view> also_allowed) {
    record_reader reader(from, also_allowed);
    observed_report seen;
    seen.id = reader.text_or_empty("id");
    seen.revision = revision_at(reader, "revision");
    seen.said.reason = reader.text("reason");
    seen.said.text = reader.text_or_empty("text");
    seen.said.reporter = reader.optional_text("reporter");
    seen.said.kind = reader.named("kind", parse_report_kind, report_kind::charter);
    seen.received_at = reader.time("received_at");
    seen.outcome = reader.named("outcome", parse_report_outcome, report_outcome::neutral);
    if (const auto weight = reader.integer("weight", 0, std::numeric_limits<std::int16_t>::max()))
        seen.weight = static_cast<int>(*weight);
    return reader.finish(std::move(seen));
}

result<observed_decision> read_observed_decision(const json::object& from,
                                                 std::initializer_list<std::string_view> also_allowed) {
    record_reader reader(from, also_allowed);
    observed_decision seen;
    seen.id = reader.text_or_empty("id");
    seen.revision = revision_at(reader, "revision");
    seen.decider = reader.text("decider");
    seen.action = required(reader, "action", parse_decision_action);
    seen.reason = reader.text("reason");
    seen.note = reader.text_or_empty("note");
    seen.policy = reader.optional_text("policy");
    seen.sanctions = array_at(reader, "sanctions");
    if (const auto batch = reader.optional_text("batch")) {
        seen.batch = uuid::parse(*batch);
        if (!seen.batch) reader.fail_at("batch", "must be a UUID");
    }
    const auto at = reader.time("decided_at");
    if (!at) reader.fail_at("decided_at", "is missing");
    seen.decided_at = at.value_or(timestamp{});
    seen.status_before = required(reader, "status_before", parse_comment_status);
    seen.status_after = required(reader, "status_after", parse_comment_status);
    seen.case_before = reader.text_or_empty("case_before");
    return reader.finish(std::move(seen));
}

} // namespace greffe::domain
