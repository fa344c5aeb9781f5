#include "server/store/thread_store_pg.hpp"

#include "server/service/cursor.hpp"
#include "server/store/review_rows.hpp"
#include "server/store/sql_row.hpp"
#include "server/store/transaction.hpp"

namespace greffe::store {

using namespace service;

namespace {

/// After which comment a page starts: a root, and perhaps one of its replies. Times stay as PostgreSQL
/// printed them.
struct thread_place {
    std::optional<std::string> root_posted_at;
    std::optional<domain::comment_id> root;
    std::optional<std::string> reply_posted_at;
    std::optional<domain::comment_id> reply;
};

domain::result<thread_place> read_place(const std::optional<std::string>& cursor) {
    const auto parts = read_cursor(cursor, 4);
    if (!parts) return parts.error();
    thread_place place;
    if (!*parts) return place;
    const auto& [root_time, root, reply_time, reply] =
        std::tie((**parts)[0], (**parts)[1], (**parts)[2], (**parts)[3]);
    place.root = domain::comment_id::parse(root);
    if (!place.root || !domain::parse_rfc3339(root_time)) return broken_cursor();
    place.root_posted_at = root_time;
    if (reply.empty()) return place;
    place.reply = domain::comment_id::parse(reply);
    if (!place.reply || !domain::parse_rfc3339(reply_time)) return broken_cursor();
    place.reply_posted_at = reply_time;
    return place;
}

std::string cursor_after(const sql_row& row) {
    const auto root_time = domain::to_rfc3339(row.time("root_posted_at"));
    if (row.text("comment_id") == row.text("root_id"))
        return to_cursor({root_time, row.text("root_id"), "", ""});
    return to_cursor(
        {root_time, row.text("root_id"), domain::to_rfc3339(row.time("posted_at")), row.text("comment_id")});
}

public_comment public_comment_from(const sql_row& row) {
    public_comment comment;
    comment.id = row.id<domain::comment_id>("comment_id");
    comment.external_id = row.text("external_id");
    comment.parent = row.optional_id<domain::comment_id>("parent_id");
    comment.root = row.id<domain::comment_id>("root_id");
    comment.posted_at = row.time("posted_at");
    comment.tombstone = !row.flag("visible");
    if (comment.tombstone) return comment;
    comment.author_name = row.optional_text("pseudonym");
    comment.body = row.text("body");
    comment.edited = row.number<int>("revision") > 1;
    return comment;
}

template <class... Values>
boost::asio::awaitable<std::optional<comment_view>>
select_one(connection_pool& pool, const sql::query& statement, const Values&... values) {
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) {
            const auto rows = tx.exec(statement, values...);
            std::optional<comment_view> found;
            if (!rows.empty()) found = case_comment_from(sql_row(rows[0]));
            return found;
        });
    };
    co_return co_await pool.run(std::move(work));
}

} // namespace

boost::asio::awaitable<domain::result<thread_view>>
thread_store_pg::thread(domain::site_id site, std::string article_external_id, page_request request) {
    const auto place = read_place(request.cursor);
    if (!place) co_return place.error();
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) -> domain::result<thread_view> {
            const auto articles = tx.exec(sql::select_article, site, article_external_id);
            if (articles.empty())
                return domain::fail(domain::errc::not_found, "article", "the site has no such article");
            const sql_row article(articles[0]);
            thread_view view;
            view.article = article.id<domain::article_id>("article_id");
            view.published_count = article.number<std::int64_t>("published_count");
            const auto rows = tx.exec(sql::select_thread, site, view.article, place->root_posted_at,
                                      place->root, place->reply_posted_at, place->reply, request.limit);
            const auto count = std::min<std::size_t>(rows.size(), static_cast<std::size_t>(request.limit));
            for (std::size_t i = 0; i < count; ++i)
                view.comments.push_back(public_comment_from(sql_row(rows[static_cast<int>(i)])));
            if (count < static_cast<std::size_t>(rows.size()))
                view.next = cursor_after(sql_row(rows[static_cast<int>(count) - 1]));
            return view;
        });
    };
    co_return co_await pool_.run(std::move(work));
}

boost::asio::awaitable<std::optional<comment_view>> thread_store_pg::comment(domain::site_id site,
                                                                             std::string external_id) {
    co_return co_await select_one(pool_, sql::select_comment, site, external_id);
}

boost::asio::awaitable<std::optional<comment_view>> thread_store_pg::comment(domain::comment_id id) {
    co_return co_await select_one(pool_, sql::select_comment_by_id, id);
}

} // namespace greffe::store
