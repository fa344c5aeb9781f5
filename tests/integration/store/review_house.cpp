#include "tests/integration/store/review_house.hpp"

#include "tests/support/test_database.hpp"

namespace greffe::test {

review_house::review_house(std::size_t connections, std::chrono::seconds lease)
    : url(fresh_database()),
      pool(url, {.connections = connections, .queue = 256, .wait = std::chrono::seconds{60}}),
      review(store, rulesets, settings, env, lease), owner_(store::connect(url)) {}

tenant review_house::add_tenant(const std::string& name) {
    tenant made{.site = {env.new_id()}, .article = {env.new_id()}, .name = name};
    const auto site = made.site.to_string();
    const auto article = made.article.to_string();
    sql("INSERT INTO greffe.site (site_id, name) VALUES ($1::uuid, $2)", {site, name});
    sql("INSERT INTO greffe.article (site_id, article_id, external_id, kind, revision, title) "
        "VALUES ($1::uuid, $2::uuid, 'resultats', 'article', 1, 'Les résultats du trimestre')",
        {site, article});
    sql("INSERT INTO greffe.article_revision (site_id, article_id, revision, content_hash, content, "
        "received_at) "
        "VALUES ($1::uuid, $2::uuid, 1, '', '{\"title\": \"Les résultats du trimestre\"}', now())",
        {site, article});
    sql("INSERT INTO greffe.thread (site_id, article_id) VALUES ($1::uuid, $2::uuid)", {site, article});
    return made;
}

domain::comment_id review_house::add_comment(const tenant& where, const std::string& external_id,
                                             domain::comment_status status, const std::string& body,
                                             std::optional<domain::comment_id> parent) {
    const domain::comment_id id{env.new_id()};
    const auto site = where.site.to_string();
    const auto name = std::string(domain::to_string(status));
    const bool is_published = status == domain::comment_status::published;
    sql("INSERT INTO greffe.comment (site_id, comment_id, article_id, external_id, parent_id, root_id, "
        "author_presence, "
        "posted_at, received_at, screen, status, revision, public_revision) VALUES ($1::uuid, $2::uuid, "
        "$3::uuid, $4, "
        "$5::uuid, coalesce($5::uuid, $2::uuid), 'named', timestamptz '2026-03-02 08:00+00' + "
        "make_interval(mins => "
        "$6::int), now(), 'live', $7, 1, $8::int)",
        {site, id.to_string(), where.article.to_string(), external_id,
         parent ? std::optional(parent->to_string()) : std::nullopt, std::to_string(minutes_++), name,
         is_published ? std::optional<std::string>("1") : std::nullopt});
    sql("INSERT INTO greffe.revision (site_id, comment_id, revision, body, pseudonym, received_at) "
        "VALUES ($1::uuid, $2::uuid, 1, $3, 'lecteur-du-matin', now())",
        {site, id.to_string(), body});
    sql("UPDATE greffe.thread SET comment_count = comment_count + 1, published_count = published_count + "
        "$3::int "
        "WHERE site_id = $1::uuid AND article_id = $2::uuid",
        {site, where.article.to_string(), is_published ? "1" : "0"});
    if (status == domain::comment_status::held)
        sql("INSERT INTO greffe.review_case (site_id, comment_id, state, cause, priority, opened_at) "
            "VALUES ($1::uuid, $2::uuid, 'open', 'hold', 50, clock_timestamp())",
            {site, id.to_string()});
    return id;
}

void review_house::add_revision(const tenant& where, domain::comment_id comment, const std::string& body) {
    const auto site = where.site.to_string();
    sql("UPDATE greffe.comment SET revision = revision + 1, public_revision = revision + 1 "
        "WHERE site_id = $1::uuid AND comment_id = $2::uuid",
        {site, comment.to_string()});
    sql("INSERT INTO greffe.revision (site_id, comment_id, revision, body, received_at) "
        "SELECT site_id, comment_id, revision, $3, now() FROM greffe.comment WHERE site_id = $1::uuid AND "
        "comment_id = "
        "$2::uuid",
        {site, comment.to_string(), body});
    sql("UPDATE greffe.review_case SET version = version + 1 WHERE site_id = $1::uuid AND comment_id = "
        "$2::uuid",
        {site, comment.to_string()});
}

domain::principal review_house::someone(domain::role role, std::optional<domain::site_id> site) {
    return {.key = {real_environment().new_id()}, .acting_as = role, .site = site, .label = "bureau"};
}

pqxx::result review_house::sql(std::string_view statement,
                               const std::vector<std::optional<std::string>>& values) {
    pqxx::work tx(*owner_);
    auto rows = store::exec_params(tx, statement, values);
    tx.commit();
    return rows;
}

std::string review_house::value(std::string_view statement,
                                const std::vector<std::optional<std::string>>& values) {
    const auto rows = sql(statement, values);
    return rows.empty() ? std::string() : std::string(rows[0][0].c_str());
}

std::int64_t review_house::count(std::string_view statement,
                                 const std::vector<std::optional<std::string>>& values) {
    return std::stoll(value(statement, values));
}

domain::new_report report_of(const std::string& reason, std::optional<std::string> reader) {
    return {.reason = reason,
            .text = {},
            .reporter = std::move(reader),
            .kind = domain::report_kind::charter,
            .illegal_notice = std::nullopt};
}

domain::new_report notice_of(const std::string& explanation, std::optional<std::string> reader) {
    auto report = report_of("illicite", std::move(reader));
    report.kind = domain::report_kind::illegal;
    report.illegal_notice = domain::new_report::notice{.explanation = explanation,
                                                       .name = "Une lectrice",
                                                       .email = "lectrice@exemple.test",
                                                       .bona_fide = true};
    return report;
}

service::decide_request decision_of(domain::decision_action action, std::int64_t version) {
    return {.action = action, .reason = "charte-4.2", .note = {}, .policy = std::nullopt, .version = version};
}

service::idempotency once(const std::string& key, const std::string& request) {
    return {.key = key, .fingerprint = archive::sha256(request)};
}

} // namespace greffe::test
