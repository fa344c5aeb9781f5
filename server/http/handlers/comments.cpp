#include "server/domain/records.hpp"
#include "server/http/fields.hpp"
#include "server/http/handlers/handlers.hpp"
#include "server/service/answers_json.hpp"

#include <charconv>

namespace greffe::http::handlers {

namespace {

reply shown(const service::submit_answer& stored) {
    return json_reply(service::to_json(stored), stored.effect == service::submit_effect::created ? 201 : 200);
}

/// A deletion has no body: its version is in the query.
domain::result<std::optional<std::int64_t>> source_version_of(const call& c) {
    const auto text = c.query_value("source_version");
    if (!text) return std::optional<std::int64_t>{};
    std::int64_t version = 0;
    const auto [end, ec] = std::from_chars(text->data(), text->data() + text->size(), version);
    if (ec != std::errc{} || end != text->data() + text->size() || version < 0)
        return domain::fail(domain::errc::invalid_field, "source_version", "must be an integer, 0 or more");
    return std::optional(version);
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
    const auto version = source_version_of(c);
    if (!version) co_return version.error();
    auto stored = co_await c.with.comments.remove(c.site->id, c.external_id(), *version);
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

answer move_comment(call& c) {
    fields from(c.json);
    std::string article = from.text("article", 1, 512);
    if (auto wrong = from.finish()) co_return *wrong;
    auto moved = co_await c.with.life.move(c.who, c.site->id, c.external_id(), std::move(article));
    if (!moved) co_return moved.error();
    co_return json_reply(service::to_json(*moved));
}

} // namespace greffe::http::handlers
