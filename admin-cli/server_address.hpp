// Where the server is: --url taken apart. http and https; a path before /v1 is kept (a server behind a
// proxy). Pure.
#pragma once
#include "server/domain/error.hpp"

#include <string>
#include <string_view>

namespace greffe::cli {

inline constexpr std::string_view default_url = "http://127.0.0.1:8080";

struct server_address {
    bool tls = false;
    std::string host; ///< without the brackets of an IPv6 address
    std::string port;
    std::string authority; ///< for the Host field
    std::string prefix;    ///< path before /v1, without its last slash
};

/// Errors: invalid_field (field "url"). The detail repeats no part of the text: it may hold a password.
domain::result<server_address> parse_server_address(std::string_view url);

} // namespace greffe::cli
