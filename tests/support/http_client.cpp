#include "tests/support/http_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/parse.hpp>

#include <cctype>

namespace greffe::test {

namespace beast = boost::beast;
namespace http = beast::http;
using tcp = boost::asio::ip::tcp;

boost::json::value http_response::json() const {
    return boost::json::parse(body);
}

std::string http_response::code() const {
    return status / 100 == 2 ? "" : std::string(json().at("code").as_string());
}

http_client::http_client(std::string url, std::string key, std::chrono::milliseconds deadline)
    : key_(std::move(key)), deadline_(deadline) {
    if (url.starts_with("http://")) url.erase(0, 7);
    url.erase(std::min(url.find('/'), url.size()));
    const auto colon = url.rfind(':');
    host_ = url.substr(0, colon);
    port_ = colon == std::string::npos ? "80" : url.substr(colon + 1);
}

http_response http_client::send(std::string_view method, std::string_view target, std::string_view body,
                                const headers& with) const {
    boost::asio::io_context context;
    beast::tcp_stream stream(context);
    http::request<http::string_body> request;
    request.version(11);
    request.method_string({method.data(), method.size()});
    request.target({target.data(), target.size()});
    request.set(http::field::host, host_ + ":" + port_);
    request.set(http::field::connection, "close");
    if (!key_.empty()) request.set(http::field::authorization, "Bearer " + key_);
    for (const auto& [name, value] : with) request.set(name, value);
    request.body() = body;
    if (!body.empty() || method != "GET") request.prepare_payload();

    http::response_parser<http::string_body> parser;
    parser.body_limit(boost::none);
    if (method == "HEAD") parser.skip(true);
    beast::flat_buffer buffer;
    beast::error_code failure;
    const auto note = [&](beast::error_code error) {
        if (error && !failure) failure = error;
    };
    // tcp_stream's deadline works for asynchronous calls only, so the blocking call is a chain of them run to
    // its end.
    stream.expires_after(deadline_);
    tcp::resolver resolver(context);
    stream.async_connect(resolver.resolve(host_, port_), [&](beast::error_code error, const tcp::endpoint&) {
        if (error) return note(error);
        http::async_write(stream, request, [&](beast::error_code error, std::size_t) {
            // A server may refuse before it has read all: what it says counts, not that it hung up.
            if (error && error != boost::asio::error::broken_pipe &&
                error != boost::asio::error::connection_reset)
                return note(error);
            http::async_read(stream, buffer, parser,
                             [&](beast::error_code error, std::size_t) { note(error); });
        });
    });
    context.run();
    if (failure) throw boost::system::system_error(failure, std::string(method) + " " + std::string(target));

    http_response response;
    response.status = parser.get().result_int();
    for (const auto& field : parser.get()) {
        std::string name(field.name_string());
        for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        response.headers[name] = std::string(field.value());
    }
    response.body = std::move(parser.get().body());
    return response;
}

} // namespace greffe::test
