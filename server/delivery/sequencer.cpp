#include "server/delivery/sequencer.hpp"

namespace greffe::delivery {

using service::ports::sequencing;

std::chrono::milliseconds pause_after(const sequencing& run) {
    if (run.did == sequencing::outcome::idle) return std::chrono::milliseconds{400};
    if (run.did == sequencing::outcome::took && !run.drained) return std::chrono::milliseconds{0};
    return std::chrono::milliseconds{120};
}

sequencer::sequencer(service::ports::log_store& store, log_meter& tells, int batch)
    : store_(store), tells_(tells), batch_(batch) {}

boost::asio::awaitable<std::chrono::milliseconds> sequencer::beat() {
    const auto begun = std::chrono::steady_clock::now();
    const auto run = co_await store_.sequence(batch_);
    tells_.learn(run, begun);
    co_return pause_after(run);
}

} // namespace greffe::delivery
