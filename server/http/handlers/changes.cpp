#include "server/http/handlers/handlers.hpp"

#include <charconv>

namespace greffe::http::handlers {

namespace {

/// A whole number of the query, within its bounds.
domain::result<int> number(const call& c, std::string_view name, int from, int to, int otherwise) {
    const auto text = c.query_value(name);
    if (!text) return otherwise;
    int value = 0;
    const auto [end, ec] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (ec != std::errc{} || end != text->data() + text->size() || value < from || value > to)
        return domain::fail(domain::errc::invalid_field, std::string(name),
                            "a number from " + std::to_string(from) + " to " + std::to_string(to) +
                                " is expected");
    return value;
}

constexpr int most_changes = 1000;
constexpr int longest_wait = 25; // seconds: below the request's own deadline, and most proxies'

} // namespace

answer follow_changes(call& c) {
    const auto limit = number(c, "limit", 1, most_changes, 200);
    if (!limit) co_return limit.error();
    const auto wait = number(c, "wait", 0, longest_wait, 0);
    if (!wait) co_return wait.error();
    service::change_request asked{
        .after = c.query_value("after"), .limit = *limit, .wait = std::chrono::seconds{*wait}};
    auto feed = co_await c.with.changes.read(c.site->id, std::move(asked));
    if (!feed) co_return feed.error();
    co_return json_reply(service::to_json(*feed));
}

} // namespace greffe::http::handlers
