// The result lines of an import as they come in: counted by effect, failures shown with their line numbers,
// progress where a person watches. Memory does not grow with the lines. Not thread-safe.
#pragma once
#include "admin-cli/import_progress.hpp"
#include "admin-cli/line_splitter.hpp"
#include "admin-cli/terminal.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace greffe::cli {

class import_results {
  public:
    using clock = std::function<std::chrono::steady_clock::time_point()>;
    /// `verbatim`: each result line goes to `to.out` as it is (--json).
    import_results(const terminal& to, bool verbatim, clock now = std::chrono::steady_clock::now);

    /// Called for every result, after it was counted; may be empty.
    void on_result(std::function<void(const boost::json::object& result)> seen) { seen_ = std::move(seen); }
    void feed(std::string_view piece);

    std::int64_t total() const { return total_; }
    std::int64_t failed() const { return failed_; }
    /// The answer ended within a line.
    bool cut_off() const { return !lines_.rest().empty(); }
    /// Told of what the results do not say: bytes sent, size of the input; asked from time to time.
    void on_progress(std::function<import_progress()> how_far) { how_far_ = std::move(how_far); }
    /// "4 lines: 2 added, 1 unchanged, 1 refused (2 comment created, 1 comment unchanged)"
    std::string summary() const;
    /// Takes the progress line off the screen.
    void end_progress();

  private:
    void take(std::string_view line);
    void show_failure(const boost::json::object& result);
    void show_progress();

    const terminal& to_;
    bool verbatim_;
    line_splitter lines_;
    std::function<void(const boost::json::object&)> seen_;
    std::function<import_progress()> how_far_;
    clock now_;
    std::chrono::steady_clock::time_point began_ = now_();
    std::chrono::steady_clock::time_point shown_ = began_;
    std::map<std::string, std::int64_t> effects_; ///< "comment created" -> how many
    std::int64_t total_ = 0;
    std::int64_t failed_ = 0;
    bool progress_shown_ = false;
};

} // namespace greffe::cli
