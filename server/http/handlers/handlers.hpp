// Every handler of the table, one file a group. Each runs on the connection's strand after the route's
// checks: the key is known and allowed, {site} is found, the body is read and is what the route says. Its
// contract is the use case's.
#pragma once
#include "server/http/call.hpp"

namespace greffe::http {

class exchange;

namespace handlers {

using answer = boost::asio::awaitable<domain::result<reply>>;

// sites.cpp
answer create_site(call& c);
answer list_sites(call& c);
answer show_site(call& c);
answer change_site(call& c);
// articles.cpp
answer list_articles(call& c);
answer show_article(call& c);
answer put_article(call& c);
answer change_article(call& c);
answer withdraw_article(call& c);
answer merge_article(call& c);
// threads.cpp
answer show_thread(call& c);
answer show_counts(call& c);
// comments.cpp
answer submit_comment(call& c);
answer show_comment(call& c);
answer show_comment_by_id(call& c);
answer edit_comment(call& c);
answer delete_comment(call& c);
answer move_comment(call& c);
// changes.cpp
answer follow_changes(call& c);
// reports.cpp
answer report_comment(call& c);
answer show_receipt(call& c);
answer open_case(call& c);
// queue.cpp
answer show_queue(call& c);
answer claim_cases(call& c);
answer show_case(call& c);
answer renew_case(call& c);
answer release_case(call& c);
answer escalate_case(call& c);
answer decide_case(call& c);
// rulesets.cpp
answer show_ruleset(call& c);
answer push_ruleset(call& c);
answer check_ruleset(call& c);
answer ruleset_history(call& c);
answer approve_ruleset(call& c);
answer roll_back_ruleset(call& c);
answer ruleset_changes(call& c);
// rule_stats.cpp
answer ruleset_stats(call& c);
answer lift_guard(call& c);
// backtests.cpp
boost::asio::awaitable<domain::result<void>> backtest_ruleset(call& c, exchange& with);
boost::asio::awaitable<domain::result<void>> hunt_by_ruleset(call& c, exchange& with);
boost::asio::awaitable<domain::result<void>> undo_hunt(call& c, exchange& with);
answer list_hunts(call& c);
// exports.cpp
answer export_article(call& c);
// keys.cpp
answer create_key(call& c);
answer list_keys(call& c);
answer revoke_key(call& c);
// import.cpp
boost::asio::awaitable<domain::result<void>> import_lines(call& c, exchange& with);
// operations.cpp
answer healthz(call& c);
answer readyz(call& c);
answer metrics(call& c);
answer openapi(call& c);

} // namespace handlers
} // namespace greffe::http
