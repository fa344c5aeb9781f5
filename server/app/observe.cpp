#include "server/app/observe.hpp"

#include "server/platform/log.hpp"

namespace greffe::app {

namespace {

namespace log = platform::log;

boost::json::string text(std::string_view from) {
    return boost::json::string(from);
}

void count(platform::metrics& into, const http::request_seen& seen) {
    // The method of a request without a route is whatever the client wrote: no label may come from outside.
    const bool routed = !seen.route.empty();
    const std::string route(routed ? seen.route : "none");
    const std::string method(routed ? seen.method : "other");
    into.counter("greffe_http_requests_total", "Requests answered",
                 {{"route", route}, {"method", method}, {"status", std::to_string(seen.status)}})
        .Increment();
    into.seconds("greffe_http_request_seconds", "From a request's header to its answer",
                 {{"route", route}, {"method", method}})
        .Observe(std::chrono::duration<double>(seen.took).count());
}

} // namespace

http::observer observe(platform::metrics& into) {
    return {
        .request =
            [&into](const http::request_seen& seen) {
                count(into, seen);
                const auto took = std::chrono::duration_cast<std::chrono::microseconds>(seen.took).count();
                log::info("request", {{"request", text(seen.request_id)},
                                      {"method", text(seen.method)},
                                      {"route", text(seen.route)},
                                      {"status", seen.status},
                                      {"code", text(seen.code)},
                                      {"principal", text(seen.key)},
                                      {"microseconds", took}});
            },
        .internal_error =
            [&into](std::string_view request_id, std::string_view what) {
                into.counter("greffe_internal_errors_total", "Defects that a request ran into").Increment();
                log::error("internal error", {{"request", text(request_id)}, {"what", text(what)}});
            },
        .accept_error =
            [](std::string_view what) { log::warning("cannot accept a connection", {{"what", text(what)}}); },
    };
}

} // namespace greffe::app
