#include "server/service/meet_deadlines.hpp"

#include "server/service/review_steps.hpp"

namespace greffe::service {

namespace {

constexpr int batch = 64;
constexpr std::chrono::milliseconds at_once{0};
constexpr std::chrono::milliseconds usual{500};

} // namespace

meet_deadlines::meet_deadlines(ports::deadline_store& store, environment env,
                               std::function<void(domain::deadline_action did)> missed)
    : store_(store), env_(std::move(env)), missed_(std::move(missed)) {}

boost::asio::awaitable<std::chrono::milliseconds> meet_deadlines::beat() {
    ports::deadline_step step = [this](const ports::locked_rows& known) {
        return step_deadline(known, env_);
    };
    const auto done = co_await store_.apply_due(batch, std::move(step));
    for (const auto did : done.did) missed_(did);
    co_return done.more && !done.did.empty() ? at_once : usual;
}

} // namespace greffe::service
