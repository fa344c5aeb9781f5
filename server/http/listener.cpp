#include "server/http/listener.hpp"

#include "server/http/client_address.hpp"
#include "server/http/session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace greffe::http {

namespace asio = boost::asio;
using domain::errc;
using domain::fail;
using tcp = asio::ip::tcp;

namespace {

constexpr int backlog = 4096;

problem no_place(allotment::lack why) {
    if (why == allotment::lack::for_one)
        return to_problem(
            fail(errc::rate_limited, {},
                 "this address has as many connections as one may; close some, or keep fewer and "
                 "send more over each"));
    return to_problem(
        fail(errc::overloaded, {},
             "the server has as many connections as it may; wait as Retry-After says, then connect "
             "again"));
}

/// Says why, and waits until that was read, for a while.
asio::awaitable<void> say_and_close(tcp::socket socket, problem why, std::string id, const limits& bounds,
                                    std::shared_ptr<std::atomic<std::size_t>> farewells) {
    try {
        connection wire{.stream = boost::beast::tcp_stream(std::move(socket))};
        reply told = problem_reply(why, id);
        co_await send(wire, std::move(told), id, false, bounds);
        co_await linger(wire, bounds);
    } catch (const boost::system::system_error&) {
        // It is gone before it was told.
    }
    --*farewells;
}

} // namespace

listener::listener(asio::io_context& on, const tcp::endpoint& at, front& shared)
    : on_(on), acceptor_(asio::make_strand(on)), front_(shared) {
    acceptor_.open(at.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    acceptor_.bind(at);
    acceptor_.listen(backlog);
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
        std::string trouble;
        try {
            if (!ec) take_in(std::move(socket));
        } catch (const std::exception& e) {
            trouble = e.what();
        }
        if (ec) trouble = ec.message();
        if (trouble.empty()) continue;
        // Out of descriptors or memory: others will end. Trying again at once would only burn the processor.
        front_.tell.accept_error(trouble);
        pause.expires_after(std::chrono::milliseconds{100});
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
}

void listener::take_in(tcp::socket socket) {
    boost::system::error_code ec;
    const auto peer_endpoint = socket.remote_endpoint(ec);
    if (ec) return; // it was gone before we came to it
    socket.set_option(tcp::no_delay(true), ec);
    const auto peer = to_ip_address(peer_endpoint.address());
    const std::size_t most = front_.bounds.connections;
    const std::size_t near = most - std::min(most, most / 32 + 1);
    if (front_.places.taken() >= near) front_.open.make_room(most / 32 + 1, front_.bounds.idle_enough);
    const bool many = (front_.bounds.local_stands_for_many && peer.is_loopback()) ||
                      is_trusted(peer, front_.bounds.trusted_proxies);
    auto place = front_.places.open(client_name::of(peer));
    const auto lack = many ? front_.places.grow_for_many(place, 1) : front_.places.grow(place, 1);
    if (lack != allotment::lack::none) return turn_away(std::move(socket), lack);
    std::make_shared<session>(std::move(socket), peer, std::move(place), front_)->start();
}

void listener::turn_away(tcp::socket socket, allotment::lack why) {
    front_.tell.stopped(why == allotment::lack::for_one ? bound::connections_of_address : bound::connections);
    // Beyond this nobody is told: a flood must not hold descriptors that the rest of the server needs.
    if (*farewells_ >= front_.bounds.farewells) return;
    ++*farewells_;
    const auto strand = socket.get_executor();
    auto said = say_and_close(std::move(socket), no_place(why), front_.with.env.new_id().to_string(),
                              front_.bounds, farewells_);
    asio::co_spawn(strand, std::move(said), asio::detached);
}

tcp::endpoint resolve(const std::string& host, std::uint16_t port) {
    asio::io_context here;
    tcp::resolver resolver(here);
    return resolver.resolve(host, std::to_string(port), tcp::resolver::passive)->endpoint();
}

} // namespace greffe::http
