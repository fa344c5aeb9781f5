#include "server/domain/records.hpp"
#include "server/http/handlers/handlers.hpp"
#include "server/service/answers_json.hpp"

namespace greffe::http::handlers {

namespace {

reply shown(const service::submit_answer& stored) {
    return json_reply(service::to_json(stored), stored.effect == service::submit_effect::created ? 201 : 200);
}

} // namespace

answer submit_comment(call& c) {
    auto comment = domain::read_comment(c.json);
    if (!comment) co_return comment.error();
    // History is the import's business: a submission is judged.
    if (comment->observed_status)
        co_return domain::fail(domain::errc::invalid_field, "status",
                               "is taken by an import of history only");
    comment->screen = domain::screening::live;
    auto stored = co_await c.with.comments.submit(c.site->id, c.external_id(), std::move(*comment));
    if (!stored) co_return stored.error();
    co_return shown(*stored);
}

answer edit_comment(call& c) {
    auto edit = domain::read_edit(c.json);
    if (!edit) co_return edit.error();
    auto stored = co_await c.with.comments.edit(c.site->id, c.external_id(), std::move(*edit));
    if (!stored) co_return stored.error();
    co_return shown(*stored);
}

answer delete_comment(call& c) {
    auto stored = co_await c.with.comments.remove(c.site->id, c.external_id());
    if (!stored) co_return stored.error();
    co_return shown(*stored);
}

answer show_comment(call& c) {
    auto found = co_await c.with.threads.comment(c.site->id, c.external_id());
    if (!found) co_return found.error();
    co_return json_reply(service::to_json(*found));
}

answer show_comment_by_id(call& c) {
    const auto id = c.id<domain::comment_id>();
    if (!id) co_return id.error();
    auto found = co_await c.with.threads.comment(c.who, *id);
    if (!found) co_return found.error();
    co_return json_reply(service::to_json(*found));
}

} // namespace greffe::http::handlers
