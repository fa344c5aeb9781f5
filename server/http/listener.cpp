#include "server/http/listener.hpp"

#include "server/http/session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <charconv>
#include <stdexcept>

namespace greffe::http {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

constexpr std::string_view full = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
                                  "Connection: close\r\n\r\n";

void turn_away(tcp::socket socket) {
    // One small write into an empty socket buffer does not block; who cannot take it learns from the close.
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(full), ignored);
    socket.shutdown(tcp::socket::shutdown_both, ignored);
}

} // namespace

listener::listener(asio::io_context& on, const tcp::endpoint& at, front& shared)
    : on_(on), acceptor_(asio::make_strand(on)), front_(shared) {
    acceptor_.open(at.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    acceptor_.bind(at);
    acceptor_.listen(1024);
    where_ = acceptor_.local_endpoint();
}

void listener::start() { asio::co_spawn(acceptor_.get_executor(), accept_all(), asio::detached); }

void listener::stop() {
    asio::post(acceptor_.get_executor(), [this] {
        boost::system::error_code ignored;
        acceptor_.close(ignored);
    });
}

asio::awaitable<void> listener::accept_all() {
    asio::steady_timer pause(acceptor_.get_executor());
    while (acceptor_.is_open()) {
        boost::system::error_code ec;
        tcp::socket socket(asio::make_strand(on_));
        co_await acceptor_.async_accept(socket, asio::redirect_error(asio::use_awaitable, ec));
        if (!acceptor_.is_open()) break;
        if (ec) {
            // Out of descriptors, mostly: others will end. Trying again at once would only burn the processor.
            front_.tell.accept_error(ec.message());
            pause.expires_after(std::chrono::milliseconds{100});
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ec));
            continue;
        }
        socket.set_option(tcp::no_delay(true), ec);
        if (front_.open.count() >= front_.bounds.connections) turn_away(std::move(socket));
        else std::make_shared<session>(std::move(socket), front_)->start();
    }
}

tcp::endpoint parse_endpoint(const std::string& text) {
    const auto colon = text.rfind(':');
    std::string host = text.substr(0, colon == text.npos ? 0 : colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    boost::system::error_code ec;
    const auto address = asio::ip::make_address(host, ec);
    std::uint16_t port = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + (colon == text.npos ? text.size() : colon + 1), end, port);
    if (ec || read.ec != std::errc{} || read.ptr != end)
        throw std::invalid_argument("not an address to listen on: " + text + " (expected 127.0.0.1:8080 or [::1]:8080)");
    return {address, port};
}

} // namespace greffe::http
