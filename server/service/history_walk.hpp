// One walk through a history: threads that each take the next stretch, read it, judge it, and count. Used by
// backtest alone.
#pragma once
#include "server/service/backtest.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <stop_token>

namespace greffe::service {

/// Waits so long, or until it is to stop.
void rest_unless_stopped(std::chrono::nanoseconds time, std::stop_token stop);

/// Where a walk has its time from; tests pass a manual clock. Each function is safe from any thread.
struct walk_time {
    std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
    std::function<void(std::chrono::nanoseconds, std::stop_token)> rest = rest_unless_stopped;
};

class history_walk {
  public:
    history_walk(ports::history_store& store, const ports::history_scope& scope, backtest::options with,
                 walk_time time = {});

    /// Nullopt: it was stopped.
    std::optional<backtest_tally> run(const std::shared_ptr<const active_ruleset>& draft,
                                      const backtest_told& told, std::stop_token stop,
                                      const visitor_maker& visit);
    /// What each rule costs on texts that were met, by place in `rules`.
    std::vector<std::chrono::nanoseconds> costs(std::string_view source, const rules::compile_options& how,
                                                const std::vector<rules::rule_summary>& rules,
                                                std::stop_token stop) const;

  private:
    struct begun_stretch {
        domain::comment_id after;
        ports::stretch_end end;
    };
    std::optional<begun_stretch> next(ports::history_reader& reader);
    void work(ports::history_reader& reader, judge_past& judge, backtest_tally& tally,
              history_visitor* visitor, const backtest_told& told, std::stop_token stop);
    void keep_texts(const ports::history_stretch& read);
    void passed(std::int64_t comments, std::int64_t opened, const backtest_told& told);
    void make_room(std::chrono::steady_clock::duration took, std::stop_token stop);

    ports::history_store& store_;
    ports::history_scope scope_;
    backtest::options with_;
    walk_time time_;

    std::atomic<bool> hurried_ = false; ///< when last looked
    std::mutex alone_;                  ///< of who works while it is

    std::mutex order_; ///< of the next two
    domain::comment_id after_{};
    bool at_end_ = false;

    std::mutex telling_; ///< of the rest
    std::int64_t passed_ = 0;
    std::int64_t total_ = 0;
    std::int64_t opened_ = 0;
    std::chrono::steady_clock::time_point told_at_{};
    std::vector<std::string> texts_; ///< a few, to measure costs on
};

} // namespace greffe::service
