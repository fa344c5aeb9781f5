// How a session reads a request off the wire: no faster than memory allows, no slower than patience does.
#include "server/http/exchange.hpp"
#include "server/http/request_in_hand.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http.hpp>

#include <array>

namespace greffe::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using domain::errc;
using domain::fail;

namespace {

/// What a route without a body tolerates of one.
constexpr std::size_t ignored_body = 16 << 10;
constexpr std::size_t first_piece = 4096;

using body_parser = beast::http::request_parser<beast::http::buffer_body>;

std::chrono::steady_clock::duration time_for(std::uint64_t bytes, std::size_t slowest) {
    return std::chrono::milliseconds{bytes * 1000 / std::max<std::size_t>(slowest, 1)};
}

bool breaks_http(const beast::error_code& ec) {
    return ec.category() == make_error_code(beast::http::error::end_of_stream).category() &&
           ec != beast::http::error::partial_message && ec != beast::http::error::end_of_stream;
}

} // namespace

asio::awaitable<bool> session::read_header(header_parser& parser) {
    beast::error_code ec;
    // Mostly all of it came with the first read.
    wire_.buffer.consume(parser.put(wire_.buffer.data(), ec));
    if (ec == beast::http::error::need_more) {
        ec = {};
        give_until(std::chrono::steady_clock::now() + front_.bounds.header);
        co_await beast::http::async_read_header(wire_.stream, wire_.buffer, parser,
                                                asio::redirect_error(asio::use_awaitable, ec));
        in_time();
    }
    if (ec) co_return co_await answer_unreadable(ec);
    co_return true;
}

asio::awaitable<std::optional<std::string>> session::read_body(request_in_hand& now, header_parser& parser) {
    const std::size_t limit = std::max(now.asked->matched.body_limit, ignored_body);
    const auto length = parser.content_length();
    const auto over = fail(errc::too_large, {}, "the body is over " + std::to_string(limit) + " bytes");
    if (length && *length > limit) {
        now.trouble = to_problem(over);
        co_return std::nullopt;
    }
    if (parser.is_done()) co_return std::string();
    if (length && *length <= wire_.buffer.size()) {
        const auto here = static_cast<const char*>(wire_.buffer.data().data());
        std::string body(here, *length);
        wire_.buffer.consume(*length);
        co_return body;
    }
    if (now.wants_continue) co_await send_continue(wire_);

    body_parser full(std::move(parser));
    full.body_limit(limit);
    const std::size_t most = length ? static_cast<std::size_t>(*length) : limit + 1;
    const auto began = std::chrono::steady_clock::now();
    std::string body;
    std::size_t used = 0;
    beast::error_code ec;
    while (!full.is_done() && !ec) {
        if (used == body.size()) {
            const std::size_t size = std::min(std::max(2 * body.size(), first_piece), most);
            const std::size_t counted = size > front_.bounds.uncounted ? size : 0;
            const auto lack = front_.bytes.grow(now.bytes, counted - std::min(counted, now.bytes.amount()));
            if (lack != allotment::lack::none) {
                now.trouble = stopped_by(
                    bound::bytes, fail(errc::overloaded, {},
                                       "too much of other requests is in memory; wait as Retry-After says, "
                                       "then send the same request again"));
                co_return std::nullopt;
            }
            body.resize(size);
        }
        auto& room = full.get().body();
        room.data = body.data() + used;
        room.size = body.size() - used;
        room.more = true;
        give_until(began + front_.bounds.body + time_for(used, front_.bounds.slowest));
        co_await beast::http::async_read_some(wire_.stream, wire_.buffer, full,
                                              asio::redirect_error(asio::use_awaitable, ec));
        used = body.size() - full.get().body().size;
        if (ec == beast::http::error::need_buffer) ec = {};
    }
    in_time();
    body.resize(used);
    if (!ec) co_return body;
    if (ec == beast::http::error::body_limit) {
        now.trouble = to_problem(over);
    } else if (breaks_http(ec)) {
        now.trouble = to_problem(refusal::bad_request);
    } else if (too_slow_) {
        front_.tell.stopped(bound::slow_request);
        now.trouble =
            to_problem(refusal::too_slow, "the body came too slowly; send at least " +
                                              std::to_string(front_.bounds.slowest) + " bytes a second");
    }
    co_return std::nullopt;
}

asio::awaitable<bool> session::discard_body(header_parser& parser) {
    body_parser rest(std::move(parser));
    std::array<char, first_piece> nowhere;
    std::uint64_t seen = 0;
    const auto began = std::chrono::steady_clock::now();
    beast::error_code ec;
    while (!rest.is_done() && !ec) {
        auto& room = rest.get().body();
        room.data = nowhere.data();
        room.size = nowhere.size();
        room.more = true;
        give_until(began + front_.bounds.body + time_for(seen, front_.bounds.slowest));
        co_await beast::http::async_read_some(wire_.stream, wire_.buffer, rest,
                                              asio::redirect_error(asio::use_awaitable, ec));
        seen += nowhere.size() - rest.get().body().size;
        if (ec == beast::http::error::need_buffer) ec = {};
    }
    in_time();
    co_return !ec;
}

} // namespace greffe::http
