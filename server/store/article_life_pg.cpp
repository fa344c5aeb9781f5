#include "server/store/article_life_pg.hpp"

#include "server/store/article_rows.hpp"
#include "server/store/changed_threads.hpp"
#include "server/store/event_rows.hpp"
#include "server/store/moved_comments.hpp"
#include "server/store/row_columns.hpp"
#include "server/store/sql_row.hpp"

namespace greffe::store {

namespace ports = service::ports;
using boost::asio::awaitable;
using domain::errc;
using domain::fail;

namespace {

constexpr int chunk = 500; // comments that are in memory at a time
// A great thread moves in one transaction.
constexpr std::chrono::minutes move_timeout{2};

domain::error no_such_article(std::string field) {
    return fail(errc::unknown_article, std::move(field), "the site has no such article yet");
}

/// Where a name leads: the article itself, or the one that it was merged into.
std::optional<domain::article_id> reached(transaction& tx, domain::site_id site,
                                          const std::string& external_id) {
    sql_array sites, names;
    sites.add(site);
    names.add(external_id);
    const auto rows = tx.exec(sql::resolve_articles, sites, names);
    if (rows.empty()) return std::nullopt;
    return sql_row(rows[0]).id<domain::article_id>("article_id");
}

/// Throws lost_race unless the name still leads there: what was read before the lock may have changed.
void expect_reached(transaction& tx, domain::site_id site, const std::string& external_id,
                    domain::article_id article) {
    if (reached(tx, site, external_id) != article) throw lost_race("the article was merged meanwhile");
}

struct comment_place {
    domain::comment_id id;
    domain::article_id article;
    domain::comment_id root;
    bool operator==(const comment_place&) const = default;
};

std::optional<comment_place> find_comment(transaction& tx, domain::site_id site,
                                          const std::string& external_id) {
    const auto rows = tx.exec(sql::select_comment_place, site, external_id);
    if (rows.empty()) return std::nullopt;
    const sql_row row(rows[0]);
    return comment_place{row.id<domain::comment_id>("comment_id"), row.id<domain::article_id>("article_id"),
                         row.id<domain::comment_id>("root_id")};
}

domain::result<service::article_view> set_state_in(transaction& tx, const ports::state_change& change) {
    const auto article = reached(tx, change.site, change.article_external_id);
    if (!article) return fail(errc::not_found, "article", "the site has no such article");
    sql_array sites, articles;
    sites.add(change.site);
    articles.add(*article);
    const auto locked = tx.exec(sql::lock_threads, sites, articles);
    expect_reached(tx, change.site, change.article_external_id, *article);
    const auto read = [&] {
        return article_from(
            sql_row(tx.exec(sql::select_article, change.site, change.article_external_id).at(0)));
    };
    auto view = read();
    if (view.state == change.state) return view;
    const auto seq = sql_row(locked.at(0)).number<std::int64_t>("next_seq");
    tx.exec(sql::update_article_state, change.site, *article, to_string(change.state), change.now);
    const auto event = change.seal({*article, seq, view.revision, false});
    insert_events(tx, {&event, 1});
    row_columns<pg::uuid, pg::uuid, pg::bigint, pg::bigint, pg::bigint> thread;
    thread.add(change.site, *article, seq + 1, 0, 0);
    thread.run(tx, sql::update_threads);
    view.state = change.state;
    return view;
}

domain::result<service::move_answer> move_in(transaction& tx, const ports::comment_move& asked) {
    const auto comment = find_comment(tx, asked.site, asked.comment_external_id);
    if (!comment) return fail(errc::not_found, {}, "the site has no such comment");
    const auto to = reached(tx, asked.site, asked.to_external_id);
    if (!to) return no_such_article("article");
    if (*to == comment->article) return service::move_answer{comment->id, *to, *to, 0};

    moved_comments moving(tx, asked.site, comment->article, *to);
    expect_reached(tx, asked.site, asked.to_external_id, *to);
    if (find_comment(tx, asked.site, asked.comment_external_id) != comment)
        throw lost_race("the comment was moved meanwhile");
    std::vector<domain::comment_id> ids;
    for (const auto& row : tx.exec(sql::select_comments_below, asked.site, comment->id, comment->root))
        ids.push_back(sql_row(row).id<domain::comment_id>("comment_id"));
    moving.move(ids, comment->id, asked.seal);
    moving.finish();
    return service::move_answer{comment->id, comment->article, *to, moving.count()};
}

void move_all(transaction& tx, const ports::article_merge& asked, domain::article_id from,
              moved_comments& moving) {
    std::optional<std::string> last_posted_at;
    std::optional<domain::comment_id> last;
    for (;;) {
        const auto rows =
            tx.exec(sql::select_comments_of_article, asked.site, from, last_posted_at, last, chunk);
        if (rows.empty()) return;
        std::vector<domain::comment_id> ids;
        for (const auto& row : rows) ids.push_back(sql_row(row).id<domain::comment_id>("comment_id"));
        last = ids.back();
        last_posted_at = sql_row(rows[rows.size() - 1]).text("posted_at");
        moving.move(ids, std::nullopt, asked.seal_comment);
    }
}

domain::result<service::merge_answer> merge_in(transaction& tx, const ports::article_merge& asked) {
    const auto from = reached(tx, asked.site, asked.article_external_id);
    if (!from) return fail(errc::not_found, "article", "the site has no such article");
    const auto into = reached(tx, asked.site, asked.into_external_id);
    if (!into) return no_such_article("into");
    if (asked.article_external_id == asked.into_external_id)
        return fail(errc::invalid_field, "into", "an article is not merged into itself");
    service::merge_answer answer{*from, *into, {}, 0, *from == *into};
    if (!answer.unchanged) {
        moved_comments moving(tx, asked.site, *from, *into);
        expect_reached(tx, asked.site, asked.article_external_id, *from);
        expect_reached(tx, asked.site, asked.into_external_id, *into);
        move_all(tx, asked, *from, moving);
        moving.add(asked.seal_article);
        moving.finish();
        tx.exec(sql::merge_article, asked.site, *from, *into, asked.now);
        answer.moved = moving.count();
    }
    answer.external_id =
        article_from(sql_row(tx.exec(sql::select_article, asked.site, asked.into_external_id).at(0)))
            .external_id;
    return answer;
}

} // namespace

awaitable<domain::result<service::article_view>> article_life_pg::set_state(ports::state_change change) {
    auto work = [&](pqxx::connection& connection) {
        changed_threads changed(watch_);
        return in_transaction(connection, [&](transaction& tx) {
            auto outcome = set_state_in(tx, change);
            if (outcome) changed.note(outcome->id);
            return outcome;
        });
    };
    co_return co_await pool_.run(work);
}

awaitable<domain::result<service::move_answer>> article_life_pg::move(ports::comment_move asked) {
    auto work = [&](pqxx::connection& connection) {
        changed_threads changed(watch_);
        const auto once = [&](transaction& tx) {
            auto outcome = move_in(tx, asked);
            if (outcome) {
                changed.note(outcome->from);
                changed.note(outcome->to);
            }
            return outcome;
        };
        return in_transaction(connection, once, move_timeout);
    };
    co_return co_await pool_.run(work);
}

awaitable<domain::result<service::merge_answer>> article_life_pg::merge(ports::article_merge asked) {
    auto work = [&](pqxx::connection& connection) {
        changed_threads changed(watch_);
        const auto once = [&](transaction& tx) {
            auto outcome = merge_in(tx, asked);
            if (outcome) {
                changed.note(outcome->merged);
                changed.note(outcome->into);
            }
            return outcome;
        };
        return in_transaction(connection, once, move_timeout);
    };
    co_return co_await pool_.run(work);
}

} // namespace greffe::store
