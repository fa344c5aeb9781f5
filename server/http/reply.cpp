#include "server/http/reply.hpp"

#include "server/http/problem.hpp"

#include <boost/json/serialize.hpp>

namespace greffe::http {

reply json_reply(const boost::json::object& body, unsigned status) {
    return {.status = status, .media_type = std::string(json_type), .body = boost::json::serialize(body)};
}

reply problem_reply(const problem& p, std::string_view request_id) {
    reply made{.status = p.status,
               .media_type = std::string(problem_type),
               .body = boost::json::serialize(render(p, request_id))};
    if (p.status == 401) made.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"greffe\"");
    if (const auto seconds = retry_after(p))
        made.headers.emplace_back("Retry-After", std::to_string(*seconds));
    return made;
}

} // namespace greffe::http
