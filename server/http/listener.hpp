// Accepts connections and starts a session for each. Beyond limits.connections, and beyond those of one
// address, a connection is told so and closed; before it comes to that, connections that are idle make room.
// Whatever goes wrong with one connection, it goes on accepting. Stops accepting at stop(); sessions that run
// go on. Its owner runs the io_context and keeps `front` alive.
#pragma once
#include "server/http/front.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <memory>
#include <string>

namespace greffe::http {

class listener {
  public:
    /// Binds and listens. Port 0: any free one. Throws system_error when the address is taken or not ours.
    listener(boost::asio::io_context& on, const boost::asio::ip::tcp::endpoint& at, front& shared);

    void start();
    /// From any thread.
    void stop();
    boost::asio::ip::tcp::endpoint where() const { return where_; }

  private:
    boost::asio::awaitable<void> accept_all();
    void take_in(boost::asio::ip::tcp::socket socket);
    void turn_away(boost::asio::ip::tcp::socket socket, allotment::lack why);

    boost::asio::io_context& on_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::ip::tcp::endpoint where_;
    front& front_;
    std::shared_ptr<std::atomic<std::size_t>> farewells_ = std::make_shared<std::atomic<std::size_t>>(0);
};

/// An address or a name of this machine. Throws system_error.
boost::asio::ip::tcp::endpoint resolve(const std::string& host, std::uint16_t port);

} // namespace greffe::http
