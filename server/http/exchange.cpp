#include "server/http/exchange.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>

namespace greffe::http {

namespace asio = boost::asio;
namespace beast = boost::beast;

exchange::exchange(connection& over, header_parser&& header, std::string request_id, bool wants_continue)
    : over_(over), parser_(std::move(header)), request_id_(std::move(request_id)),
      wants_continue_(wants_continue) {
    over_.stream.expires_never();
}

asio::awaitable<std::size_t> exchange::read_some(std::span<char> into) {
    if (wants_continue_) {
        wants_continue_ = false;
        if (!begun_) co_await send_continue(over_);
    }
    auto& body = parser_.get().body();
    body.data = into.data();
    body.size = into.size();
    body.more = true;
    while (!parser_.is_done() && body.size == into.size()) {
        beast::error_code ec;
        co_await beast::http::async_read_some(over_.stream, over_.buffer, parser_,
                                              asio::redirect_error(asio::use_awaitable, ec));
        ++progress_;
        if (ec && ec != beast::http::error::need_buffer) throw beast::system_error(ec);
    }
    co_return into.size() - body.size;
}

asio::awaitable<void> exchange::begin(unsigned status, std::string_view media_type) {
    begun_ = true;
    status_ = status;
    beast::http::response<beast::http::empty_body> response(static_cast<beast::http::status>(status), 11);
    response.set(beast::http::field::server, "greffe");
    response.set("X-Request-Id", request_id_);
    response.set(beast::http::field::content_type, media_type);
    response.chunked(true);
    beast::http::response_serializer<beast::http::empty_body> serializer(response);
    co_await beast::http::async_write_header(over_.stream, serializer, asio::use_awaitable);
    ++progress_;
}

asio::awaitable<void> exchange::write(std::string_view piece) {
    const auto chunk = beast::http::make_chunk(asio::buffer(piece));
    co_await asio::async_write(over_.stream, chunk, asio::use_awaitable);
    ++progress_;
}

asio::awaitable<void> exchange::end() {
    const auto last = beast::http::make_chunk_last();
    co_await asio::async_write(over_.stream, last, asio::use_awaitable);
    ended_ = true;
}

void exchange::stop_reading() {
    beast::error_code gone;
    over_.stream.socket().shutdown(asio::ip::tcp::socket::shutdown_receive, gone);
}

void exchange::close() {
    over_.stream.close();
}

asio::awaitable<bool> exchange::client_leaves() {
    auto& socket = over_.stream.socket();
    while (watching_ && over_.buffer.size() == 0) {
        beast::error_code ec;
        co_await socket.async_wait(asio::ip::tcp::socket::wait_read,
                                   asio::redirect_error(asio::use_awaitable, ec));
        if (!watching_) break;
        if (ec) co_return true;
        char next = 0;
        socket.non_blocking(true, ec);
        const std::size_t n = socket.receive(asio::buffer(&next, 1), asio::socket_base::message_peek, ec);
        if (ec == asio::error::would_block) continue;
        co_return ec || n == 0; // else another request, which waits for its turn
    }
    co_return false;
}

void exchange::stop_watching() {
    watching_ = false;
    beast::error_code ignored;
    // Nothing else of this exchange waits any more.
    over_.stream.socket().cancel(ignored);
}

asio::awaitable<void> send_continue(connection& to) {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto bytes = asio::buffer(go_on);
    co_await asio::async_write(to.stream, bytes, asio::use_awaitable);
}

} // namespace greffe::http
