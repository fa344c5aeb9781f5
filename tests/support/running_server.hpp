// greffe-server as its operators run it: the real program with a data folder of its own and its private
// PostgreSQL, on a free port, stopped by SIGTERM at the end. For end-to-end tests; start one a test program,
// a cluster takes seconds.
#pragma once
#include "tests/support/process.hpp"
#include "tests/support/scratch_folder.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace greffe::test {

class running_server {
  public:
    /// `programs`: the folder of greffe-server and greffe. Returns once it serves; throws std::runtime_error
    /// with its log when it does not.
    explicit running_server(std::filesystem::path programs);
    ~running_server();

    const std::string& url() const { return url_; }
    /// The key of its admin.key.
    const std::string& admin_key() const { return admin_key_; }
    std::string log() const { return server_.output(); }
    /// Its data folder.
    std::filesystem::path data() const { return data_ / "greffe"; }

    /// `greffe` with these arguments against this server.
    outcome greffe(const std::vector<std::string>& arguments, std::string_view input = {}) const;
    /// For programs that call `greffe` themselves: GREFFE_URL, GREFFE_KEY, PATH, TZ, NO_COLOR.
    std::vector<std::string> environment() const;

  private:
    std::filesystem::path programs_;
    scratch_folder data_;
    process server_;
    std::string url_;
    std::string admin_key_;
};

} // namespace greffe::test
