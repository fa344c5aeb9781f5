#include "server/http/fields.hpp"
#include "server/http/handlers/handlers.hpp"
#include "server/http/route.hpp"
#include "server/service/answers_json.hpp"

namespace greffe::http::handlers {

namespace {

constexpr role_set sees_authors{domain::role::publisher, domain::role::supervisor, domain::role::admin};

boost::json::object shown(const call& c, const service::site_view& site) {
    return service::settings_json(site, sees_authors.contains(c.who.acting_as));
}

} // namespace

answer create_site(call& c) {
    fields from(c.json);
    std::string name = from.text("name", 1, 64);
    if (auto wrong = from.finish()) co_return *wrong;
    auto made = co_await c.with.sites.create(c.who, std::move(name));
    if (!made) co_return made.error();
    co_return json_reply(shown(c, *made), 201);
}

answer list_sites(call& c) {
    auto sites = co_await c.with.sites.list(c.who);
    if (!sites) co_return sites.error();
    boost::json::array items;
    for (const auto& site : *sites) items.push_back(shown(c, site));
    co_return json_reply({{"items", std::move(items)}});
}

answer show_site(call& c) {
    auto site = co_await c.with.sites.show(c.who, c.site->id);
    if (!site) co_return site.error();
    co_return json_reply(shown(c, *site));
}

answer change_site(call& c) {
    auto changed = co_await c.with.sites.change(c.who, c.site->id, c.json);
    if (!changed) co_return changed.error();
    c.with.threads.changed_all(); // what the public sees may depend on a setting
    co_return json_reply(shown(c, *changed));
}

} // namespace greffe::http::handlers
