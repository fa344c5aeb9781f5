#include "server/http/fields.hpp"
#include "server/http/handlers/handlers.hpp"
#include "server/service/answers_json.hpp"

namespace greffe::http::handlers {

answer create_key(call& c) {
    fields from(c.json);
    const std::string role_name = from.text("role", 1, 16);
    auto site_name = from.optional_text("site", 64);
    std::string label = from.text("label", 0, 200);
    if (auto wrong = from.finish()) co_return *wrong;
    const auto role = domain::parse_role(role_name);
    if (!role) co_return domain::fail(domain::errc::invalid_field, "role", "no such role");
    auto site = co_await c.named_site(std::move(site_name));
    if (!site) co_return site.error();
    auto issued = co_await c.with.keys.create(c.who, *role, *site, std::move(label));
    if (!issued) co_return issued.error();
    auto body = service::to_json(issued->key);
    body["token"] = issued->token;
    auto made = json_reply(body, 201);
    made.headers.emplace_back("Cache-Control", "no-store");
    co_return made;
}

answer list_keys(call& c) {
    auto all = co_await c.with.keys.list(c.who);
    if (!all) co_return all.error();
    co_return json_reply({{"items", service::to_json(*all)}});
}

answer revoke_key(call& c) {
    const auto id = c.id<domain::key_id>();
    if (!id) co_return id.error();
    auto revoked = co_await c.with.keys.revoke(c.who, *id);
    if (!revoked) co_return revoked.error();
    co_return reply{.status = 204};
}

} // namespace greffe::http::handlers
