// The types of a connection on the wire, and how an answer is put on it. Used on the connection's strand.
#pragma once
#include "server/http/limits.hpp"
#include "server/http/reply.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <string_view>

namespace greffe::http {

/// A request of which the header is read and the body is not.
using header_parser = boost::beast::http::request_parser<boost::beast::http::empty_body>;

struct connection {
    boost::beast::tcp_stream stream;
    boost::beast::flat_buffer buffer{};
};

/// Writes the answer with the headers that all answers have; piece by piece, each within limits.write, and
/// the whole no slower than limits.slowest.
/// Throws boost::system::system_error when the client is gone or does not read.
boost::asio::awaitable<void> send(connection& to, reply answer, std::string_view request_id, bool keep_alive,
                                  const limits& bounds);

/// Ends a connection whose client may still be sending: what it sends is thrown away for a while, so that the
/// answer is not lost to a reset.
boost::asio::awaitable<void> linger(connection& with, const limits& bounds);

} // namespace greffe::http
