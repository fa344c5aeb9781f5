#include "tests/integration/store/ingest_harness.hpp"

#include "server/platform/clock.hpp"
#include "server/platform/entropy.hpp"
#include "server/platform/uuid_source.hpp"
#include "server/store/transaction.hpp"

#include <gtest/gtest.h>

namespace greffe::test {

service::environment harness_environment() {
    static platform::uuid_source ids;
    return {platform::now_utc, [] { return domain::uuid{ids.next()}; }, platform::random_bytes<32>};
}

ingest_harness::ingest_harness(store::ingest_store_pg::options options)
    : ingest_harness(fresh_database(), options) {}

ingest_harness::ingest_harness(std::string database, store::ingest_store_pg::options options)
    : url(std::move(database)), pool(url), article_store(pool), thread_store(pool),
      env(harness_environment()),
      ingest_store(
          url, [this](auto items, const auto& known) { return service::judge_batch(items, known, env); },
          options),
      articles(article_store, env), comments(ingest_store, rulesets, settings, env), threads(thread_store),
      imports(comments, articles), site(make_site("bourse")) {}

domain::site_id ingest_harness::make_site(const std::string& name) {
    const domain::site_id id{env.new_id()};
    exec("INSERT INTO greffe.site (site_id, name) VALUES ('" + id.to_string() + "', '" + name + "')");
    return id;
}

service::article_answer ingest_harness::article(const std::string& external_id, const std::string& section) {
    domain::article_content content;
    content.title = "Le marché ce matin";
    content.section = section;
    content.tags = {"isin:FR0000131104"};
    return await(articles.upsert(site, external_id, content)).value();
}

domain::result<service::submit_answer> ingest_harness::submit(const std::string& article,
                                                              domain::new_comment comment) {
    return await(comments.submit(site, article, std::move(comment)));
}

domain::result<service::submit_answer>
ingest_harness::submit(const std::string& article, const std::string& external_id, const std::string& body) {
    return submit(article, a_comment(external_id, body));
}

domain::result<service::submit_answer> ingest_harness::edit(const std::string& external_id,
                                                            domain::comment_edit edit) {
    return await(comments.edit(site, external_id, std::move(edit)));
}

domain::result<service::submit_answer> ingest_harness::remove(const std::string& external_id) {
    return await(comments.remove(site, external_id));
}

void ingest_harness::use_rules(const std::string& yaml, std::int64_t version) {
    auto compiled = rules::ruleset::compile(yaml);
    ASSERT_TRUE(compiled.rules) << rules::to_string(compiled.found.at(0));
    const auto of = "('" + site.to_string() + "', " + std::to_string(version);
    exec("INSERT INTO greffe.ruleset (site_id, version, source, pushed_by, pushed_at) VALUES " + of +
         ", '', gen_random_uuid(), now()) ON CONFLICT DO NOTHING");
    const auto connection = store::connect(url);
    store::transaction tx(*connection);
    tx.exec(store::sql::activate_ruleset, site, version);
    tx.commit();
    rulesets.replace(
        site, std::make_shared<service::active_ruleset>(service::active_ruleset{version, compiled.rules}));
}

std::vector<std::string> ingest_harness::row(const std::string& sql) const {
    const auto connection = store::connect(url);
    pqxx::nontransaction look(*connection);
    std::vector<std::string> columns;
    for (const auto& field : look.exec(sql).at(0))
        columns.push_back(field.is_null() ? "NULL" : field.c_str());
    return columns;
}

void ingest_harness::exec(const std::string& sql) const {
    const auto connection = store::connect(url);
    pqxx::nontransaction work(*connection);
    work.exec(sql);
}

domain::new_comment a_comment(const std::string& external_id, const std::string& body) {
    domain::new_comment comment;
    comment.external_id = external_id;
    comment.body = body;
    comment.author.presence = domain::author_presence::named;
    comment.author.name = "Margaux";
    return comment;
}

} // namespace greffe::test
