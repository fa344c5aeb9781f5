// A request and its answer as two streams at once, for a handler that answers while it still reads. Body
// pieces come as they arrive; the answer goes out in chunks. Both directions may wait at the same time, each
// for one caller. There is no deadline on a single read or write: the handler watches `progress`. On the
// connection's strand.
#pragma once
#include "server/http/wire.hpp"

#include <boost/beast/http/buffer_body.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace greffe::http {

class exchange {
  public:
    /// `wants_continue`: the client waits for a 100 before it sends.
    exchange(connection& over, header_parser&& header, std::string request_id, bool wants_continue);

    /// Bytes read into `into`; 0: the body has ended. Throws system_error when the client is gone or breaks
    /// the framing.
    boost::asio::awaitable<std::size_t> read_some(std::span<char> into);
    /// The answer's header. Once, before write().
    boost::asio::awaitable<void> begin(unsigned status, std::string_view media_type);
    boost::asio::awaitable<void> write(std::string_view piece);
    /// The last chunk: the answer is whole.
    boost::asio::awaitable<void> end();

    /// A read that waits, and all later ones, see the end of the stream.
    void stop_reading();
    /// Whatever waits fails.
    void close();
    /// True once the client has closed its side; false after stop_watching(), or when it sends more. The body
    /// must have ended.
    boost::asio::awaitable<bool> client_leaves();
    void stop_watching();

    bool begun() const { return begun_; }
    /// Of the answer that has begun.
    unsigned status() const { return status_; }
    /// Both directions are complete: the connection may take another request.
    bool complete() const { return ended_ && parser_.is_done(); }
    /// Grows with every piece read or written.
    std::uint64_t progress() const { return progress_; }

  private:
    connection& over_;
    boost::beast::http::request_parser<boost::beast::http::buffer_body> parser_;
    std::string request_id_;
    bool wants_continue_;
    bool begun_ = false;
    unsigned status_ = 0;
    bool ended_ = false;
    std::uint64_t progress_ = 0;
    bool watching_ = true;
};

/// Tells a client that waits for it to go on (Expect: 100-continue).
boost::asio::awaitable<void> send_continue(connection& to);

} // namespace greffe::http
