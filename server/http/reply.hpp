// An answer on its way out, before it is put on the wire: a body in memory or a spooled file. Values; a reply
// owns its file until it is sent.
#pragma once
#include "server/service/export_thread.hpp"

#include <boost/json/object.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace greffe::http {

struct reply {
    unsigned status = 200;
    std::string media_type{}; ///< empty: no body at all (204)
    std::string body{};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::shared_ptr<const std::string> shared{};   ///< instead of `body`: bytes that others send too
    std::optional<service::spooled_export> file{}; ///< instead of both
};

inline constexpr std::string_view json_type = "application/json; charset=utf-8";
inline constexpr std::string_view problem_type = "application/problem+json; charset=utf-8";

/// 200, or the given status, with a JSON body.
reply json_reply(const boost::json::object& body, unsigned status = 200);

struct problem;
/// The problem with all its headers (WWW-Authenticate, Retry-After).
reply problem_reply(const problem& p, std::string_view request_id);

} // namespace greffe::http
