#include "server/http/fields.hpp"
#include "server/http/handlers/handlers.hpp"
#include "server/service/answers_json.hpp"

namespace greffe::http::handlers {

answer create_site(call& c) {
    fields from(c.json);
    std::string name = from.text("name", 1, 64);
    if (auto wrong = from.finish()) co_return *wrong;
    auto made = co_await c.with.sites.create(c.who, std::move(name));
    if (!made) co_return made.error();
    co_return json_reply(service::to_json(*made), 201);
}

answer list_sites(call& c) {
    auto sites = co_await c.with.sites.list(c.who);
    if (!sites) co_return sites.error();
    co_return json_reply({{"items", service::to_json(*sites)}});
}

answer show_site(call& c) {
    co_return json_reply(service::to_json(*c.site));
}

} // namespace greffe::http::handlers
