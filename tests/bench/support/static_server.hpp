// nginx on a free port of this machine, serving one file from memory: the limit for an answer that is the
// same every time. Stopped at the end.
#pragma once
#include "tests/support/process.hpp"
#include "tests/support/scratch_folder.hpp"

#include <memory>
#include <string>

namespace greffe::bench {

class static_server {
  public:
    /// Serves `content` as /thread.json.
    explicit static_server(const std::string& content);
    ~static_server();
    static_server(const static_server&) = delete;
    static_server& operator=(const static_server&) = delete;
    const std::string& url() const { return url_; }

  private:
    test::scratch_folder folder_;
    std::string url_;
    std::unique_ptr<test::process> nginx_;
};

} // namespace greffe::bench
