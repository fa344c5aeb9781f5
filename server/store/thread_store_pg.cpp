#include "server/store/thread_store_pg.hpp"

#include "server/service/cursor.hpp"
#include "server/service/thread_order.hpp"
#include "server/store/review_rows.hpp"
#include "server/store/sql_row.hpp"
#include "server/store/transaction.hpp"

#include <algorithm>
#include <tuple>

namespace greffe::store {

using namespace service;
using namespace service::ports;

namespace {

/// After which comment a page starts: a root, and perhaps one of its replies. Times stay as they were
/// printed.
struct thread_place {
    std::optional<std::string> root_posted_at;
    std::optional<domain::comment_id> root;
    std::optional<std::string> reply_posted_at;
    std::optional<domain::comment_id> reply;
};

/// A cursor of the newest first says so; one of the oldest first is as it always was.
constexpr std::string_view newest_mark = "newest";

domain::result<std::optional<std::vector<std::string>>> read_parts(const std::optional<std::string>& cursor,
                                                                   thread_sort sort) {
    if (sort == thread_sort::oldest) return read_cursor(cursor, 4);
    auto parts = read_cursor(cursor, 5);
    if (!parts || !*parts) return parts;
    if ((**parts)[4] != newest_mark) return broken_cursor();
    return parts;
}

domain::result<thread_place> read_place(const std::optional<std::string>& cursor, thread_sort sort) {
    const auto parts = read_parts(cursor, sort);
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

/// The columns of greffe.read_thread. A thread has many rows, and a name would be looked up in each.
enum thread_column {
    head_id,
    head_state,
    head_version,
    head_published,
    head_whole,
    row_id,
    row_external_id,
    row_parent,
    row_root,
    row_posted_at,
    row_root_posted_at,
    row_visible,
    row_edited,
    row_name,
    row_body
};

std::string_view view_of(const pqxx::row& row, thread_column which) {
    const auto field = row[static_cast<pqxx::row::size_type>(which)];
    return {field.c_str(), field.size()};
}

public_comment public_comment_from(const pqxx::row& row) {
    public_comment comment;
    comment.id = id_from_sql<domain::comment_id>(view_of(row, row_id));
    comment.external_id = view_of(row, row_external_id);
    if (const auto parent = view_of(row, row_parent); !parent.empty())
        comment.parent = id_from_sql<domain::comment_id>(parent);
    comment.root = id_from_sql<domain::comment_id>(view_of(row, row_root));
    comment.posted_at = timestamp_from_sql(view_of(row, row_posted_at));
    comment.tombstone = view_of(row, row_visible) != "t";
    if (comment.tombstone) return comment;
    if (const auto name = row[row_name]; !name.is_null()) comment.author_name = view_of(row, row_name);
    comment.body = view_of(row, row_body);
    comment.edited = view_of(row, row_edited) == "t";
    return comment;
}

std::string cursor_after(const pqxx::row& last, thread_sort sort) {
    const auto time_of = [&](thread_column which) {
        return domain::to_rfc3339(timestamp_from_sql(view_of(last, which)));
    };
    std::vector<std::string> parts{time_of(row_root_posted_at), std::string(view_of(last, row_root)), "", ""};
    if (const auto id = view_of(last, row_id); id != view_of(last, row_root)) {
        parts[2] = time_of(row_posted_at);
        parts[3] = id;
    }
    if (sort == thread_sort::newest) parts.emplace_back(newest_mark);
    return to_cursor(parts);
}

thread_view view_from(const pqxx::result& rows, const thread_query& query) {
    const auto head = rows[0];
    thread_view view;
    view.article = id_from_sql<domain::article_id>(view_of(head, head_id));
    view.state = domain::parse_article_state(view_of(head, head_state)).value();
    view.published_count = head[head_published].as<std::int64_t>();
    const bool whole = view_of(head, head_whole) == "t";
    const auto found = static_cast<std::size_t>(rows.size()) - 1;
    const auto count = whole ? found : std::min(found, static_cast<std::size_t>(query.page.limit));
    view.comments.reserve(count);
    for (std::size_t i = 1; i <= count; ++i)
        view.comments.push_back(public_comment_from(rows[static_cast<pqxx::result::size_type>(i)]));
    if (whole)
        arrange_thread(view.comments, query.sort);
    else if (count < found)
        view.next = cursor_after(rows[static_cast<pqxx::result::size_type>(count)], query.sort);
    return view;
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

boost::asio::awaitable<domain::result<thread_reading>> thread_store_pg::thread(thread_query query) {
    const auto place = read_place(query.page.cursor, query.sort);
    if (!place) co_return place.error();
    auto work = [&](pqxx::connection& connection) -> domain::result<thread_reading> {
        const auto rows = read_at_once(connection, sql::select_thread,
                                       {to_sql(query.site), query.article_external_id, query.known_version,
                                        to_sql(query.page.limit), to_sql(query.sort == thread_sort::newest),
                                        place->root_posted_at, to_sql(place->root), place->reply_posted_at,
                                        to_sql(place->reply)});
        if (rows.empty())
            return domain::fail(domain::errc::not_found, "article", "the site has no such article");
        const auto head = rows[0];
        if (view_of(head, head_state) == to_string(domain::article_state::withdrawn))
            return domain::fail(domain::errc::not_found, "article",
                                "the article was withdrawn: its comments are no longer shown");
        thread_reading reading{std::string(view_of(head, head_version)),
                               id_from_sql<domain::article_id>(view_of(head, head_id)), std::nullopt};
        if (reading.version != query.known_version) reading.view = view_from(rows, query);
        return reading;
    };
    co_return co_await pool_.run(std::move(work));
}

boost::asio::awaitable<std::vector<std::optional<std::int64_t>>>
thread_store_pg::published_counts(domain::site_id site, std::vector<std::string> article_external_ids) {
    sql_array names;
    for (const auto& name : article_external_ids) names.add(name);
    auto work = [&](pqxx::connection& connection) {
        std::vector<std::optional<std::int64_t>> counts;
        for (const auto& row : read_at_once(connection, sql::select_counts, {to_sql(site), to_sql(names)}))
            counts.push_back(sql_row(row).optional_number<std::int64_t>("published_count"));
        return counts;
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
