#include "server/app/probe.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <chrono>
#include <stdexcept>

namespace greffe::app {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

asio::ip::address reachable(const std::string& listen_host) {
    beast::error_code not_an_address;
    const auto address = asio::ip::make_address(listen_host, not_an_address);
    if (not_an_address) return asio::ip::address_v4::loopback(); // a name of this machine, such as localhost
    if (!address.is_unspecified()) return address;
    return address.is_v6() ? asio::ip::address(asio::ip::address_v6::loopback())
                           : asio::ip::address(asio::ip::address_v4::loopback());
}

} // namespace

void probe(const platform::server_options& options, const std::string& path) {
    const asio::ip::tcp::endpoint where(reachable(options.listen_host), options.listen_port);
    asio::io_context io;
    beast::tcp_stream stream(io);
    http::request<http::empty_body> request(http::verb::get, path, 11);
    request.set(http::field::host, options.listen_host);
    request.set(http::field::connection, "close");
    http::response<http::string_body> answer;
    beast::flat_buffer buffer;
    beast::error_code failed;
    // A chain, run to its end: only asynchronous calls know a deadline.
    stream.expires_after(std::chrono::seconds{5});
    stream.async_connect(where, [&](beast::error_code error) {
        if ((failed = error)) return;
        http::async_write(stream, request, [&](beast::error_code error, std::size_t) {
            if ((failed = error)) return;
            http::async_read(stream, buffer, answer,
                             [&](beast::error_code error, std::size_t) { failed = error; });
        });
    });
    io.run();
    if (failed)
        throw std::runtime_error("no answer from " + where.address().to_string() + " port " +
                                 std::to_string(where.port()) + ": " + failed.message());
    if (answer.result() != http::status::ok)
        throw std::runtime_error(path + " answered " + std::to_string(answer.result_int()) + ": " +
                                 answer.body());
}

} // namespace greffe::app
