// A connection that is kept from request to request, as a publisher's site keeps it. Blocking; every call
// throws boost::system::system_error when the other side is gone. For one thread.
#pragma once
#include "tests/support/http_client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <string>

namespace greffe::test {

class kept_connection {
  public:
    using response = boost::beast::http::response<boost::beast::http::string_body>;

    /// `to` says only where; the key goes with every request.
    kept_connection(const http_client& to, std::string key) : host_(to.host()), key_(std::move(key)) {
        boost::asio::ip::tcp::resolver resolver(io_);
        stream_.connect(resolver.resolve(to.host(), to.port()));
    }

    response post(const std::string& target, std::string body) {
        return ask(boost::beast::http::verb::post, target, std::move(body));
    }
    response get(const std::string& target) { return ask(boost::beast::http::verb::get, target, {}); }

  private:
    response ask(boost::beast::http::verb method, const std::string& target, std::string body) {
        namespace http = boost::beast::http;
        http::request<http::string_body> request(method, target, 11);
        request.set(http::field::host, host_);
        request.set(http::field::authorization, "Bearer " + key_);
        request.body() = std::move(body);
        request.prepare_payload();
        http::write(stream_, request);
        response answer;
        http::read(stream_, buffer_, answer);
        return answer;
    }

    boost::asio::io_context io_{};
    boost::beast::tcp_stream stream_{io_};
    boost::beast::flat_buffer buffer_{};
    std::string host_;
    std::string key_;
};

} // namespace greffe::test
