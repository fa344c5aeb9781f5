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

namespace {

/// What a connection reads into while it waits, and keeps between two requests.
constexpr std::size_t waiting_buffer = 4096;

} // namespace

session::session(asio::ip::tcp::socket socket, const platform::ip_address& peer, allotment::share place,
                 front& shared)
    : wire_{.stream = beast::tcp_stream(std::move(socket))}, front_(shared), peer_(peer),
      place_(std::move(place)), patience_(wire_.stream.get_executor()) {}

void session::start() {
    ticket_ = front_.open.enter([weak = weak_from_this()](farewell why) {
        if (auto self = weak.lock())
            asio::post(self->wire_.stream.get_executor(), [self, why] { self->leave(why); });
    });
    auto life = [](std::shared_ptr<session> self) -> asio::awaitable<void> { co_await self->run(); };
    asio::co_spawn(wire_.stream.get_executor(), life(shared_from_this()), asio::detached);
}

void session::leave(farewell why) {
    if (why == farewell::server_stops) draining_ = true;
    if (!idle_) return;
    if (why == farewell::room_needed) front_.tell.stopped(bound::idle_for_room);
    wire_.stream.cancel();
}

asio::awaitable<void> session::run() {
    try {
        while (co_await wait_for_request())
            if (!co_await serve()) break;
    } catch (const boost::system::system_error& e) {
        // The client is gone, or too slow: there is nobody to tell.
        if (answering_ && e.code() == beast::error::timeout) front_.tell.stopped(bound::slow_reader);
    } catch (const std::exception& e) {
        front_.tell.internal_error("", e.what());
    }
    in_time();
    beast::error_code ignored;
    wire_.stream.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    wire_.stream.close();
}

asio::awaitable<bool> session::wait_for_request() {
    if (draining_) co_return false;
    if (wire_.buffer.size() > 0) co_return true;
    if (wire_.buffer.capacity() > waiting_buffer) wire_.buffer = {};
    wire_.stream.expires_after(front_.bounds.idle);
    beast::error_code ec;
    idle_ = true;
    ticket_->set_idle();
    const auto room = wire_.buffer.prepare(waiting_buffer);
    const std::size_t n =
        co_await wire_.stream.async_read_some(room, asio::redirect_error(asio::use_awaitable, ec));
    idle_ = false;
    ticket_->set_busy();
    wire_.buffer.commit(n);
    wire_.stream.expires_never();
    co_return !ec;
}

void session::give_until(std::chrono::steady_clock::time_point when) {
    too_slow_ = false;
    patience_.expires_at(when);
    patience_.async_wait([self = shared_from_this(), mine = ++waits_](boost::system::error_code ec) {
        if (ec || mine != self->waits_) return;
        self->too_slow_ = true;
        self->wire_.stream.cancel();
    });
}

void session::in_time() {
    ++waits_;
    patience_.cancel();
}

asio::awaitable<bool> session::answer_unreadable(boost::system::error_code why) {
    request_in_hand now{
        .header = {}, .request_id = front_.with.env.new_id().to_string(), .keep_alive = false};
    if (too_slow_) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(front_.bounds.header).count();
        front_.tell.stopped(bound::slow_request);
        problem slow = to_problem(refusal::too_slow, "the header was not here after " +
                                                         std::to_string(seconds) + " s; send it at once");
        co_return co_await refuse_and_end(now, std::move(slow));
    }
    const bool not_http = why.category() == make_error_code(beast::http::error::end_of_stream).category() &&
                          why != beast::http::error::end_of_stream &&
                          why != beast::http::error::partial_message;
    if (!not_http) throw boost::system::system_error(why);
    const bool too_long = why == beast::http::error::header_limit;
    problem p = to_problem(too_long ? refusal::headers_too_large : refusal::bad_request);
    if (too_long)
        p.detail = "the header is over " + std::to_string(front_.bounds.header_bytes) +
                   " bytes; send fewer "
                   "or shorter fields";
    co_return co_await refuse_and_end(now, std::move(p));
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
