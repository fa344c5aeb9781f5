#include "server/store/review_rows.hpp"

#include "server/domain/records.hpp"
#include "server/store/case_columns.hpp"

namespace greffe::store {

service::case_summary summary_from(const sql_row& row) {
    return {
        .id = row.id<domain::comment_id>("comment_id"),
        .site = row.id<domain::site_id>("site_id"),
        .site_name = row.text("site_name"),
        .article = row.id<domain::article_id>("article_id"),
        .article_title = row.text("article_title"),
        .external_id = row.text("external_id"),
        .state = row.named("state", domain::parse_case_state),
        .cause = row.named("cause", domain::parse_case_cause),
        .version = row.number<std::int64_t>("version"),
        .priority = row.number<int>("priority"),
        .report_count = row.number<int>("report_count"),
        .opened_at = row.time("opened_at"),
        .deadline = row.optional_time("deadline"),
        .deadline_missed = !row.is_null("deadline_missed_at"),
        .leased_until = row.optional_time("leased_until"),
        .leased_by_me = row.flag("leased_by_me"),
        .status = row.named("status", domain::parse_comment_status),
        .excerpt = row.text("excerpt"),
    };
}

service::article_view case_article_from(const sql_row& row) {
    return {
        .id = row.id<domain::article_id>("article_id"),
        .site = row.id<domain::site_id>("site_id"),
        .external_id = row.text("article_external_id"),
        .state = row.named("article_state", domain::parse_article_state),
        .revision = row.number<int>("article_revision"),
        .content = domain::read_article(row.json("article_content").as_object()).value(),
        .comment_count = row.number<std::int64_t>("comment_count"),
        .published_count = row.number<std::int64_t>("published_count"),
        .merged_into = {},
        .aliases = {},
    };
}

service::comment_view case_comment_from(const sql_row& row) {
    service::comment_view out;
    out.id = row.id<domain::comment_id>("comment_id");
    out.site = row.id<domain::site_id>("site_id");
    out.article = row.id<domain::article_id>("article_id");
    out.external_id = row.text("external_id");
    out.parent = row.optional_id<domain::comment_id>("parent_id");
    out.root = row.id<domain::comment_id>("root_id");
    out.author_presence = row.named("author_presence", domain::parse_author_presence);
    out.author = row.optional_id<domain::author_id>("author_id");
    out.author_name = row.optional_text("pseudonym");
    if (row.is_null("posted"))
        out.posted.utc = row.time("posted_at");
    else
        out.posted = domain::read_posted_time(row.json("posted")).value();
    out.received_at = row.time("received_at");
    out.screen = row.named("screen", domain::parse_screening);
    out.status = row.named("status", domain::parse_comment_status);
    out.revision = row.number<int>("revision");
    out.body = row.optional_text("body").value_or(std::string()); // an erased comment has no text
    return out;
}

service::revision_view case_revision_from(const sql_row& row) {
    return {
        .revision = row.number<int>("revision"),
        .body = row.text("body"),
        .pseudonym = row.optional_text("pseudonym"),
        .edited_at = row.optional_time("edited_at"),
        .source_version = row.optional_number<std::int64_t>("source_version"),
        .received_at = row.time("received_at"),
    };
}

namespace {

std::vector<service::span_view> spans_from(const boost::json::value& stored) {
    std::vector<service::span_view> spans;
    for (const auto& span : stored.as_array())
        spans.push_back({.field = std::string(span.at("field").as_string()),
                         .begin = span.at("begin").to_number<std::size_t>(),
                         .end = span.at("end").to_number<std::size_t>()});
    return spans;
}

service::report_flag_view report_flag_from(const boost::json::value& stored) {
    return {
        .rule = std::string(stored.at("rule").as_string()),
        .ruleset_version = stored.at("ruleset_version").to_number<std::int64_t>(),
        .live = stored.at("live").as_bool(),
        .priority = stored.at("priority").to_number<int>(),
        .escalate = stored.at("escalate").as_bool(),
        .hide = stored.at("hide").as_bool(),
        .discount = stored.at("discount").as_bool(),
        .throttled = stored.at("throttled").as_bool(),
        .spans = spans_from(stored.at("spans")),
    };
}

} // namespace

service::flag_view case_flag_from(const sql_row& row) {
    return {
        .rule = row.text("rule"),
        .ruleset_version = row.number<std::int64_t>("ruleset_version"),
        .live = row.view("mode") == "live",
        .action = row.text("action"),
        .score = row.number<int>("score"),
        .policy = row.optional_text("policy"),
        .revision = row.number<int>("revision"),
        .spans = spans_from(row.json("spans")),
    };
}

service::report_view case_report_from(const sql_row& row) {
    service::report_view out{
        .id = row.id<domain::report_id>("report_id"),
        .kind = row.named("kind", domain::parse_report_kind),
        .reason = row.text("reason"),
        .text = row.text("body"),
        .revision = row.number<int>("revision"),
        .received_at = row.time("received_at"),
        .outcome = row.named("outcome", domain::parse_report_outcome),
        .weight = row.optional_number<int>("weight"),
    };
    const auto rules = row.json("rules");
    for (const auto& rule : rules.as_array()) out.rules.push_back(report_flag_from(rule));
    return out;
}

service::decision_view case_decision_from(const sql_row& row) {
    return {
        .id = row.id<domain::decision_id>("decision_id"),
        .action = row.named("action", domain::parse_decision_action),
        .reason = row.text("reason"),
        .note = row.text("note"),
        .policy = row.optional_text("policy"),
        .revision = row.number<int>("revision"),
        .decider = row.id<domain::key_id>("decider"),
        .observed_decider = row.optional_text("observed_decider"),
        .decided_at = row.time("decided_at"),
        .status_before = row.named("status_before", domain::parse_comment_status),
        .status_after = row.named("status_after", domain::parse_comment_status),
    };
}

service::report_answer receipt_from(const sql_row& row) {
    return {
        .receipt = row.id<domain::report_id>("report_id"),
        .outcome = row.named("outcome", domain::parse_report_outcome),
        .received_at = row.time("received_at"),
        .duplicate = false,
    };
}

service::ports::review_case_row case_row_from(const sql_row& row) {
    service::ports::review_case_row out{
        .state = row.named("state", domain::parse_case_state),
        .version = row.number<std::int64_t>("version"),
        .cause = row.named("cause", domain::parse_case_cause),
        .priority = row.number<int>("priority"),
        .report_count = row.number<int>("report_count"),
        .opened_at = row.time("opened_at"),
        .held = std::nullopt,
    };
    if (const auto holder = row.optional_id<domain::key_id>("lease_holder"))
        out.held = domain::lease{.holder = *holder, .until = row.time("lease_until")};
    out.deadline = deadline_from(row);
    return out;
}

} // namespace greffe::store
