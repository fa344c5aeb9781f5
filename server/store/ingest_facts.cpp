#include "server/store/case_columns.hpp"
#include "server/store/ingest_transaction.hpp"
#include "server/store/sql_row.hpp"

#include <boost/json/array.hpp>

#include <set>

namespace greffe::store {

namespace {

using namespace service::ports;

struct named_keys {
    std::set<external_key> articles;
    std::set<external_key> parents;
    std::set<external_key> comments;
};

named_keys keys_of(ingest_items items) {
    named_keys keys;
    for (const auto* item : items) {
        keys.comments.emplace(item->site, item->external_id);
        const auto* submitted = std::get_if<submission>(&item->asks);
        if (!submitted) continue;
        keys.articles.emplace(item->site, submitted->article_external_id);
        if (const auto& parent = submitted->comment.parent_external_id)
            keys.parents.emplace(item->site, *parent);
    }
    return keys;
}

/// A set of pairs as the two arrays of an unnest.
template <class Pairs>
pqxx::result exec_pairs(transaction& tx, const sql::query& statement, const Pairs& pairs) {
    sql_array first, second;
    for (const auto& [a, b] : pairs) {
        first.add(a);
        second.add(b);
    }
    return tx.exec(statement, first, second);
}

thread_facts thread_at(const sql_row& row) {
    thread_facts facts;
    facts.next_seq = row.number<std::int64_t>("next_seq");
    facts.state = row.named("state", domain::parse_article_state);
    facts.kind = row.named("kind", domain::parse_article_kind);
    facts.external_id = row.text("external_id");
    facts.section = row.text("section");
    facts.title = row.text("title");
    const auto tags = row.json("tags");
    for (const auto& tag : tags.as_array()) facts.tags.emplace_back(tag.as_string());
    facts.published_at = row.optional_time("published_at");
    return facts;
}

std::optional<case_facts> case_at(const sql_row& row) {
    if (row.is_null("case_state")) return std::nullopt;
    case_facts facts;
    facts.state = row.named("case_state", domain::parse_case_state);
    facts.version = row.number<std::int64_t>("case_version");
    facts.cause = row.named("case_cause", domain::parse_case_cause);
    facts.priority = row.number<int>("case_priority");
    facts.report_count = row.number<int>("report_count");
    facts.opened_at = row.time("opened_at");
    if (const auto holder = row.optional_id<domain::key_id>("lease_holder"))
        facts.held = domain::lease{*holder, row.time("lease_until")};
    facts.deadline = deadline_from(row);
    return facts;
}

comment_facts comment_at(const sql_row& row) {
    comment_facts facts;
    facts.id = row.id<domain::comment_id>("comment_id");
    facts.article = row.id<domain::article_id>("article_id");
    facts.moved_from = row.optional_id<domain::article_id>("moved_from");
    facts.parent = row.optional_id<domain::comment_id>("parent_id");
    facts.root = row.id<domain::comment_id>("root_id");
    facts.status = row.named("status", domain::parse_comment_status);
    facts.author.presence = row.named("author_presence", domain::parse_author_presence);
    facts.author_key = row.optional_text("author_key");
    if (facts.author.presence == domain::author_presence::identified)
        facts.author.external_id = facts.author_key;
    facts.author.name = row.optional_text("pseudonym");
    facts.revision = row.number<int>("revision");
    facts.public_revision = row.optional_number<int>("public_revision");
    facts.body = row.text("body");
    facts.first_body = row.text("first_body");
    facts.newest_version = row.optional_number<std::int64_t>("newest_version");
    facts.newest_edit = row.optional_time("newest_edit");
    if (!row.is_null("deleted_from"))
        facts.removed = removal_facts{row.named("deleted_from", domain::parse_comment_status),
                                      row.optional_number<std::int64_t>("deleted_version")};
    facts.marked = row.flag("marked");
    facts.review = case_at(row);
    return facts;
}

external_key key_at(const sql_row& row) {
    return {row.id<domain::site_id>("site_id"), row.text("external_id")};
}

} // namespace

batch_facts lock_and_read_facts(transaction& tx, ingest_items items) {
    const auto keys = keys_of(items);
    batch_facts facts;
    std::set<std::pair<domain::article_id, domain::site_id>> threads; // in the order of their locks
    std::set<std::pair<domain::comment_id, domain::site_id>> stored;

    if (!keys.articles.empty())
        for (const auto& found : exec_pairs(tx, sql::resolve_articles, keys.articles)) {
            const sql_row row(found);
            const auto key = key_at(row);
            facts.articles[key] = row.id<domain::article_id>("article_id");
            threads.emplace(facts.articles[key], key.first);
        }

    auto comments = keys.parents;
    comments.insert(keys.comments.begin(), keys.comments.end());
    for (const auto& found : exec_pairs(tx, sql::resolve_comments, comments)) {
        const sql_row row(found);
        const auto key = key_at(row);
        const parent_facts known{row.id<domain::comment_id>("comment_id"),
                                 row.id<domain::article_id>("article_id"),
                                 row.id<domain::comment_id>("root_id")};
        if (keys.parents.contains(key)) facts.parents[key] = known;
        if (!keys.comments.contains(key)) continue;
        threads.emplace(known.article, key.first);
        stored.emplace(known.id, key.first);
    }

    sql_array sites, articles;
    for (const auto& [article, site] : threads) {
        sites.add(site);
        articles.add(article);
    }
    for (const auto& found : tx.exec(sql::lock_threads, sites, articles)) {
        const sql_row row(found);
        facts.threads[{row.id<domain::site_id>("site_id"), row.id<domain::article_id>("article_id")}] =
            thread_at(row);
        facts.now = row.time("now");
    }

    if (stored.empty()) return facts;
    sql_array stored_sites, ids;
    for (const auto& [id, site] : stored) {
        stored_sites.add(site);
        ids.add(id);
    }
    tx.exec(sql::lock_comments, stored_sites, ids);
    for (const auto& found : tx.exec(sql::select_comment_facts, stored_sites, ids)) {
        const sql_row row(found);
        auto comment = comment_at(row);
        if (!facts.threads.contains({row.id<domain::site_id>("site_id"), comment.article}))
            throw lost_race("a comment went to another thread while its thread's lock was waited for");
        facts.comments[key_at(row)] = std::move(comment);
    }
    return facts;
}

} // namespace greffe::store
