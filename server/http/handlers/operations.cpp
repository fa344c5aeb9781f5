#include "server/http/handlers/handlers.hpp"
#include "server/http/openapi.hpp"
#include "server/http/problem.hpp"
#include "server/http/routes.hpp"

namespace greffe::http::handlers {

answer healthz(call&) {
    co_return json_reply({{"status", "alive"}});
}

answer readyz(call& c) {
    const readiness now = c.with.ready();
    if (now.ready) co_return json_reply({{"status", "ready"}});
    auto p = to_problem(domain::fail(domain::errc::unavailable, {}, "not ready: " + now.reason));
    p.extra["reason"] = now.reason;
    co_return problem_reply(p, c.request_id);
}

answer metrics(call& c) {
    co_return reply{.media_type = "text/plain; version=0.0.4; charset=utf-8", .body = c.with.metrics_text()};
}

answer openapi(call&) {
    co_return reply{.media_type = "application/yaml", .body = openapi_yaml(all_routes())};
}

} // namespace greffe::http::handlers
