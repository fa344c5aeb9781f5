#include "server/service/rule_stats.hpp"
#include "server/http/fields.hpp"
#include "server/http/handlers/handlers.hpp"

#include <charconv>

namespace greffe::http::handlers {

namespace {

constexpr int usual_days = 7;

/// -1: no number.
int days_from(const std::optional<std::string>& text) {
    if (!text) return usual_days;
    int days = -1;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), days);
    return read.ec == std::errc{} && read.ptr == text->data() + text->size() ? days : -1;
}

} // namespace

answer ruleset_stats(call& c) {
    auto stats = co_await c.with.rule_watch.stats(c.site->id, days_from(c.query_value("days")));
    if (!stats) co_return stats.error();
    co_return json_reply(service::to_json(*stats));
}

answer lift_guard(call& c) {
    fields from(c.json);
    std::string rule = from.text("rule", 1, 200);
    if (auto wrong = from.finish()) co_return *wrong;
    auto lifted = co_await c.with.rule_watch.lift(c.who, c.site->id, rule);
    if (!lifted) co_return lifted.error();
    co_return json_reply({{"rule", rule}, {"throttled", false}});
}

} // namespace greffe::http::handlers
