// The simplest HTTP/1.1 client: one request, one connection, blocking, with a deadline. Deliberately not the
// client of the admin CLI, so that a fault shared by client and server shows.
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace greffe::test {

struct http_response {
    int status = 0;
    std::map<std::string, std::string, std::less<>>
        headers; ///< names in lower case; of a repeated one, the last
    std::string body;

    /// The body as JSON. Throws boost::system::system_error when it is not.
    boost::json::value json() const;
    /// The code of a problem; empty for a success. Throws as json() does.
    std::string code() const;
};

class http_client {
  public:
    /// "http://127.0.0.1:8080". A key rides along as a bearer token when it is not empty.
    explicit http_client(std::string url, std::string key = {},
                         std::chrono::milliseconds deadline = std::chrono::seconds{30});

    using headers = std::map<std::string, std::string, std::less<>>;
    /// Throws boost::system::system_error when there is no whole response within the deadline.
    http_response send(std::string_view method, std::string_view target, std::string_view body = {},
                       const headers& with = {}) const;

    http_response get(std::string_view target) const { return send("GET", target); }
    http_response post(std::string_view target, std::string_view body) const {
        return send("POST", target, body);
    }
    http_response put(std::string_view target, std::string_view body) const {
        return send("PUT", target, body);
    }
    http_response patch(std::string_view target, std::string_view body) const {
        return send("PATCH", target, body);
    }
    http_response del(std::string_view target) const { return send("DELETE", target); }

    /// The same server with another key.
    http_client with_key(std::string key) const {
        return http_client("http://" + host_ + ":" + port_, std::move(key), deadline_);
    }
    const std::string& host() const { return host_; }
    const std::string& port() const { return port_; }

  private:
    std::string host_;
    std::string port_;
    std::string key_;
    std::chrono::milliseconds deadline_;
};

} // namespace greffe::test
