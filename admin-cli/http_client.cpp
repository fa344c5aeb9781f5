#include "admin-cli/http_client.hpp"

#include "admin-cli/outcome.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <atomic>

namespace greffe::cli {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

namespace {

constexpr std::size_t most_in_memory = 64 << 20;
constexpr std::size_t piece_size = 64 << 10;

template <class Stream>
tcp::socket& socket_of(Stream& stream) {
    if constexpr (requires { stream.next_layer(); })
        return stream.next_layer();
    else
        return stream;
}

/// One request on its way: lives for one send().
template <class Stream>
class exchange {
  public:
    exchange(asio::io_context& io, Stream& stream, const server_address& server, const http_request& request,
             const body_sink& sink, const body_source& source)
        : io_(io), stream_(stream), server_(server), request_(request), sink_(sink), source_(source),
          watch_(io) {}

    http_answer run() {
        std::exception_ptr failed;
        asio::co_spawn(io_, whole(), [&](std::exception_ptr e) {
            failed = e;
            over_ = true;
            watch_.cancel();
            close();
        });
        asio::co_spawn(io_, guard(), asio::detached);
        io_.run();
        input_.join();
        if (failed) explain(failed);
        return std::move(answer_);
    }

  private:
    awaitable<void> whole() {
        tcp::resolver resolver(io_);
        const auto found = co_await resolver.async_resolve(server_.host, server_.port, use_awaitable);
        co_await asio::async_connect(socket_of(stream_), found, use_awaitable);
        socket_of(stream_).set_option(tcp::no_delay(true));
        touch();
        if constexpr (requires { stream_.next_layer(); })
            co_await stream_.async_handshake(asio::ssl::stream_base::client, use_awaitable);
        connected_ = true;
        // A server that refuses early answers while it is still being sent to: whoever writes may fail, who
        // reads decides.
        asio::co_spawn(io_, send_all(), asio::detached);
        co_await read_all();
    }

    http::request_header<> head() const {
        http::request_header<> fields;
        fields.version(11);
        fields.method_string(request_.method);
        fields.target(request_.target);
        fields.set(http::field::host, server_.authority);
        fields.set(http::field::user_agent, "greffe");
        fields.set(http::field::connection, "close");
        for (const auto& [name, value] : request_.headers) fields.set(name, value);
        return fields;
    }

    awaitable<void> send_all() {
        try {
            if (source_) {
                http::request<http::empty_body> message(head());
                message.chunked(true);
                http::request_serializer<http::empty_body> serializer(message);
                co_await http::async_write_header(stream_, serializer, use_awaitable);
                co_await send_pieces();
            } else {
                http::request<http::string_body> message(head(), request_.body);
                if (!request_.body.empty() || request_.method != "GET") message.prepare_payload();
                co_await http::async_write(stream_, message, use_awaitable);
            }
            touch();
        } catch (const boost::system::system_error&) {
            // read_all sees the same broken connection, or an answer that came before it broke.
        } catch (...) {
            source_failed_ = std::current_exception();
            close();
        }
    }

    awaitable<void> send_pieces() {
        const auto stopping = [this] { return over_.load(); };
        const auto next = [this, stopping]() -> awaitable<std::string> { co_return source_(stopping); };
        while (!over_) {
            waiting_for_input_ = true;
            const std::string piece = co_await asio::co_spawn(input_, next, use_awaitable);
            waiting_for_input_ = false;
            touch();
            if (piece.empty()) break;
            const auto chunk = http::make_chunk(asio::const_buffer(piece.data(), piece.size()));
            co_await asio::async_write(stream_, chunk, use_awaitable);
            touch();
        }
        const auto last = http::make_chunk_last();
        if (!over_) co_await asio::async_write(stream_, last, use_awaitable);
    }

    awaitable<void> read_all() {
        beast::flat_buffer buffer;
        http::response_parser<http::buffer_body> parser;
        parser.body_limit(boost::none);
        parser.skip(request_.method == "HEAD");
        do {
            co_await http::async_read_header(stream_, buffer, parser, use_awaitable);
            touch();
        } while (parser.get().result() == http::status::continue_);
        answer_.status = static_cast<int>(parser.get().result_int());
        answer_.content_type = std::string(parser.get()[http::field::content_type]);
        const bool to_sink = sink_ && answer_.status / 100 == 2;
        std::vector<char> piece(piece_size);
        while (!parser.is_done()) {
            parser.get().body().data = piece.data();
            parser.get().body().size = piece.size();
            beast::error_code failed;
            co_await http::async_read_some(stream_, buffer, parser,
                                           asio::redirect_error(use_awaitable, failed));
            if (failed && failed != http::error::need_buffer) throw boost::system::system_error(failed);
            touch();
            const std::string_view got(piece.data(), piece.size() - parser.get().body().size);
            if (to_sink)
                sink_(got);
            else if (answer_.body.append(got).size() > most_in_memory)
                throw failure(exit_code::refused, "the server's answer is larger than 64 MiB");
        }
    }

    /// Closes the connection when nothing moves, unless it is our own input that keeps everybody waiting.
    awaitable<void> guard() {
        while (!over_) {
            watch_.expires_after(std::chrono::milliseconds(200));
            beast::error_code cancelled;
            co_await watch_.async_wait(asio::redirect_error(use_awaitable, cancelled));
            if (over_ || waiting_for_input_ ||
                std::chrono::steady_clock::now() - last_move_ < request_.patience)
                continue;
            fell_silent_ = true;
            close();
        }
    }

    void close() {
        beast::error_code ignored;
        socket_of(stream_).close(ignored);
    }

    void touch() { last_move_ = std::chrono::steady_clock::now(); }

    [[noreturn]] void explain(const std::exception_ptr& failed) const {
        if (source_failed_) std::rethrow_exception(source_failed_);
        const std::string where = (server_.tls ? "https://" : "http://") + server_.authority;
        try {
            std::rethrow_exception(failed);
        } catch (const boost::system::system_error& e) {
            if (fell_silent_)
                throw failure(exit_code::unreachable, where + " did not answer within " +
                                                          std::to_string(request_.patience.count()) + " s");
            if (connected_)
                throw failure(exit_code::unreachable,
                              "the connection to " + where +
                                  " broke before the answer was whole: " + e.code().message());
            throw failure(exit_code::unreachable,
                          "cannot reach " + where + ": " + e.code().message() +
                              "\n  next: is it running? --url or GREFFE_URL name another address");
        }
    }

    asio::io_context& io_;
    Stream& stream_;
    const server_address& server_;
    const http_request& request_;
    const body_sink& sink_;
    const body_source& source_;
    asio::steady_timer watch_;
    asio::thread_pool input_{1};
    http_answer answer_;
    std::chrono::steady_clock::time_point last_move_ = std::chrono::steady_clock::now();
    std::atomic<bool> over_ = false;
    bool connected_ = false;
    std::exception_ptr source_failed_;
    bool waiting_for_input_ = false;
    bool fell_silent_ = false;
};

} // namespace

http_client::http_client(server_address server) : server_(std::move(server)) {}

http_answer http_client::send(const http_request& request, const body_sink& sink,
                              const body_source& source) const {
    asio::io_context io(1);
    if (!server_.tls) {
        tcp::socket stream(io);
        return exchange(io, stream, server_, request, sink, source).run();
    }
    asio::ssl::context tls(asio::ssl::context::tls_client);
    tls.set_default_verify_paths();
    tls.set_verify_mode(asio::ssl::verify_peer);
    asio::ssl::stream<tcp::socket> stream(io, tls);
    stream.set_verify_callback(asio::ssl::host_name_verification(server_.host));
    SSL_set_tlsext_host_name(stream.native_handle(), server_.host.c_str());
    return exchange(io, stream, server_, request, sink, source).run();
}

} // namespace greffe::cli
