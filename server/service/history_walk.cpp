#include "server/service/history_walk.hpp"

#include "rules/engine/rule_costs.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <thread>

namespace greffe::service {

namespace {

using clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_tellings{200};
constexpr std::size_t kept_texts = 1000;
constexpr std::size_t kept_of_stretch = 50;
constexpr std::size_t cost_evaluations = 300'000;
constexpr int low_priority = 10;   // nice: whoever serves requests goes first
constexpr int room_for_others = 3; // parts of rest after a part of work, while comments wait

void lower_priority() {
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), low_priority);
}

/// The first failure of several threads ends all of them.
class failures {
  public:
    explicit failures(std::stop_token from_outside)
        : passing_on_(std::move(from_outside), [this] { all_.request_stop(); }) {}

    std::stop_token token() const { return all_.get_token(); }
    template <class F>
    void guard(F&& work) {
        try {
            work();
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!first_) first_ = std::current_exception();
            all_.request_stop();
        }
    }
    void rethrow() const {
        if (first_) std::rethrow_exception(first_);
    }

  private:
    std::stop_source all_;
    std::mutex mutex_;
    std::exception_ptr first_;
    std::stop_callback<std::function<void()>> passing_on_;
};

} // namespace

void rest_unless_stopped(std::chrono::nanoseconds time, std::stop_token stop) {
    std::mutex nobodys;
    std::condition_variable_any woken;
    std::unique_lock lock(nobodys);
    woken.wait_for(lock, stop, time, [] { return false; });
}

history_walk::history_walk(ports::history_store& store, const ports::history_scope& scope,
                           backtest::options with, walk_time time)
    : store_(store), scope_(scope), with_(std::move(with)), time_(std::move(time)) {}

std::optional<backtest_tally> history_walk::run(const std::shared_ptr<const active_ruleset>& draft,
                                                const backtest_told& told, std::stop_token stop,
                                                const visitor_maker& visit) {
    total_ = store_.count(scope_.site);
    hurried_ = with_.hurried();
    failures failed(stop);
    const unsigned threads = std::max(1u, with_.threads);
    std::vector<backtest_tally> tallies;
    tallies.reserve(threads);
    for (unsigned i = 0; i < threads; ++i) tallies.emplace_back(*draft->rules);
    {
        std::vector<std::jthread> all;
        for (unsigned i = 0; i < threads; ++i)
            all.emplace_back([&, i] {
                lower_priority();
                failed.guard([&] {
                    const auto reader = store_.open(scope_);
                    judge_past judge(draft);
                    const auto visitor = visit ? visit() : nullptr;
                    work(*reader, judge, tallies[i], visitor.get(), told, failed.token());
                });
            });
    }
    if (stop.stop_requested()) return std::nullopt; // what failed then was cancelled
    failed.rethrow();
    for (unsigned i = 1; i < threads; ++i) tallies.front().merge(std::move(tallies[i]));
    return std::move(tallies.front());
}

std::optional<history_walk::begun_stretch> history_walk::next(ports::history_reader& reader) {
    const std::lock_guard lock(order_);
    if (at_end_) return std::nullopt;
    const auto end = reader.next_end(after_, with_.stretch);
    at_end_ = !end || end->comments < with_.stretch;
    if (!end) return std::nullopt;
    const begun_stretch stretch{after_, *end};
    after_ = end->id;
    return stretch;
}

void history_walk::work(ports::history_reader& reader, judge_past& judge, backtest_tally& tally,
                        history_visitor* visitor, const backtest_told& told, std::stop_token stop) {
    const std::stop_callback at_once(stop, [&] { reader.cancel(); });
    std::int64_t opened = 0;
    while (!stop.stop_requested()) {
        // While comments wait, one works and rests at a time: the others leave it a processor.
        std::unique_lock alone(alone_, std::defer_lock);
        if (hurried_) alone.lock();
        if (stop.stop_requested()) break; // while it stood in line
        const auto begun = time_.now();
        const auto stretch = next(reader);
        if (!stretch) break;
        const auto& read = reader.read(stretch->after, stretch->end.id);
        keep_texts(read);
        for (const auto& comment : read.comments) {
            if (stop.stop_requested()) return;
            if (comment.texts.empty()) continue;
            const auto& judged = judge.judge(comment);
            tally.add(comment, judged);
            if (visitor) visitor->see(comment, judged);
        }
        const auto so_far = visitor ? visitor->end_of_stretch() : 0;
        passed(stretch->end.comments, so_far - opened, told);
        opened = so_far;
        make_room(time_.now() - begun, stop);
    }
}

void history_walk::keep_texts(const ports::history_stretch& read) {
    const std::lock_guard lock(telling_);
    const std::size_t step = std::max<std::size_t>(1, read.texts.size() / kept_of_stretch);
    for (std::size_t i = 0; i < read.texts.size() && texts_.size() < kept_texts; i += step)
        texts_.emplace_back(read.texts[i].body);
}

void history_walk::passed(std::int64_t comments, std::int64_t opened, const backtest_told& told) {
    const std::lock_guard lock(telling_);
    passed_ += comments;
    opened_ += opened;
    const auto now = time_.now();
    if (now - told_at_ < between_tellings) return;
    told_at_ = now;
    told({.comments = passed_, .of = std::max(passed_, total_), .opened = opened_});
}

void history_walk::make_room(clock::duration took, std::stop_token stop) {
    hurried_ = with_.hurried();
    if (hurried_) time_.rest(took * room_for_others, std::move(stop));
}

std::vector<std::chrono::nanoseconds> history_walk::costs(std::string_view source,
                                                          const rules::compile_options& how,
                                                          const std::vector<rules::rule_summary>& rules,
                                                          std::stop_token stop) const {
    std::vector<std::chrono::nanoseconds> all(rules.size());
    const std::size_t most =
        std::clamp<std::size_t>(cost_evaluations / std::max<std::size_t>(rules.size(), 1), 20, kept_texts);
    std::vector<rules::comment_text> texts;
    for (std::size_t i = 0; i < texts_.size() && i < most; ++i)
        texts.push_back({.body = texts_[i], .name = {}});
    if (texts.empty()) return all;
    const auto measured = rules::rule_costs(
        source, how, texts, [] { return std::chrono::nanoseconds(clock::now().time_since_epoch()); },
        [&] { return stop.stop_requested(); });
    std::size_t place = 0;
    for (const auto& cost : measured) {
        while (place < rules.size() && rules[place].id != cost.rule) ++place;
        if (place < rules.size()) all[place] = cost.per_text;
    }
    return all;
}

} // namespace greffe::service
