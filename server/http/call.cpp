#include "server/http/call.hpp"

#include <charconv>

namespace greffe::http {

std::optional<std::string> call::query_value(std::string_view name) const {
    const auto found = query.find(name);
    if (found == query.end()) return std::nullopt;
    return found->second;
}

domain::result<service::page_request> call::page() const {
    service::page_request asked;
    asked.cursor = query_value("cursor");
    if (const auto limit = query_value("limit")) {
        const auto [end, ec] = std::from_chars(limit->data(), limit->data() + limit->size(), asked.limit);
        if (ec != std::errc{} || end != limit->data() + limit->size() || asked.limit < 1 || asked.limit > 200)
            return domain::fail(domain::errc::invalid_field, "limit", "a number from 1 to 200 is expected");
    }
    return asked;
}

boost::asio::awaitable<domain::result<std::optional<domain::site_id>>>
call::named_site(std::optional<std::string> name) const {
    if (!name) co_return std::optional<domain::site_id>{};
    auto found = co_await with.sites.find(who, *name);
    if (!found) co_return found.error();
    co_return std::optional<domain::site_id>{found->id};
}

} // namespace greffe::http
