#include "tests/e2e/upgrade/balanced_wire.hpp"

#include "tests/support/http_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <chrono>
#include <stdexcept>
#include <thread>

namespace greffe::test {

namespace http = boost::beast::http;
using namespace std::chrono_literals;

void balancer::add(const std::string& url) {
    const std::lock_guard lock(mutex_);
    stopping_.erase(url);
    in_service_.push_back(url);
}

void balancer::expect_stop_of(const std::string& url) {
    const std::lock_guard lock(mutex_);
    stopping_.insert(url);
}

void balancer::remove(const std::string& url) {
    const std::lock_guard lock(mutex_);
    std::erase(in_service_, url);
}

std::string balancer::next() {
    const std::lock_guard lock(mutex_);
    return in_service_.at(turn_++ % in_service_.size());
}

void balancer::answered(const std::string& url) {
    const std::lock_guard lock(mutex_);
    ++answers_[url];
    changed_.notify_all();
}

void balancer::lost(const std::string& url, const std::string& what) {
    const std::lock_guard lock(mutex_);
    ++retries_;
    if (!stopping_.contains(url)) odd_.push_back(url + " broke off: " + what);
}

void balancer::refused(const std::string& url, const wire_response& response) {
    const std::lock_guard lock(mutex_);
    ++retries_;
    if (!stopping_.contains(url) || response[http::field::retry_after].empty())
        odd_.push_back(url + " refused: " + response.body());
}

void balancer::note(std::string odd) {
    const std::lock_guard lock(mutex_);
    odd_.push_back(std::move(odd));
}

void balancer::wait_for_answers(const std::string& url, int more) {
    std::unique_lock lock(mutex_);
    const int wanted = answers_[url] + more;
    if (!changed_.wait_for(lock, 2min, [&] { return answers_[url] >= wanted; }))
        throw std::runtime_error(url + " answered only " + std::to_string(answers_[url]) + " of " +
                                 std::to_string(wanted));
}

std::vector<std::string> balancer::odd() const {
    const std::lock_guard lock(mutex_);
    return odd_;
}

int balancer::retries() const {
    const std::lock_guard lock(mutex_);
    return retries_;
}

class client::connection {
  public:
    explicit connection(const std::string& url) {
        const http_client where(url);
        boost::asio::ip::tcp::resolver resolver(io_);
        stream_.connect(resolver.resolve(where.host(), where.port()));
    }
    wire_response exchange(wire_request& request) {
        http::write(stream_, request);
        wire_response answer;
        http::read(stream_, buffer_, answer);
        return answer;
    }

  private:
    boost::asio::io_context io_{};
    boost::beast::tcp_stream stream_{io_};
    boost::beast::flat_buffer buffer_{};
};

client::client(balancer& through, std::string key) : through_(through), key_(std::move(key)) {}
client::~client() = default;

wire_response client::send(const std::string& method, const std::string& target, const std::string& body,
                           const std::string& once) {
    wire_request request(http::string_to_verb(method), target, 11);
    request.set(http::field::host, "greffe.test");
    request.set(http::field::authorization, "Bearer " + key_);
    if (!once.empty()) request.set("Idempotency-Key", once);
    request.body() = body;
    if (method != "GET") request.prepare_payload();
    for (;;) {
        const auto url = through_.next();
        auto& wire = open_[url];
        try {
            if (!wire) wire = std::make_unique<connection>(url);
            auto answer = wire->exchange(request);
            if (!answer.keep_alive()) wire.reset();
            if (answer.result_int() != 503) {
                through_.answered(url);
                return answer;
            }
            through_.refused(url, answer);
        } catch (const boost::system::system_error& e) {
            wire.reset();
            through_.lost(url, e.what());
        }
        std::this_thread::sleep_for(5ms); // as a client waits before it tries again
    }
}

} // namespace greffe::test
