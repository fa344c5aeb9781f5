#include "server/delivery/log_meter.hpp"

namespace greffe::delivery {

namespace {

constexpr std::int64_t count_at_most = 100'000;
constexpr std::chrono::seconds between_looks{5};

} // namespace

log_meter::log_meter(service::ports::log_store& store)
    : store_(store), clock_(std::chrono::steady_clock::now()) {}

void log_meter::learn(const service::ports::sequencing& run, drain_clock::time begun) {
    const std::lock_guard lock(mutex_);
    clock_.learn(run, begun);
    known_.entries = run.entries;
}

boost::asio::awaitable<std::chrono::milliseconds> log_meter::beat() {
    const auto measured = co_await store_.measure(count_at_most);
    const std::lock_guard lock(mutex_);
    known_.waiting = measured.waiting;
    known_.oldest_change = measured.oldest_change.value_or(std::chrono::duration<double>::zero());
    co_return between_looks;
}

log_standing log_meter::standing() const {
    const std::lock_guard lock(mutex_);
    log_standing now = known_;
    now.lag = clock_.lag(std::chrono::steady_clock::now());
    return now;
}

} // namespace greffe::delivery
