#include "server/http/listener.hpp"

#include "server/http/session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace greffe::http {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

constexpr std::string_view full =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
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

void listener::start() {
    asio::co_spawn(acceptor_.get_executor(), accept_all(), asio::detached);
}

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
            // Out of descriptors, mostly: others will end. Trying again at once would only burn the
            // processor.
            front_.tell.accept_error(ec.message());
            pause.expires_after(std::chrono::milliseconds{100});
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ec));
            continue;
        }
        socket.set_option(tcp::no_delay(true), ec);
        if (front_.open.count() >= front_.bounds.connections)
            turn_away(std::move(socket));
        else
            std::make_shared<session>(std::move(socket), front_)->start();
    }
}

tcp::endpoint resolve(const std::string& host, std::uint16_t port) {
    asio::io_context here;
    tcp::resolver resolver(here);
    return resolver.resolve(host, std::to_string(port), tcp::resolver::passive)->endpoint();
}

} // namespace greffe::http
