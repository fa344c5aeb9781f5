#include "server/domain/records.hpp"
#include "server/http/fields.hpp"
#include "server/http/handlers/handlers.hpp"
#include "server/service/answers_json.hpp"

namespace greffe::http::handlers {

answer list_articles(call& c) {
    if (auto external_id = c.query_value("external_id")) {
        auto found = co_await c.with.articles.find(c.site->id, std::move(*external_id));
        std::vector<service::article_view> items;
        if (found)
            items.push_back(std::move(*found));
        else if (found.error().code != domain::errc::not_found)
            co_return found.error();
        co_return json_reply({{"items", service::to_json(items)}});
    }
    auto asked = c.page();
    if (!asked) co_return asked.error();
    auto page = co_await c.with.articles.list(c.site->id, std::move(*asked));
    if (!page) co_return page.error();
    co_return json_reply(service::to_json(*page));
}

answer put_article(call& c) {
    auto content = domain::read_article(c.json);
    if (!content) co_return content.error();
    auto stored = co_await c.with.articles.upsert(c.site->id, c.external_id(), std::move(*content));
    if (!stored) co_return stored.error();
    co_return json_reply(service::to_json(*stored), stored->created ? 201 : 200);
}

answer show_article(call& c) {
    const auto id = c.id<domain::article_id>();
    if (!id) co_return id.error();
    auto found = co_await c.with.articles.find(c.who, *id);
    if (!found) co_return found.error();
    co_return json_reply(service::to_json(*found));
}

answer change_article(call& c) {
    fields from(c.json);
    const std::string name = from.text("state", 1, 16);
    if (auto wrong = from.finish()) co_return *wrong;
    const auto state = domain::parse_article_state(name);
    if (!state)
        co_return domain::fail(domain::errc::invalid_field, "state",
                               "one of open, closed, withdrawn is expected");
    auto changed = co_await c.with.life.set_state(c.who, c.site->id, c.external_id(), *state);
    if (!changed) co_return changed.error();
    co_return json_reply(service::to_json(*changed));
}

answer withdraw_article(call& c) {
    auto changed =
        co_await c.with.life.set_state(c.who, c.site->id, c.external_id(), domain::article_state::withdrawn);
    if (!changed) co_return changed.error();
    co_return json_reply(service::to_json(*changed));
}

answer merge_article(call& c) {
    fields from(c.json);
    std::string into = from.text("into", 1, 512);
    if (auto wrong = from.finish()) co_return *wrong;
    auto merged = co_await c.with.life.merge(c.who, c.site->id, c.external_id(), std::move(into));
    if (!merged) co_return merged.error();
    co_return json_reply(service::to_json(*merged));
}

} // namespace greffe::http::handlers
