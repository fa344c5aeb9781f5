#include "server/store/export_rows.hpp"

#include "server/domain/records.hpp"
#include "server/store/sql_values.hpp"

#include <boost/json/parse.hpp>

namespace greffe::store {

namespace {

namespace json = boost::json;

std::string text(const pqxx::row& row, const char* column) {
    return row[column].c_str();
}

template <class Read>
auto optional(const pqxx::row& row, const char* column, Read read)
    -> std::optional<decltype(read(row, column))> {
    if (row[column].is_null()) return std::nullopt;
    return read(row, column);
}

int integer(const pqxx::row& row, const char* column) {
    return row[column].as<int>();
}
std::int64_t big_integer(const pqxx::row& row, const char* column) {
    return row[column].as<std::int64_t>();
}
domain::timestamp time(const pqxx::row& row, const char* column) {
    return timestamp_from_sql(row[column].c_str());
}
template <class Id>
Id id(const pqxx::row& row, const char* column) {
    return id_from_sql<Id>(row[column].c_str());
}
json::value json_of(const pqxx::row& row, const char* column) {
    return json::parse(row[column].c_str());
}

domain::article_content content(const pqxx::row& row) {
    return domain::read_article(json_of(row, "content").as_object()).value();
}

domain::posted_time posted(const pqxx::row& row) {
    if (!row["posted"].is_null()) return domain::read_posted_time(json_of(row, "posted")).value();
    domain::posted_time exact;
    exact.utc = time(row, "posted_at");
    return exact;
}

} // namespace

archive::archived_article article_from(const pqxx::row& row) {
    archive::archived_article out;
    out.site = id<domain::site_id>(row, "site_id");
    out.site_name = text(row, "site_name");
    out.id = id<domain::article_id>(row, "article_id");
    out.external_id = text(row, "external_id");
    out.state = domain::parse_article_state(text(row, "state")).value();
    out.revision = integer(row, "revision");
    out.content = content(row);
    out.created_at = time(row, "created_at");
    out.updated_at = time(row, "updated_at");
    out.exported_at = time(row, "exported_at");
    out.comment_count = big_integer(row, "comment_count");
    out.published_count = big_integer(row, "published_count");
    out.event_count = big_integer(row, "event_count");
    return out;
}

archive::archived_article_revision article_revision_from(const pqxx::row& row) {
    return {integer(row, "revision"), text(row, "content_hash"), content(row), time(row, "received_at")};
}

archive::archived_capture capture_from(const pqxx::row& row) {
    archive::archived_capture out;
    out.id = id<domain::capture_id>(row, "capture_id");
    out.sha512 = text(row, "sha512");
    out.size = big_integer(row, "size");
    out.received_at = time(row, "received_at");
    out.observation = domain::read_observation(json_of(row, "observation").as_object()).value();
    return out;
}

archive::archived_comment comment_from(const pqxx::row& row) {
    archive::archived_comment out;
    out.id = id<domain::comment_id>(row, "comment_id");
    out.external_id = text(row, "external_id");
    out.parent = optional(row, "parent_id", id<domain::comment_id>);
    out.parent_name = optional(row, "parent_name", text);
    out.root = id<domain::comment_id>(row, "root_id");
    out.author_presence = domain::parse_author_presence(text(row, "author_presence")).value();
    out.author = optional(row, "author_id", id<domain::author_id>);
    out.posted = posted(row);
    out.received_at = time(row, "received_at");
    out.screen = domain::parse_screening(text(row, "screen")).value();
    out.status = domain::parse_comment_status(text(row, "status")).value();
    out.revision = integer(row, "revision");
    out.public_revision = optional(row, "public_revision", integer);
    out.immune_revision = optional(row, "immune_revision", integer);
    if (!row["case_state"].is_null())
        out.review = archive::archived_case{domain::parse_case_state(text(row, "case_state")).value(),
                                            big_integer(row, "case_version"),
                                            text(row, "cause"),
                                            integer(row, "priority"),
                                            integer(row, "report_count"),
                                            time(row, "opened_at")};
    return out;
}

archive::archived_revision revision_from(const pqxx::row& row) {
    return {integer(row, "revision"),
            text(row, "body"),
            optional(row, "pseudonym", text),
            optional(row, "edited_at", time),
            optional(row, "source_version", big_integer),
            time(row, "received_at")};
}

archive::archived_flag flag_from(const pqxx::row& row) {
    archive::archived_flag out;
    out.revision = integer(row, "revision");
    out.rule = text(row, "rule");
    out.ruleset_version = big_integer(row, "ruleset_version");
    out.mode = text(row, "mode");
    out.action = text(row, "action");
    out.score = integer(row, "score");
    out.policy = optional(row, "policy", text);
    const auto spans = json_of(row, "spans");
    for (const auto& span : spans.as_array())
        out.spans.push_back({json::value_to<std::string>(span.at("field")),
                             span.at("begin").to_number<std::size_t>(),
                             span.at("end").to_number<std::size_t>()});
    return out;
}

archive::archived_report report_from(const pqxx::row& row) {
    archive::archived_report out;
    out.id = id<domain::report_id>(row, "report_id");
    out.revision = integer(row, "revision");
    out.kind = domain::parse_report_kind(text(row, "kind")).value();
    out.reason = text(row, "reason");
    out.text = text(row, "body");
    out.received_at = time(row, "received_at");
    out.outcome = domain::parse_report_outcome(text(row, "outcome")).value();
    return out;
}

archive::archived_decision decision_from(const pqxx::row& row) {
    archive::archived_decision out;
    out.id = id<domain::decision_id>(row, "decision_id");
    out.revision = integer(row, "revision");
    out.action = text(row, "action");
    out.reason = text(row, "reason");
    out.note = text(row, "note");
    out.policy = optional(row, "policy", text);
    out.sanctions = json_of(row, "sanctions");
    if (!row["batch_id"].is_null()) out.batch = domain::uuid::parse(row["batch_id"].c_str());
    out.decider = id<domain::key_id>(row, "decider");
    out.decided_at = time(row, "decided_at");
    out.status_before = text(row, "status_before");
    out.status_after = text(row, "status_after");
    out.case_before = text(row, "case_before");
    out.seq = big_integer(row, "seq");
    return out;
}

archive::archived_event event_from(const pqxx::row& row) {
    archive::archived_event out;
    out.seq = big_integer(row, "seq");
    out.comment = optional(row, "comment_id", id<domain::comment_id>);
    out.kind = text(row, "kind");
    out.leaf = text(row, "leaf");
    if (!row["salts"].is_null()) {
        const auto salts = json_of(row, "salts");
        for (const auto& [field, salt] : salts.as_object())
            out.salts[field] = json::value_to<std::string>(salt);
    }
    return out;
}

} // namespace greffe::store
