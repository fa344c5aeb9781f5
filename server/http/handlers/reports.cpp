#include "server/domain/records.hpp"
#include "server/http/fields.hpp"
#include "server/http/handlers/handlers.hpp"
#include "server/service/answers_json.hpp"

namespace greffe::http::handlers {

answer report_comment(call& c) {
    auto report = domain::read_report(c.json);
    if (!report) co_return report.error();
    auto stored =
        co_await c.with.review.report(c.who, c.site->id, c.external_id(), std::move(*report), c.once);
    if (!stored) co_return stored.error();
    co_return json_reply(service::to_json(*stored), stored->duplicate ? 200 : 201);
}

answer show_receipt(call& c) {
    const auto id = c.id<domain::report_id>("receipt");
    if (!id) co_return id.error();
    auto found = co_await c.with.review.receipt(c.who, *id);
    if (!found) co_return found.error();
    co_return json_reply(service::to_json(*found));
}

answer open_case(call& c) {
    fields from(c.json);
    std::string reason = from.text("reason", 1, 64);
    if (auto wrong = from.finish()) co_return *wrong;
    auto opened = co_await c.with.review.open_case(c.who, c.site->id, c.external_id(), std::move(reason));
    if (!opened) co_return opened.error();
    co_return json_reply(service::to_json(*opened), 201);
}

} // namespace greffe::http::handlers
