#include "server/store/export_rows.hpp"

#include "server/domain/records.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value_to.hpp>

namespace greffe::store {

namespace {

namespace json = boost::json;

domain::article_content content_of(const sql_row& row) {
    return domain::read_article(row.json("content").as_object()).value();
}

domain::posted_time posted_of(const sql_row& row) {
    if (!row.is_null("posted")) return domain::read_posted_time(row.json("posted")).value();
    domain::posted_time exact;
    exact.utc = row.time("posted_at");
    return exact;
}

archive::archived_case case_of(const sql_row& row) {
    archive::archived_case out;
    out.state = row.named("case_state", domain::parse_case_state);
    out.version = row.number<std::int64_t>("case_version");
    out.cause = row.text("cause");
    out.priority = row.number<int>("priority");
    out.report_count = row.number<int>("report_count");
    out.opened_at = row.time("opened_at");
    return out;
}

} // namespace

archive::archived_article archived_article_from(const sql_row& row) {
    archive::archived_article out;
    out.site = row.id<domain::site_id>("site_id");
    out.site_name = row.text("site_name");
    out.id = row.id<domain::article_id>("article_id");
    out.external_id = row.text("external_id");
    out.state = row.named("state", domain::parse_article_state);
    out.revision = row.number<int>("revision");
    out.content = content_of(row);
    out.created_at = row.time("created_at");
    out.updated_at = row.time("updated_at");
    out.exported_at = row.time("exported_at");
    out.comment_count = row.number<std::int64_t>("comment_count");
    out.published_count = row.number<std::int64_t>("published_count");
    out.event_count = row.number<std::int64_t>("event_count");
    out.merged_into = row.optional_id<domain::article_id>("merged_into");
    const auto aliases = row.json("aliases");
    for (const auto& alias : aliases.as_array()) out.aliases.push_back(json::value_to<std::string>(alias));
    return out;
}

archive::archived_article_revision archived_article_revision_from(const sql_row& row) {
    archive::archived_article_revision out;
    out.revision = row.number<int>("revision");
    out.content_hash = row.text("content_hash");
    out.content = content_of(row);
    out.received_at = row.time("received_at");
    return out;
}

archive::archived_capture archived_capture_from(const sql_row& row) {
    archive::archived_capture out;
    out.id = row.id<domain::capture_id>("capture_id");
    out.sha512 = row.text("sha512");
    out.size = row.number<std::int64_t>("size");
    out.received_at = row.time("received_at");
    out.observation = domain::read_observation(row.json("observation").as_object()).value();
    return out;
}

archive::archived_comment archived_comment_from(const sql_row& row) {
    archive::archived_comment out;
    out.id = row.id<domain::comment_id>("comment_id");
    out.external_id = row.text("external_id");
    out.parent = row.optional_id<domain::comment_id>("parent_id");
    out.parent_external_id = row.optional_text("parent_external_id");
    out.parent_name = row.optional_text("parent_name");
    out.root = row.id<domain::comment_id>("root_id");
    out.author_presence = row.named("author_presence", domain::parse_author_presence);
    out.author = row.optional_id<domain::author_id>("author_id");
    out.posted = posted_of(row);
    out.received_at = row.time("received_at");
    out.screen = row.named("screen", domain::parse_screening);
    out.status = row.named("status", domain::parse_comment_status);
    out.revision = row.number<int>("revision");
    out.public_revision = row.optional_number<int>("public_revision");
    out.immune_revision = row.optional_number<int>("immune_revision");
    if (!row.is_null("case_state")) out.review = case_of(row);
    return out;
}

archive::archived_revision archived_revision_from(const sql_row& row) {
    archive::archived_revision out;
    out.revision = row.number<int>("revision");
    out.body = row.text("body");
    out.pseudonym = row.optional_text("pseudonym");
    out.edited_at = row.optional_time("edited_at");
    out.source_version = row.optional_number<std::int64_t>("source_version");
    out.received_at = row.time("received_at");
    return out;
}

namespace {

std::vector<archive::archived_flag::span> spans_from(const json::value& stored) {
    std::vector<archive::archived_flag::span> spans;
    for (const auto& span : stored.as_array())
        spans.push_back({json::value_to<std::string>(span.at("field")),
                         span.at("begin").to_number<std::size_t>(), span.at("end").to_number<std::size_t>()});
    return spans;
}

archive::archived_report_flag report_flag_from(const json::value& stored) {
    return {.rule = json::value_to<std::string>(stored.at("rule")),
            .ruleset_version = stored.at("ruleset_version").to_number<std::int64_t>(),
            .mode = json::value_to<std::string>(stored.at("mode")),
            .priority = stored.at("priority").to_number<int>(),
            .escalate = stored.at("escalate").as_bool(),
            .hide = stored.at("hide").as_bool(),
            .discount = stored.at("discount").as_bool(),
            .throttled = stored.at("throttled").as_bool(),
            .spans = spans_from(stored.at("spans"))};
}

} // namespace

archive::archived_flag archived_flag_from(const sql_row& row) {
    archive::archived_flag out;
    out.revision = row.number<int>("revision");
    out.rule = row.text("rule");
    out.ruleset_version = row.number<std::int64_t>("ruleset_version");
    out.mode = row.text("mode");
    out.action = row.text("action");
    out.score = row.number<int>("score");
    out.policy = row.optional_text("policy");
    out.spans = spans_from(row.json("spans"));
    return out;
}

archive::archived_report archived_report_from(const sql_row& row) {
    archive::archived_report out;
    out.id = row.id<domain::report_id>("report_id");
    out.revision = row.number<int>("revision");
    out.kind = row.named("kind", domain::parse_report_kind);
    out.reason = row.text("reason");
    out.text = row.text("body");
    out.received_at = row.time("received_at");
    out.outcome = row.named("outcome", domain::parse_report_outcome);
    out.weight = row.optional_number<int>("weight");
    const auto rules = row.json("rules");
    for (const auto& rule : rules.as_array()) out.rules.push_back(report_flag_from(rule));
    return out;
}

archive::archived_decision archived_decision_from(const sql_row& row) {
    archive::archived_decision out;
    out.id = row.id<domain::decision_id>("decision_id");
    out.revision = row.number<int>("revision");
    out.action = row.text("action");
    out.reason = row.text("reason");
    out.note = row.text("note");
    out.policy = row.optional_text("policy");
    out.sanctions = row.json("sanctions");
    if (!row.is_null("batch_id")) out.batch = domain::uuid::parse(row.view("batch_id"));
    out.decider = row.text("decider");
    out.decided_at = row.time("decided_at");
    out.status_before = row.text("status_before");
    out.status_after = row.text("status_after");
    out.case_before = row.text("case_before");
    out.seq = row.number<std::int64_t>("seq");
    return out;
}

archive::archived_event archived_event_from(const sql_row& row) {
    archive::archived_event out;
    out.seq = row.number<std::int64_t>("seq");
    out.comment = row.optional_id<domain::comment_id>("comment_id");
    out.kind = row.text("kind");
    out.leaf = row.text("leaf");
    if (!row.is_null("packed_salts"))
        for (const auto& [field, salt] : archive::unpack_salts(out.leaf, row.bytes("packed_salts")))
            out.salts[field] = archive::to_hex({reinterpret_cast<const char*>(salt.data()), salt.size()});
    if (row.is_null("salts")) return out;
    const auto salts = row.json("salts");
    for (const auto& [field, salt] : salts.as_object()) out.salts[field] = json::value_to<std::string>(salt);
    return out;
}

} // namespace greffe::store
