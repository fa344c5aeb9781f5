// A draft ruleset over the stored history of a site: what it would hit and change, how that agrees with
// people, and what it costs. A call blocks for as long as it takes and uses threads of its own, at low
// priority, each with a connection of its own; it makes room while comments wait to be written, and ends soon
// after it is asked to stop. One at a time in a server. Thread-safe.
#pragma once
#include "rules/engine/diagnostic.hpp"
#include "server/domain/error.hpp"
#include "server/service/backtest_tally.hpp"
#include "server/service/ports/history_store.hpp"
#include "server/service/settings_registry.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace greffe::service {

/// How much of the history: a part, or a number of comments; always the same ones of the same history.
struct history_sample {
    double per_cent = 0; ///< over 0, up to 100; 0: `comments` counts
    std::int64_t comments = 0;
};
/// "5%", "0.5%", "20000". Nullopt: it is neither.
std::optional<history_sample> parse_history_sample(std::string_view text);

struct backtest_request {
    domain::site_id site;
    std::string source; ///< of the ruleset
    std::optional<domain::timestamp> since{};
    std::optional<history_sample> sample{};
};

struct backtest_progress {
    std::int64_t comments = 0; ///< passed by, in the sample or not
    std::int64_t of = 0;
    std::int64_t opened = 0; ///< cases, by a hunt
};

/// A comment as a report shows it.
struct shown_change {
    telling_change change;
    std::string body;
    std::optional<std::string> name;
    domain::comment_status status = domain::comment_status::published; ///< now
    rules::verdict verdict;                                            ///< the draft's
    std::string flags; ///< JSON: what rules matched when it came
};

struct backtest_report {
    std::string ruleset;
    std::vector<rules::rule_summary> rules;
    std::vector<std::chrono::nanoseconds> costs; ///< by place in rules; zero: not measured
    std::vector<unknown_fact> unknown;
    std::optional<backtest_tally> tally;
    std::vector<shown_change> new_hits;
    std::vector<shown_change> losses;
    std::chrono::milliseconds took{0};
};

struct backtest_outcome {
    rules::diagnostics found;              ///< errors: nothing was judged
    std::optional<backtest_report> report; ///< absent too when it was stopped
};

/// Told now and then, on any thread, one call at a time.
using backtest_told = std::function<void(const backtest_progress&)>;

/// What is done besides with each comment that was judged. One a thread.
class history_visitor {
  public:
    virtual ~history_visitor() = default;
    virtual void see(const ports::past_comment& comment, const std::vector<judged_text>& judged) = 0;
    /// After each stretch; answers how many cases it has opened in all.
    virtual std::int64_t end_of_stretch() = 0;
};
using visitor_maker = std::function<std::unique_ptr<history_visitor>()>;

class backtest {
  public:
    /// One more than processors: while one of them waits for the database, another judges.
    static unsigned usual_threads() { return std::max(1u, std::thread::hardware_concurrency()) + 1; }

    struct options {
        unsigned threads = usual_threads();
        int stretch = 8192;                                   ///< comments
        std::function<bool()> hurried = [] { return false; }; ///< comments wait to be written
    };
    backtest(ports::history_store& store, const settings_registry& settings, options with);

    /// Whether the ruleset compiles, as run() compiles it.
    rules::diagnostics check(const backtest_request& asked) const;
    /// Errors: overloaded (another one runs), invalid_field and too_large (source). `visit`: may be empty.
    domain::result<backtest_outcome> run(const backtest_request& asked, const backtest_told& told,
                                         std::stop_token stop, const visitor_maker& visit = {});
    /// What runs, and all that comes, ends soon.
    void stop() { ending_.request_stop(); }

  private:
    rules::compile_options how(domain::site_id site) const;

    ports::history_store& store_;
    const settings_registry& settings_;
    options with_;
    std::atomic<bool> running_ = false;
    std::stop_source ending_;
};

} // namespace greffe::service
