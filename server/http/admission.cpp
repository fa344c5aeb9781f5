#include "server/http/admission.hpp"

#include "server/domain/text.hpp"
#include "server/http/entity_tags.hpp"
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
        if (known->repeats)
            c.repeated.emplace(name, std::move(value));
        else if (!c.query.emplace(name, std::move(value)).second)
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

/// Whole seconds, never none.
int rounded_up(rate_limiter::clock::duration wait) {
    return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(wait).count());
}

domain::result<void> take_of_key(call& c) {
    const auto wait = c.rates.take(c.client(), c.bounds.of_role_of(c.who.acting_as));
    if (!wait) return {};
    c.wait_seconds = rounded_up(*wait);
    return fail(errc::rate_limited, {},
                "this key sends more than a key of the role " + std::string(to_string(c.who.acting_as)) +
                    " may; wait as Retry-After says, then send the same request again");
}

/// The key's holder. What is no good key costs its address a token, and without one nobody is asked whether
/// it might be good.
boost::asio::awaitable<domain::result<void>> find_key(call& c, std::string token) {
    auto known = c.with.keys.recall(token);
    if (known.who) {
        c.who = std::move(*known.who);
    } else {
        const bool strange = !known.was_good;
        if (strange)
            if (auto counted = count_stray(c.rates, c.bounds, c.from, c.wait_seconds); !counted)
                co_return counted.error();
        auto who = co_await c.with.keys.authenticate(std::move(known));
        if (!who) co_return who.error();
        if (strange) c.rates.give_back(client_name::of(c.from), c.bounds.of_address);
        c.who = std::move(*who);
    }
    c.key_is_good = true;
    co_return take_of_key(c);
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
    if (c.matched.roles.empty() && c.matched.counts_as != route::load::probe)
        if (auto counted = count_stray(c.rates, c.bounds, c.from, c.wait_seconds); !counted)
            co_return counted.error();
    if (!c.matched.roles.empty()) {
        std::string token = bearer_token(headers);
        if (auto found = co_await find_key(c, std::move(token)); !found) co_return found.error();
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
    c.known_tags = read_entity_tags(headers[beast::http::field::if_none_match]);
    co_return take_idempotency_key(c, headers);
}

domain::result<void> count_stray(rate_limiter& rates, const limits& bounds, const platform::ip_address& from,
                                 int& wait_seconds) {
    const auto wait = rates.take(client_name::of(from), bounds.of_address);
    if (!wait) return {};
    wait_seconds = rounded_up(*wait);
    return fail(
        errc::rate_limited, {},
        "too many requests without a good key from this address; wait as Retry-After says, and send a "
        "valid key");
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
