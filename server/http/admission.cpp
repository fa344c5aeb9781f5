#include "server/http/admission.hpp"

#include "server/domain/text.hpp"
#include "server/http/strict_json.hpp"

#include <boost/beast/core/string.hpp>

#include <algorithm>

namespace greffe::http {

namespace {

namespace beast = boost::beast;
using domain::errc;
using domain::fail;

constexpr std::size_t longest_idempotency_key = 255;

std::string bearer_token(const beast::http::fields& headers) {
    const std::string_view value = headers[beast::http::field::authorization];
    constexpr std::string_view scheme = "Bearer ";
    if (!beast::iequals(value.substr(0, scheme.size()), scheme)) return {};
    return std::string(value.substr(std::min(value.size(), scheme.size())));
}

domain::result<void> take_query(call& c, std::vector<std::pair<std::string, std::string>> query) {
    for (auto& [name, value] : query) {
        const auto known = std::ranges::find(c.matched.query, name, &query_parameter::name);
        if (known == c.matched.query.end())
            return fail(errc::invalid_field, domain::is_valid_text(name) ? name : "",
                        "no such query parameter");
        if (!domain::is_valid_text(value))
            return fail(errc::invalid_field, name, "not valid UTF-8 text without NUL");
        if (!c.query.emplace(name, std::move(value)).second)
            return fail(errc::invalid_field, name, "given more than once");
    }
    return {};
}

domain::result<void> take_idempotency_key(call& c, const beast::http::fields& headers) {
    const auto found = headers.find("Idempotency-Key");
    if (found == headers.end() || !c.matched.once) return {};
    const std::string_view key = found->value();
    const bool sane = !key.empty() && key.size() <= longest_idempotency_key &&
                      std::ranges::all_of(key, [](char ch) { return ch > 0x20 && ch < 0x7f; });
    if (!sane)
        return fail(errc::invalid_field, "Idempotency-Key", "1 to 255 visible ASCII characters are expected");
    c.once = service::idempotency{.key = std::string(key), .fingerprint = {}};
    return {};
}

boost::asio::awaitable<domain::result<void>> find_site(call& c) {
    const auto name = c.path.find("site");
    if (name == c.path.end()) co_return domain::result<void>{};
    auto found = co_await c.with.sites.find(c.who, name->second);
    if (found) {
        c.site = std::move(*found);
        co_return domain::result<void>{};
    }
    // Whoever sees all sites is told that this one may still come; to others, an unknown site and another's
    // look alike.
    const bool sends =
        c.matched.method == beast::http::verb::put || c.matched.method == beast::http::verb::post;
    if (found.error().code == errc::not_found && sends && !c.who.site)
        co_return fail(errc::unknown_site, "site", "no site of this name");
    co_return found.error();
}

} // namespace

boost::asio::awaitable<domain::result<void>> admit(call& c, const beast::http::fields& headers,
                                                   std::vector<std::pair<std::string, std::string>> query) {
    if (!c.matched.roles.empty()) {
        auto who = co_await c.with.keys.authenticate(bearer_token(headers));
        if (!who) co_return who.error();
        c.who = std::move(*who);
        if (!c.matched.roles.contains(c.who.acting_as))
            co_return fail(errc::forbidden, {},
                           "the role " + std::string(to_string(c.who.acting_as)) + " may not do this");
        if (c.matched.reaches == reach::all_sites && c.who.site)
            co_return fail(errc::forbidden, {}, "a key bound to a site may not do this");
    }
    if (!c.invalid_parameter.empty())
        co_return fail(errc::invalid_field, c.invalid_parameter,
                       "not valid UTF-8 text without NUL, or empty");
    if (auto site = co_await find_site(c); !site) co_return site.error();
    if (auto taken = take_query(c, std::move(query)); !taken) co_return taken.error();
    co_return take_idempotency_key(c, headers);
}

domain::result<void> take_body(call& c, std::string_view method, std::string_view raw_target,
                               std::string body) {
    if (c.once) {
        std::string bytes(method);
        bytes.append(" ").append(raw_target).append("\n").append(body);
        c.once->fingerprint = archive::sha256(bytes);
    }
    c.body = std::move(body);
    const bool expects_json = c.matched.body == body_kind::json || c.matched.body == body_kind::optional_json;
    if (!expects_json || (c.body.empty() && c.matched.body == body_kind::optional_json)) return {};
    auto read = read_json_object(c.body);
    if (!read) return read.error();
    c.json = std::move(*read);
    return {};
}

} // namespace greffe::http
