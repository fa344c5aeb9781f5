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
                   std::vector<std::string> environment = {}, const std::string& log_level = "warning",
                   const std::string& listen = "127.0.0.1:0");

    const std::string& url() const { return url_; }
    std::string admin_key() const;
    http_client as_admin() const { return http_client(url_, admin_key()); }
    http_client without_key() const { return http_client(url_); }
    process& running() { return *process_; }
    /// Resident memory in bytes.
    std::size_t memory() const;
    /// Open files.
    std::size_t descriptors() const;

  private:
    std::filesystem::path data_;
    std::unique_ptr<process> process_;
    std::string url_;
};

/// Of the private cluster under a data folder; 0: none runs, as far as its file says.
pid_t postmaster_of(const std::filesystem::path& data);

} // namespace greffe::test
