#include "server/http/handlers/handlers.hpp"
#include "server/http/stream/import_run.hpp"

#include <boost/asio/this_coro.hpp>

namespace greffe::http::handlers {

boost::asio::awaitable<domain::result<void>> import_lines(call& c, exchange& with) {
    const auto screen = domain::parse_screening(c.query_value("screen").value_or("live"));
    if (!screen) co_return domain::fail(domain::errc::invalid_field, "screen", "live or history is expected");
    const auto strand = co_await boost::asio::this_coro::executor;
    import_run run(c, with, *screen, strand);
    co_await run.run();
    co_return domain::result<void>{};
}

} // namespace greffe::http::handlers
