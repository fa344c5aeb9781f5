#include "server/service/follow_changes.hpp"

namespace greffe::service {

using domain::errc;
using domain::fail;

namespace {

domain::result<void> check_reach(const change_request& asked, std::int64_t from,
                                 const ports::change_range& found) {
    if (!asked.after) return {};
    if (from < found.kept_from)
        return fail(errc::cursor_expired, "after",
                    "changes after this cursor are no longer kept: read the states of your comments anew, "
                    "then follow without `after`");
    if (from > found.next_index)
        return fail(errc::cursor_expired, "after",
                    "the log does not reach this cursor, as after a restore of the database: read the states "
                    "of your comments anew, then follow without `after`");
    return {};
}

} // namespace

follow_changes::follow_changes(ports::change_store& store, ports::change_tail& tail)
    : store_(store), tail_(tail) {}

boost::asio::awaitable<domain::result<change_feed>> follow_changes::read(domain::site_id site,
                                                                         change_request asked) {
    std::int64_t from = 0;
    if (asked.after) {
        const auto place = read_change_cursor(site, *asked.after);
        if (!place) co_return place.error();
        from = *place;
    }
    // One more than wanted tells whether there are more.
    auto found = co_await store_.changes(site, from, asked.limit + 1);
    if (const auto reached = check_reach(asked, from, found); !reached) co_return reached.error();
    if (found.changes.empty() && asked.wait > std::chrono::milliseconds::zero()) {
        const bool newer = co_await tail_.wait(site, from, asked.wait);
        if (newer) found = co_await store_.changes(site, from, asked.limit + 1);
        if (const auto reached = check_reach(asked, from, found); !reached) co_return reached.error();
    }

    change_feed feed{.site = site, .changes = std::move(found.changes), .next = from};
    feed.more = feed.changes.size() > static_cast<std::size_t>(asked.limit);
    if (feed.more) feed.changes.pop_back();
    if (!feed.changes.empty()) feed.next = feed.changes.back().log_index + 1;
    // Without a cursor and without a change: what is gone is not owed, so that the cursor is good tomorrow.
    if (feed.changes.empty() && !asked.after) feed.next = found.kept_from;
    co_return feed;
}

} // namespace greffe::service
