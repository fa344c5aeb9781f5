#include "server/store/review_store_pg.hpp"

#include "server/service/cursor.hpp"
#include "server/store/changed_threads.hpp"
#include "server/store/review_once.hpp"
#include "server/store/review_rows.hpp"
#include "server/store/review_transaction.hpp"

#include <charconv>

namespace greffe::store {

namespace ports = service::ports;
using boost::asio::awaitable;
using domain::errc;
using domain::fail;

namespace {

/// Where a page of the queue ends: the sort key of its last case.
struct queue_place {
    int priority = 0;
    domain::timestamp opened_at;
    domain::comment_id id;
};

std::string to_text(const service::case_summary& last) {
    return service::to_cursor(
        {std::to_string(last.priority), domain::to_rfc3339(last.opened_at), last.id.to_string()});
}

/// None for no cursor.
domain::result<std::optional<queue_place>> place_from(const std::optional<std::string>& cursor) {
    const auto parts = service::read_cursor(cursor, 3);
    if (!parts) return parts.error();
    if (!*parts) return std::optional<queue_place>{};
    queue_place place;
    const auto& number = (**parts)[0];
    const auto read = std::from_chars(number.data(), number.data() + number.size(), place.priority);
    const auto opened_at = domain::parse_rfc3339((**parts)[1]);
    const auto id = domain::comment_id::parse((**parts)[2]);
    if (read.ec != std::errc{} || read.ptr != number.data() + number.size() || !opened_at || !id)
        return service::broken_cursor();
    place.opened_at = *opened_at;
    place.id = *id;
    return std::optional(place);
}

template <class Item>
std::vector<Item> all(const pqxx::result& rows, Item (*from)(const sql_row&)) {
    std::vector<Item> items;
    items.reserve(static_cast<std::size_t>(rows.size()));
    for (const auto& row : rows) items.push_back(from(sql_row(row)));
    return items;
}

service::claim_answer claimed(const pqxx::result& rows) {
    service::claim_answer answer;
    answer.leased_until = sql_row(rows.at(0)).time("leased_until");
    for (const auto& row : rows)
        if (!row["comment_id"].is_null()) answer.cases.push_back(summary_from(sql_row(row)));
    return answer;
}

void read_comments(transaction& tx, service::case_view& view) {
    for (const auto& row : tx.exec(sql::select_case_comments, view.summary.site, view.summary.id)) {
        auto comment = case_comment_from(sql_row(row));
        if (row["place"].is_null())
            view.parent = std::move(comment);
        else if (row["place"].as<int>() == 0)
            view.comment = std::move(comment);
        else
            view.around.push_back(std::move(comment));
    }
}

} // namespace

awaitable<domain::result<boost::json::object>> review_store_pg::change(ports::review_request request,
                                                                       ports::review_step step) {
    auto work = [&](pqxx::connection& connection) {
        changed_threads touched(watch_);
        return transact_once(connection, request.once,
                             [&](transaction& tx) -> domain::result<boost::json::object> {
                                 const auto known = lock_rows(tx, request);
                                 if (!known) return fail(errc::not_found, {}, "no such comment");
                                 touched.note(known->article);
                                 auto changed = step(*known);
                                 if (!changed) return changed.error();
                                 write_change(tx, *known, *changed);
                                 return std::move(changed->answer);
                             });
    };
    co_return co_await pool_.run(work);
}

awaitable<domain::result<boost::json::object>>
review_store_pg::claim(ports::claim_request request,
                       std::function<boost::json::object(const service::claim_answer&)> to_answer) {
    auto work = [&](pqxx::connection& connection) {
        return transact_once(
            connection, request.once, [&](transaction& tx) -> domain::result<boost::json::object> {
                return to_answer(claimed(tx.exec(sql::claim_cases, request.who, request.within, request.count,
                                                 request.with_escalated, request.length.count())));
            });
    };
    co_return co_await pool_.run(work);
}

awaitable<std::optional<service::report_answer>>
review_store_pg::receipt(domain::report_id id, std::optional<domain::site_id> within) {
    auto work = [&](pqxx::connection& connection) -> std::optional<service::report_answer> {
        transaction tx(connection, transaction::kind::snapshot);
        const auto rows = tx.exec(sql::select_receipt, id, within);
        if (rows.empty()) return std::nullopt;
        return receipt_from(sql_row(rows.at(0)));
    };
    co_return co_await pool_.run(work);
}

awaitable<domain::result<service::page<service::case_summary>>>
review_store_pg::queue(domain::key_id who, std::optional<domain::site_id> within,
                       service::page_request request) {
    const auto place = place_from(request.cursor);
    if (!place) co_return place.error();
    const std::optional<queue_place>& after = *place;
    auto work = [&](pqxx::connection& connection) {
        transaction tx(connection, transaction::kind::snapshot);
        const auto priority = after ? std::optional(after->priority) : std::nullopt;
        const auto opened_at = after ? std::optional(after->opened_at) : std::nullopt;
        const auto id = after ? std::optional(after->id) : std::nullopt;
        return all(tx.exec(sql::select_queue, who, within, priority, opened_at, id, request.limit + 1),
                   summary_from);
    };
    service::page<service::case_summary> page;
    page.items = co_await pool_.run(work);
    if (page.items.size() > static_cast<std::size_t>(request.limit)) {
        page.items.pop_back();
        page.next = to_text(page.items.back());
    }
    co_return page;
}

awaitable<std::optional<service::case_view>> review_store_pg::show(domain::key_id who, domain::comment_id id,
                                                                   std::optional<domain::site_id> within) {
    auto work = [&](pqxx::connection& connection) -> std::optional<service::case_view> {
        transaction tx(connection, transaction::kind::snapshot);
        const auto found = tx.exec(sql::select_case, who, id, within);
        if (found.empty()) return std::nullopt;
        const sql_row row(found.at(0));
        service::case_view view;
        view.summary = summary_from(row);
        view.article = case_article_from(row);
        const auto site = view.summary.site;
        read_comments(tx, view);
        view.revisions = all(tx.exec(sql::select_case_revisions, site, id), case_revision_from);
        view.flags = all(tx.exec(sql::select_case_flags, site, id), case_flag_from);
        view.reports = all(tx.exec(sql::select_case_reports, site, id), case_report_from);
        view.decisions = all(tx.exec(sql::select_case_decisions, site, id), case_decision_from);
        return view;
    };
    co_return co_await pool_.run(work);
}

} // namespace greffe::store
