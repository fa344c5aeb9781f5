#include "server/app/observe.hpp"

#include "server/platform/log.hpp"

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <tuple>

namespace greffe::app {

namespace {

namespace log = platform::log;

boost::json::string text(std::string_view from) {
    return boost::json::string(from);
}

/// The series of requests by what tells them apart: the registry, which finds one by building it again, is
/// asked once for each. Thread-safe.
class request_series {
  public:
    explicit request_series(platform::metrics& into) : into_(into) {}

    void count(const http::request_seen& seen) {
        // The method of a request without a route is whatever the client wrote: no label may come from
        // outside.
        const bool routed = !seen.route.empty();
        const auto found =
            series_of({routed ? seen.route : "none", routed ? seen.method : "other", seen.status});
        found.answered->Increment();
        found.took->Observe(std::chrono::duration<double>(seen.took).count());
    }

  private:
    using view = std::tuple<std::string_view, std::string_view, unsigned>;
    using key = std::tuple<std::string, std::string, unsigned>; ///< route, method, status
    struct series {
        prometheus::Counter* answered = nullptr;
        prometheus::Histogram* took = nullptr;
    };

    series series_of(const view& wanted) {
        {
            const std::shared_lock lock(mutex_);
            if (const auto known = known_.find(wanted); known != known_.end()) return known->second;
        }
        const key made(wanted);
        const auto& [route, method, status] = made;
        const series found{
            &into_.counter("greffe_http_requests_total", "Requests answered",
                           {{"route", route}, {"method", method}, {"status", std::to_string(status)}}),
            &into_.seconds("greffe_http_request_seconds", "From a request's header to its answer",
                           {{"route", route}, {"method", method}})};
        const std::lock_guard lock(mutex_);
        return known_.emplace(made, found).first->second;
    }

    platform::metrics& into_;
    std::shared_mutex mutex_;
    std::map<key, series, std::less<>> known_;
};

/// What a request's line is worth: one that was answered as asked, and soon, is in the metrics.
log::level level_of(const http::request_seen& seen) {
    constexpr std::chrono::seconds slow{1};
    return seen.status < 400 && seen.took < slow ? log::level::debug : log::level::info;
}

} // namespace

http::observer observe(platform::metrics& into) {
    // Made at once, so that an alert sees a bound at 0 and not as absent.
    std::array<prometheus::Counter*, http::bound_names.size()> stopped{};
    for (std::size_t i = 0; i < stopped.size(); ++i)
        stopped[i] =
            &into.counter("greffe_http_stopped_total", "Clients that a bound has stopped, by the bound",
                          {{"bound", std::string(http::bound_names[i])}});
    auto& defects = into.counter("greffe_internal_errors_total", "Defects that a request ran into");
    auto& not_accepted = into.counter("greffe_accept_errors_total", "Connections that could not be accepted");
    return {
        .request =
            [series = std::make_shared<request_series>(into)](const http::request_seen& seen) {
                series->count(seen);
                const auto level = level_of(seen);
                if (!log::writes(level)) return;
                const auto took = std::chrono::duration_cast<std::chrono::microseconds>(seen.took).count();
                log::write(level, "request",
                           {{"request", text(seen.request_id)},
                            {"method", text(seen.method)},
                            {"route", text(seen.route)},
                            {"status", seen.status},
                            {"code", text(seen.code)},
                            {"principal", text(seen.key)},
                            {"microseconds", took}});
            },
        .internal_error =
            [&defects](std::string_view request_id, std::string_view what) {
                defects.Increment();
                log::error("internal error", {{"request", text(request_id)}, {"what", text(what)}});
            },
        .accept_error =
            [&not_accepted](std::string_view what) {
                not_accepted.Increment();
                log::warning("cannot accept a connection", {{"what", text(what)}});
            },
        .stopped = [stopped](http::bound which) { stopped[static_cast<std::size_t>(which)]->Increment(); },
    };
}

} // namespace greffe::app
