#include "server/store/article_store_pg.hpp"

#include "server/domain/records.hpp"
#include "server/service/cursor.hpp"
#include "server/store/article_rows.hpp"
#include "server/store/event_rows.hpp"
#include "server/store/row_columns.hpp"
#include "server/store/sql_row.hpp"

#include <boost/json/serialize.hpp>

namespace greffe::store {

using namespace service;
using namespace service::ports;

namespace {

template <class Digest>
std::string bytea_of(const Digest& digest) {
    return to_bytea({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

struct stored_article {
    domain::article_id id;
    int revision = 1;
    std::string content_hash;                    // bytea's text
    std::optional<article_answer> merged_into{}; // what this one's name reaches now
};

std::optional<stored_article> find_stored(transaction& tx, domain::site_id site,
                                          const std::string& external_id) {
    const auto rows = tx.exec(sql::select_article_revision, site, external_id);
    if (rows.empty()) return std::nullopt;
    const sql_row row(rows[0]);
    stored_article found{row.id<domain::article_id>("article_id"), row.number<int>("revision"),
                         row.text("content_hash")};
    if (const auto merged = row.optional_id<domain::article_id>("merged_id"))
        found.merged_into = article_answer{*merged, row.text("merged_external_id"),
                                           row.number<int>("merged_revision"), false, false};
    return found;
}

/// Locks the thread; its next sequence number.
std::int64_t lock_thread(transaction& tx, domain::site_id site, domain::article_id article) {
    sql_array sites, articles;
    sites.add(site);
    articles.add(article);
    return sql_row(tx.exec(sql::lock_threads, sites, articles).at(0)).number<std::int64_t>("next_seq");
}

void append_event(transaction& tx, const event_row& event) {
    insert_events(tx, {&event, 1});
    row_columns<pg::uuid, pg::uuid, pg::bigint, pg::bigint, pg::bigint> thread;
    thread.add(event.site, event.article, event.seq + 1, 0, 0);
    thread.run(tx, sql::update_threads);
}

std::size_t write_revision(transaction& tx, const sql::query& statement, const article_write& write,
                           const sql_value& second, const sql_value& third) {
    sql_array tags;
    for (const auto& tag : write.content.tags) tags.add(tag);
    const auto& content = write.content;
    return static_cast<std::size_t>(
        tx.exec(statement, write.site, second, third, to_string(content.kind), content.url, content.title,
                content.section, tags, content.published_at, write.received_at(),
                bytea_of(write.content_hash), boost::json::serialize(domain::to_json(content)))
            .affected_rows());
}

/// Whether history tells what is stored already: the newest revision is not all there is.
bool is_stored_revision(transaction& tx, const article_write& write, const stored_article& stored) {
    if (write.seen->revision) return *write.seen->revision <= stored.revision;
    return !tx.exec(sql::select_article_revision_of_hash, write.site, stored.id, bytea_of(write.content_hash))
                .empty();
}

article_answer upsert_in(transaction& tx, const article_write& write) {
    auto stored = find_stored(tx, write.site, write.external_id);
    if (!stored) {
        const auto id = to_sql(write.fresh_id);
        if (write_revision(tx, sql::insert_article, write, id, write.external_id) == 1) {
            const auto event = write.seal({write.fresh_id, 1, 1, true});
            insert_events(tx, {&event, 1});
            if (write.seen && write.seen->state != domain::article_state::open)
                tx.exec(sql::update_observed_article, write.site, write.fresh_id,
                        to_string(write.seen->state));
            return {write.fresh_id, write.external_id, 1, true, true};
        }
        stored = find_stored(tx, write.site, write.external_id); // another transaction was first
    }
    // The content of a merged article is of no article any more; its name answers for the one it was merged
    // into.
    if (stored->merged_into) return *stored->merged_into;
    const auto hash = bytea_of(write.content_hash);
    if (stored->content_hash == hash) return {stored->id, write.external_id, stored->revision, false, false};
    const auto seq = lock_thread(tx, write.site, stored->id);
    stored = find_stored(tx, write.site, write.external_id);
    if (stored->merged_into) return *stored->merged_into;
    if (stored->content_hash == hash) return {stored->id, write.external_id, stored->revision, false, false};
    if (write.seen && is_stored_revision(tx, write, *stored))
        return {stored->id, write.external_id, stored->revision, false, false};
    const int revision = stored->revision + 1;
    write_revision(tx, sql::update_article, write, to_sql(stored->id), to_sql(revision));
    append_event(tx, write.seal({stored->id, seq, revision, false}));
    return {stored->id, write.external_id, revision, false, true};
}

domain::result<capture_answer> attach_in(transaction& tx, const capture_write& write) {
    auto article = find_stored(tx, write.site, write.article_external_id);
    if (!article)
        return domain::fail(domain::errc::unknown_article, "article", "the site has no such article yet");
    if (article->merged_into) {
        article->id = article->merged_into->id;
        article->revision = article->merged_into->revision;
    }
    const auto sha512 = "\\x" + write.sha512;
    const auto find = [&]() -> std::optional<domain::capture_id> {
        const auto rows = tx.exec(sql::select_capture, write.site, article->id, sha512);
        if (rows.empty()) return std::nullopt;
        return sql_row(rows[0]).id<domain::capture_id>("capture_id");
    };
    if (const auto known = find()) return capture_answer{*known, false};
    const auto seq = lock_thread(tx, write.site, article->id);
    if (const auto known = find()) return capture_answer{*known, false};
    auto observation = domain::to_json(write.observed);
    observation.erase("raw");
    tx.exec(sql::insert_capture, write.site, write.fresh_id, article->id, sha512,
            to_bytea(write.observed.raw), boost::json::serialize(observation),
            write.received_at.value_or(write.now), write.size);
    append_event(tx, write.seal({article->id, seq, article->revision, false}, write.observed.raw));
    return capture_answer{write.fresh_id, true};
}

} // namespace

boost::asio::awaitable<article_answer> article_store_pg::upsert(article_write write) {
    auto work = [&write](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) { return upsert_in(tx, write); });
    };
    co_return co_await pool_.run(std::move(work));
}

boost::asio::awaitable<domain::result<capture_answer>> article_store_pg::attach_capture(capture_write write) {
    auto work = [&write](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) { return attach_in(tx, write); });
    };
    co_return co_await pool_.run(std::move(work));
}

boost::asio::awaitable<domain::result<page<article_view>>> article_store_pg::list(domain::site_id site,
                                                                                  page_request request) {
    const auto cursor = read_cursor(request.cursor, 1);
    if (!cursor) co_return cursor.error();
    std::optional<domain::article_id> after;
    if (*cursor) {
        after = domain::article_id::parse((**cursor)[0]);
        if (!after) co_return broken_cursor();
    }
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) {
            page<article_view> found;
            for (const auto& row : tx.exec(sql::select_articles, site, after, request.limit + 1))
                found.items.push_back(article_from(sql_row(row)));
            return found;
        });
    };
    auto found = co_await pool_.run(std::move(work));
    if (found.items.size() > static_cast<std::size_t>(request.limit)) {
        found.items.pop_back();
        found.next = to_cursor({found.items.back().id.to_string()});
    }
    co_return found;
}

boost::asio::awaitable<std::optional<article_view>> article_store_pg::find(domain::site_id site,
                                                                           std::string external_id) {
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) {
            const auto rows = tx.exec(sql::select_article, site, external_id);
            std::optional<article_view> found;
            if (!rows.empty()) found = article_from(sql_row(rows[0]));
            return found;
        });
    };
    co_return co_await pool_.run(std::move(work));
}

boost::asio::awaitable<std::optional<article_view>> article_store_pg::find(domain::article_id id) {
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) {
            const auto rows = tx.exec(sql::select_article_by_id, id);
            std::optional<article_view> found;
            if (!rows.empty()) found = article_from(sql_row(rows[0]));
            return found;
        });
    };
    co_return co_await pool_.run(std::move(work));
}

} // namespace greffe::store
