#include "server/http/fields.hpp"
#include "server/http/handlers/handlers.hpp"
#include "server/service/answers_json.hpp"

#include <limits>

namespace greffe::http::handlers {

answer show_queue(call& c) {
    auto asked = c.page();
    if (!asked) co_return asked.error();
    auto site = co_await c.named_site(c.query_value("site"));
    if (!site) co_return site.error();
    auto page = co_await c.with.review.queue(c.who, *site, std::move(*asked));
    if (!page) co_return page.error();
    co_return json_reply(service::to_json(*page));
}

answer claim_cases(call& c) {
    fields from(c.json);
    const auto count = static_cast<int>(from.integer_or("count", 1, 1, 50));
    auto site_name = from.optional_text("site", 64);
    if (auto wrong = from.finish()) co_return *wrong;
    auto site = co_await c.named_site(std::move(site_name));
    if (!site) co_return site.error();
    auto claimed = co_await c.with.review.claim(c.who, *site, count, c.once);
    if (!claimed) co_return claimed.error();
    co_return json_reply(service::to_json(*claimed));
}

answer show_case(call& c) {
    const auto id = c.id<domain::comment_id>();
    if (!id) co_return id.error();
    auto found = co_await c.with.review.show(c.who, *id);
    if (!found) co_return found.error();
    co_return json_reply(service::to_json(*found));
}

answer renew_case(call& c) {
    fields from(c.json);
    if (auto wrong = from.finish()) co_return *wrong;
    const auto id = c.id<domain::comment_id>();
    if (!id) co_return id.error();
    auto renewed = co_await c.with.review.renew(c.who, *id);
    if (!renewed) co_return renewed.error();
    co_return json_reply(service::to_json(*renewed));
}

answer release_case(call& c) {
    fields from(c.json);
    if (auto wrong = from.finish()) co_return *wrong;
    const auto id = c.id<domain::comment_id>();
    if (!id) co_return id.error();
    auto released = co_await c.with.review.release(c.who, *id);
    if (!released) co_return released.error();
    co_return json_reply(service::to_json(*released));
}

answer escalate_case(call& c) {
    fields from(c.json);
    std::string reason = from.text("reason", 1, 64);
    if (auto wrong = from.finish()) co_return *wrong;
    const auto id = c.id<domain::comment_id>();
    if (!id) co_return id.error();
    auto escalated = co_await c.with.review.escalate(c.who, *id, std::move(reason));
    if (!escalated) co_return escalated.error();
    co_return json_reply(service::to_json(*escalated));
}

answer decide_case(call& c) {
    fields from(c.json);
    const std::string action = from.text("action", 1, 16);
    service::decide_request request;
    request.reason = from.text("reason", 1, 64);
    request.note = from.text("note", 0, 4000);
    request.policy = from.optional_text("policy", 64);
    request.version = from.integer("version", 1, std::numeric_limits<std::int64_t>::max());
    if (auto wrong = from.finish()) co_return *wrong;
    const auto parsed = domain::parse_decision_action(action);
    if (!parsed)
        co_return domain::fail(domain::errc::invalid_field, "action",
                               "one of approve, reject, dismiss is expected");
    request.action = *parsed;
    const auto id = c.id<domain::comment_id>();
    if (!id) co_return id.error();
    auto decided = co_await c.with.review.decide(c.who, *id, std::move(request), c.once);
    if (!decided) co_return decided.error();
    co_return json_reply(service::to_json(*decided));
}

} // namespace greffe::http::handlers
