// Clients that hurt: many connections that do nothing, send a byte now and then, or never read. Plain
// sockets, so that thousands cost the test little.
#pragma once
#include "tests/integration/http/raw_connection.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace greffe::test {

/// Full numbers with GREFFE_LONG=1 in the environment, an eighth of them else.
std::size_t scaled(std::size_t full);

class idle_crowd {
  public:
    idle_crowd(const std::string& url, std::size_t count);
    std::size_t size() const { return wires_.size(); }
    raw_connection& at(std::size_t i) { return *wires_.at(i); }

  private:
    std::vector<std::unique_ptr<raw_connection>> wires_;
};

/// Each begins with `begin` and then sends a byte every 50 ms; connects again when it is let go. Until the
/// destructor.
class dripping_crowd {
  public:
    dripping_crowd(const std::string& url, std::size_t count, std::string begin);
    ~dripping_crowd();
    std::size_t let_go() const { return let_go_; }

  private:
    std::atomic<bool> stopping_ = false;
    std::atomic<std::size_t> let_go_ = 0;
    std::thread thread_;
};

} // namespace greffe::test
