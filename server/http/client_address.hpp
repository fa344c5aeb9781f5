// Whose request it is, by address: the peer's, or what a trusted proxy says of the client before it. Pure.
#pragma once
#include "server/platform/ip_address.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/beast/http/fields.hpp>

#include <span>

namespace greffe::http {

platform::ip_address to_ip_address(const boost::asio::ip::address& from);

bool is_trusted(const platform::ip_address& who, std::span<const platform::ip_network> proxies);

/// The peer itself unless it is a trusted proxy; then the last address of X-Forwarded-For that is none. Each
/// proxy appends whom it heard from, so whatever stands before that address may be the client's invention.
platform::ip_address client_address(const platform::ip_address& peer,
                                    const boost::beast::http::fields& headers,
                                    std::span<const platform::ip_network> proxies);

} // namespace greffe::http
