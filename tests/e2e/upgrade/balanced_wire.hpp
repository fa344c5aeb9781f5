// What a balancer and a patient client are together: requests go in turn to the servers in service, over
// connections that are kept; one that a server breaks off or asks to retry is sent again, the same, to the
// next. Everything that a client should never see is noted. Thread-safe but for the connections, which belong
// to a thread each (`client`).
#pragma once
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace greffe::test {

using wire_request = boost::beast::http::request<boost::beast::http::string_body>;
using wire_response = boost::beast::http::response<boost::beast::http::string_body>;

class balancer {
  public:
    void add(const std::string& url);
    /// It is about to stop: from here on it may break connections off and answer 503 with Retry-After.
    void expect_stop_of(const std::string& url);
    void remove(const std::string& url);

    /// Of those in service, in turn. Precondition: there is one.
    std::string next();
    void answered(const std::string& url);
    void lost(const std::string& url, const std::string& what);
    void refused(const std::string& url, const wire_response& response);
    void note(std::string odd);

    /// Until `url` has answered this many requests more. Throws std::runtime_error after two minutes.
    void wait_for_answers(const std::string& url, int more);
    std::vector<std::string> odd() const;
    int retries() const;

  private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> in_service_;
    std::set<std::string> stopping_;
    std::map<std::string, int> answers_;
    std::vector<std::string> odd_;
    std::size_t turn_ = 0;
    int retries_ = 0;
};

/// One client's connections, one a server. For one thread.
class client {
  public:
    client(balancer& through, std::string key);
    ~client();

    /// The answer of whichever server gave one; never a 503. `once`: its Idempotency-Key, if not empty.
    wire_response send(const std::string& method, const std::string& target, const std::string& body = {},
                       const std::string& once = {});

  private:
    class connection;
    balancer& through_;
    std::string key_;
    std::map<std::string, std::unique_ptr<connection>> open_;
};

} // namespace greffe::test
