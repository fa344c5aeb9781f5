#include "server/domain/records.hpp"
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

answer show_thread(call& c) {
    auto asked = c.page();
    if (!asked) co_return asked.error();
    auto thread = co_await c.with.threads.thread(c.site->id, c.external_id(), std::move(*asked));
    if (!thread) co_return thread.error();
    co_return json_reply(service::to_json(*thread));
}

} // namespace greffe::http::handlers
