// How a command ends: its exit code, and the exception that ends it early. The text of a failure is for a
// person; it never holds a key (see redact).
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

namespace greffe::cli {

enum class exit_code {
    ok = 0,
    refused = 1,     ///< the server refused it, or an input is invalid
    usage = 2,       ///< the command line makes no sense
    unreachable = 3, ///< no answer from the server
};

class failure : public std::runtime_error {
  public:
    failure(exit_code ends_with, const std::string& text) : std::runtime_error(text), ends_with_(ends_with) {}
    exit_code ends_with() const { return ends_with_; }

  private:
    exit_code ends_with_;
};

/// `text` with `key` (when there is one) and everything that has the form of a key's token replaced by
/// "grf_…".
std::string redact(std::string text, std::string_view key);

} // namespace greffe::cli
