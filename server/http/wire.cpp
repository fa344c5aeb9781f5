#include "server/http/wire.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http.hpp>

namespace greffe::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

template <class Body>
void set_headers(beast::http::response<Body>& response, const reply& answer, std::string_view request_id,
                 bool keep_alive) {
    response.set(beast::http::field::server, "greffe");
    response.set("X-Request-Id", request_id);
    if (!answer.media_type.empty()) {
        response.set(beast::http::field::content_type, answer.media_type);
        response.set("X-Content-Type-Options", "nosniff");
    }
    for (const auto& [name, value] : answer.headers) response.set(name, value);
    response.keep_alive(keep_alive);
}

template <class Body>
asio::awaitable<void> write_all(connection& to, beast::http::response<Body>& response, const limits& bounds) {
    beast::http::response_serializer<Body> serializer(response);
    const auto began = std::chrono::steady_clock::now();
    std::uint64_t sent = 0;
    while (!serializer.is_done()) {
        // Somebody who takes a byte now and then would keep the answer in memory for hours.
        const auto slowest =
            began + bounds.write +
            std::chrono::milliseconds{sent * 1000 / std::max<std::size_t>(bounds.slowest, 1)};
        to.stream.expires_at(std::min(std::chrono::steady_clock::now() + bounds.write, slowest));
        sent += co_await beast::http::async_write_some(to.stream, serializer, asio::use_awaitable);
    }
    to.stream.expires_never();
}

} // namespace

asio::awaitable<void> send(connection& to, reply answer, std::string_view request_id, bool keep_alive,
                           const limits& bounds) {
    const auto status = static_cast<beast::http::status>(answer.status);
    if (answer.file) {
        beast::http::response<beast::http::file_body> response(status, 11);
        set_headers(response, answer, request_id, keep_alive);
        beast::error_code ec;
        response.body().open(answer.file->file().c_str(), beast::file_mode::scan, ec);
        if (ec) throw beast::system_error(ec, "opening a spooled export");
        response.prepare_payload();
        co_await write_all(to, response, bounds);
    } else if (answer.shared) {
        beast::http::response<beast::http::span_body<const char>> response(status, 11);
        set_headers(response, answer, request_id, keep_alive);
        response.body() = {answer.shared->data(), answer.shared->size()};
        response.prepare_payload();
        co_await write_all(to, response, bounds);
    } else {
        beast::http::response<beast::http::string_body> response(status, 11);
        set_headers(response, answer, request_id, keep_alive);
        response.body() = std::move(answer.body);
        if (answer.status != 204 && answer.status != 304) response.prepare_payload();
        co_await write_all(to, response, bounds);
    }
}

asio::awaitable<void> linger(connection& with, const limits& bounds) {
    beast::error_code ec;
    with.stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ec);
    with.stream.expires_after(bounds.linger);
    const auto until = std::chrono::steady_clock::now() + bounds.linger;
    while (!ec && std::chrono::steady_clock::now() < until) {
        with.buffer.clear();
        co_await with.stream.async_read_some(with.buffer.prepare(16 << 10),
                                             asio::redirect_error(asio::use_awaitable, ec));
    }
    with.stream.close();
}

} // namespace greffe::http
