#include "server/http/routes.hpp"

#include "server/http/handlers/handlers.hpp"

namespace greffe::http {

namespace {

using boost::beast::http::verb;
using enum domain::role;

// Who is who: the publisher's site sends, the desk reviews, the archivist takes away.
constexpr role_set nobody{};
constexpr role_set admins{admin};
constexpr role_set senders{publisher, admin};
constexpr role_set reporters{publisher, reporter, admin};
constexpr role_set desk{moderator, supervisor, admin};
constexpr role_set rule_readers{moderator, supervisor, archivist, admin};
constexpr role_set archivists{archivist, admin};
constexpr role_set readers{publisher, moderator, supervisor, archivist, admin};
constexpr role_set receipt_holders{publisher, reporter, moderator, supervisor, archivist, admin};

constexpr std::size_t small_body = 16 << 10;
constexpr std::size_t comment_body = 256 << 10;
constexpr std::size_t article_body = 4 << 20;
constexpr std::size_t ruleset_body = 4 << 20;
constexpr std::size_t import_line = 16 << 20;

const std::vector<query_parameter> paging{{"cursor", "`next` of the page before"},
                                          {"limit", "1 to 200, else 50"}};

std::vector<query_parameter> paging_and(query_parameter more) {
    std::vector<query_parameter> all{more};
    all.insert(all.end(), paging.begin(), paging.end());
    return all;
}

std::vector<route> make_table() {
    using namespace handlers;
    return {
        // sites
        {.method = verb::post,
         .path = "/v1/sites",
         .roles = admins,
         .reaches = reach::all_sites,
         .run = &create_site,
         .summary = "Create a site: {name}",
         .answers = {201, 409},
         .body = body_kind::json,
         .body_limit = small_body},
        {.method = verb::get,
         .path = "/v1/sites",
         .roles = readers,
         .reaches = reach::listed,
         .run = &list_sites,
         .summary = "The sites that the key may see",
         .answers = {200}},
        {.method = verb::get,
         .path = "/v1/sites/{site}",
         .roles = readers,
         .reaches = reach::object,
         .run = &show_site,
         .summary = "One site, by name or id",
         .answers = {200}},

        // articles
        {.method = verb::get,
         .path = "/v1/sites/{site}/articles",
         .roles = readers,
         .reaches = reach::object,
         .run = &list_articles,
         .summary = "Articles, newest first",
         .answers = {200},
         .query = paging_and({"external_id", "only the article with this external id"})},
        {.method = verb::put,
         .path = "/v1/sites/{site}/articles/{external_id}",
         .roles = senders,
         .reaches = reach::object,
         .run = &put_article,
         .summary = "Create an article, or send its new content",
         .answers = {200, 201, 409},
         .body = body_kind::json,
         .body_limit = article_body},
        {.method = verb::get,
         .path = "/v1/sites/{site}/articles/{external_id}/thread",
         .roles = readers,
         .reaches = reach::object,
         .run = &show_thread,
         .summary = "What the public may see of the comments",
         .answers = {200},
         .query = paging},

        // comments
        {.method = verb::post,
         .path = "/v1/sites/{site}/articles/{external_id}/comments",
         .roles = senders,
         .reaches = reach::object,
         .run = &submit_comment,
         .summary =
             "Submit a comment: {external_id, parent?, author?, posted_at?, body, address?, source_version?}",
         .answers = {200, 201, 409, 410},
         .body = body_kind::json,
         .body_limit = comment_body},
        {.method = verb::get,
         .path = "/v1/sites/{site}/comments/{external_id}",
         .roles = readers,
         .reaches = reach::object,
         .run = &show_comment,
         .summary = "One comment, by its external id",
         .answers = {200}},
        {.method = verb::put,
         .path = "/v1/sites/{site}/comments/{external_id}",
         .roles = senders,
         .reaches = reach::object,
         .run = &edit_comment,
         .summary = "Edit a comment: {body, name?, edited_at?, source_version?}",
         .answers = {200, 409, 410},
         .body = body_kind::json,
         .body_limit = comment_body},
        {.method = verb::delete_,
         .path = "/v1/sites/{site}/comments/{external_id}",
         .roles = senders,
         .reaches = reach::object,
         .run = &delete_comment,
         .summary = "Delete a comment",
         .answers = {200, 409, 410}},
        {.method = verb::get,
         .path = "/v1/comments/{id}",
         .roles = readers,
         .reaches = reach::object,
         .run = &show_comment_by_id,
         .summary = "One comment, by id",
         .answers = {200}},

        // reports
        {.method = verb::post,
         .path = "/v1/sites/{site}/comments/{external_id}/reports",
         .roles = reporters,
         .reaches = reach::object,
         .run = &report_comment,
         .summary = "Report a comment: {reason, text?, reporter?, kind?, notice?}",
         .answers = {200, 201, 409, 410},
         .body = body_kind::json,
         .body_limit = small_body * 4,
         .once = true},
        {.method = verb::get,
         .path = "/v1/reports/{receipt}",
         .roles = receipt_holders,
         .reaches = reach::object,
         .run = &show_receipt,
         .summary = "What became of a report",
         .answers = {200}},
        {.method = verb::post,
         .path = "/v1/sites/{site}/comments/{external_id}/case",
         .roles = desk,
         .reaches = reach::object,
         .run = &open_case,
         .summary = "Open a case by hand: {reason}",
         .answers = {201, 409, 410},
         .body = body_kind::json,
         .body_limit = small_body},

        // import
        {.method = verb::post,
         .path = "/v1/sites/{site}/import",
         .roles = senders,
         .reaches = reach::object,
         .run = &handlers::import_lines,
         .summary = "NDJSON in, one NDJSON result line for each line out",
         .answers = {200, 409},
         .body = body_kind::ndjson,
         .body_limit = import_line,
         .query = {{"screen", "live (default): judged; history: taken as observed"}}},

        // queue and cases
        {.method = verb::get,
         .path = "/v1/queue",
         .roles = desk,
         .reaches = reach::listed,
         .run = &show_queue,
         .summary = "Unclosed cases, by priority, then oldest first",
         .answers = {200},
         .query = paging_and({"site", "only this site, by name or id"})},
        {.method = verb::post,
         .path = "/v1/cases/claim",
         .roles = desk,
         .reaches = reach::listed,
         .run = &claim_cases,
         .summary = "Lease up to `count` open cases: {count?, site?}",
         .answers = {200},
         .body = body_kind::optional_json,
         .body_limit = small_body,
         .once = true},
        {.method = verb::get,
         .path = "/v1/cases/{id}",
         .roles = desk,
         .reaches = reach::object,
         .run = &show_case,
         .summary = "A case with all its context",
         .answers = {200}},
        {.method = verb::post,
         .path = "/v1/cases/{id}/renew",
         .roles = desk,
         .reaches = reach::object,
         .run = &renew_case,
         .summary = "Hold the case for another lease",
         .answers = {200, 409},
         .body = body_kind::optional_json,
         .body_limit = small_body},
        {.method = verb::post,
         .path = "/v1/cases/{id}/release",
         .roles = desk,
         .reaches = reach::object,
         .run = &release_case,
         .summary = "Give the case back",
         .answers = {200, 409},
         .body = body_kind::optional_json,
         .body_limit = small_body},
        {.method = verb::post,
         .path = "/v1/cases/{id}/escalate",
         .roles = desk,
         .reaches = reach::object,
         .run = &escalate_case,
         .summary = "Hand the case to a supervisor: {reason}",
         .answers = {200, 409},
         .body = body_kind::json,
         .body_limit = small_body},
        {.method = verb::post,
         .path = "/v1/cases/{id}/decisions",
         .roles = desk,
         .reaches = reach::object,
         .run = &decide_case,
         .summary = "Decide: {action, reason, version, note?, policy?}",
         .answers = {200, 409},
         .body = body_kind::json,
         .body_limit = small_body,
         .once = true},

        // rulesets
        {.method = verb::get,
         .path = "/v1/sites/{site}/ruleset",
         .roles = rule_readers,
         .reaches = reach::object,
         .run = &show_ruleset,
         .summary = "The active ruleset",
         .answers = {200}},
        {.method = verb::put,
         .path = "/v1/sites/{site}/ruleset",
         .roles = admins,
         .reaches = reach::object,
         .run = &push_ruleset,
         .summary = "Push a ruleset (YAML): checked, stored as a new version, made active",
         .answers = {200, 201, 409},
         .body = body_kind::yaml,
         .body_limit = ruleset_body,
         .query = {{"note", "why it changes"}, {"dry_run", "true: check only"}}},
        {.method = verb::post,
         .path = "/v1/sites/{site}/ruleset/check",
         .roles = desk,
         .reaches = reach::object,
         .run = &check_ruleset,
         .summary = "Check a ruleset (YAML) with all its examples, store nothing",
         .answers = {200, 409},
         .body = body_kind::yaml,
         .body_limit = ruleset_body},
        {.method = verb::get,
         .path = "/v1/sites/{site}/ruleset/history",
         .roles = rule_readers,
         .reaches = reach::object,
         .run = &ruleset_history,
         .summary = "Every version pushed, newest first",
         .answers = {200}},

        // export
        {.method = verb::get,
         .path = "/v1/articles/{id}/export",
         .roles = archivists,
         .reaches = reach::object,
         .run = &export_article,
         .summary = "The article's whole thread as one file",
         .answers = {200},
         .query = {{"format", "ndjson (default) or html"}}},

        // keys
        {.method = verb::post,
         .path = "/v1/keys",
         .roles = admins,
         .reaches = reach::listed,
         .run = &create_key,
         .summary = "Issue a key: {role, site?, label?}; the token is shown once",
         .answers = {201},
         .body = body_kind::json,
         .body_limit = small_body},
        {.method = verb::get,
         .path = "/v1/keys",
         .roles = admins,
         .reaches = reach::listed,
         .run = &list_keys,
         .summary = "Keys, without their tokens",
         .answers = {200}},
        {.method = verb::delete_,
         .path = "/v1/keys/{id}",
         .roles = admins,
         .reaches = reach::object,
         .run = &revoke_key,
         .summary = "Revoke a key",
         .answers = {204}},

        // operations
        {.method = verb::get,
         .path = "/healthz",
         .roles = nobody,
         .reaches = reach::everyone,
         .run = &healthz,
         .summary = "The process lives",
         .answers = {200}},
        {.method = verb::get,
         .path = "/readyz",
         .roles = nobody,
         .reaches = reach::everyone,
         .run = &readyz,
         .summary = "The server should get traffic",
         .answers = {200, 503}},
        {.method = verb::get,
         .path = "/metrics",
         .roles = nobody,
         .reaches = reach::everyone,
         .run = &metrics,
         .summary = "Prometheus metrics",
         .answers = {200}},
        {.method = verb::get,
         .path = "/openapi.yaml",
         .roles = nobody,
         .reaches = reach::everyone,
         .run = &openapi,
         .summary = "This table as OpenAPI 3",
         .answers = {200}},
    };
}

} // namespace

std::span<const route> all_routes() {
    static const std::vector<route> table = make_table();
    return table;
}

} // namespace greffe::http
