#include "server/http/client_address.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace greffe::http {

namespace {

using platform::ip_address;

constexpr std::string_view header_name = "X-Forwarded-For";

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// All entries, in order; the header may come more than once.
std::vector<std::string_view> forwarded_for(const boost::beast::http::fields& headers) {
    std::vector<std::string_view> all;
    const auto [first, last] = headers.equal_range(header_name);
    for (auto at = first; at != last; ++at) {
        std::string_view rest = at->value();
        for (auto comma = rest.find(','); comma != rest.npos; comma = rest.find(',')) {
            all.push_back(trimmed(rest.substr(0, comma)));
            rest.remove_prefix(comma + 1);
        }
        all.push_back(trimmed(rest));
    }
    return all;
}

} // namespace

ip_address to_ip_address(const boost::asio::ip::address& from) {
    const auto v6 = from.is_v4() ? boost::asio::ip::make_address_v6(boost::asio::ip::v4_mapped, from.to_v4())
                                 : from.to_v6();
    ip_address made;
    std::ranges::copy(v6.to_bytes(), made.bytes.begin());
    return made;
}

bool is_trusted(const ip_address& who, std::span<const platform::ip_network> proxies) {
    return std::ranges::any_of(proxies, [&](const auto& network) { return network.contains(who); });
}

ip_address client_address(const ip_address& peer, const boost::beast::http::fields& headers,
                          std::span<const platform::ip_network> proxies) {
    ip_address nearest = peer;
    if (!is_trusted(peer, proxies)) return nearest;
    const auto entries = forwarded_for(headers);
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        const auto said = ip_address::parse(*entry);
        if (!said) break;
        nearest = *said;
        if (!is_trusted(nearest, proxies)) break;
    }
    return nearest;
}

} // namespace greffe::http
