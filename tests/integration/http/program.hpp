// greffe-server as a program of its own, to be signalled and killed: on a given database, or on its private
// one.
#pragma once
#include "tests/support/http_client.hpp"
#include "tests/support/process.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace greffe::test {

class server_program {
  public:
    /// `database` empty: the private cluster under `data`.
    server_program(std::filesystem::path data, const std::string& database,
                   std::vector<std::string> environment = {}, const std::string& log_level = "warning");

    const std::string& url() const { return url_; }
    std::string admin_key() const;
    http_client as_admin() const { return http_client(url_, admin_key()); }
    process& running() { return *process_; }
    /// Resident memory in bytes.
    std::size_t memory() const;

  private:
    std::filesystem::path data_;
    std::unique_ptr<process> process_;
    std::string url_;
};

} // namespace greffe::test
