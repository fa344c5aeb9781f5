#include "server/http/session.hpp"

#include "server/http/request_in_hand.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http.hpp>

namespace greffe::http {

namespace asio = boost::asio;
namespace beast = boost::beast;

session::session(asio::ip::tcp::socket socket, front& shared)
    : wire_{.stream = beast::tcp_stream(std::move(socket))}, front_(shared) {}

void session::start() {
    auto ticket = front_.open.enter([weak = weak_from_this()] {
        if (auto self = weak.lock()) asio::post(self->wire_.stream.get_executor(), [self] { self->drain(); });
    });
    auto life = [](std::shared_ptr<session> self,
                   std::shared_ptr<connections::ticket>) -> asio::awaitable<void> { co_await self->run(); };
    asio::co_spawn(wire_.stream.get_executor(), life(shared_from_this(), std::move(ticket)), asio::detached);
}

void session::drain() {
    draining_ = true;
    if (idle_) wire_.stream.cancel();
}

asio::awaitable<void> session::run() {
    try {
        while (co_await wait_for_request())
            if (!co_await serve()) break;
    } catch (const boost::system::system_error&) {
        // The client is gone, or too slow: there is nobody to tell.
    } catch (const std::exception& e) {
        front_.tell.internal_error("", e.what());
    }
    beast::error_code ignored;
    wire_.stream.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    wire_.stream.close();
}

asio::awaitable<bool> session::wait_for_request() {
    if (draining_) co_return false;
    if (wire_.buffer.size() > 0) co_return true;
    wire_.stream.expires_after(front_.bounds.idle);
    beast::error_code ec;
    idle_ = true;
    const auto room = wire_.buffer.prepare(4096);
    const std::size_t n =
        co_await wire_.stream.async_read_some(room, asio::redirect_error(asio::use_awaitable, ec));
    idle_ = false;
    wire_.buffer.commit(n);
    co_return !ec;
}

asio::awaitable<void> session::answer_unreadable(boost::system::error_code why) {
    const bool not_http = why.category() == make_error_code(beast::http::error::end_of_stream).category() &&
                          why != beast::http::error::end_of_stream &&
                          why != beast::http::error::partial_message;
    if (!not_http) throw boost::system::system_error(why);
    request_in_hand now{
        .header = {}, .request_id = front_.with.env.new_id().to_string(), .keep_alive = false};
    const bool too_long = why == beast::http::error::header_limit;
    const problem p = to_problem(too_long ? refusal::headers_too_large : refusal::bad_request);
    reply shown_problem = shown(now, p);
    co_await answer(now, std::move(shown_problem));
    co_await linger(wire_, front_.bounds);
}

void session::tell(const request_in_hand& now, unsigned status) {
    front_.tell.request(
        {.request_id = now.request_id,
         .method = now.header.method_string(),
         .route = now.asked ? now.asked->matched.path : std::string_view{},
         .status = status,
         .took = std::chrono::steady_clock::now() - now.started,
         .key = now.asked && !now.asked->who.key.value.is_nil() ? now.asked->who.key.to_string() : "",
         .code = now.code});
}

} // namespace greffe::http
