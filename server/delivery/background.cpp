#include "server/delivery/background.hpp"

#include "server/platform/log.hpp"
#include "server/service/ports/failure.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace greffe::delivery {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds after_failure{1000};

} // namespace

void background::add(std::string name, piece work) {
    loops_.push_back({std::move(name), std::move(work), asio::steady_timer(context_)});
}

void background::start() {
    for (loop& one : loops_) asio::co_spawn(context_, run(one), asio::detached);
    thread_ = std::thread([this] { context_.run(); });
}

void background::stop() {
    if (!thread_.joinable()) return;
    asio::post(context_, [this] {
        stopping_ = true;
        for (loop& one : loops_) one.timer.cancel();
    });
    thread_.join();
}

asio::awaitable<void> background::run(loop& one) {
    const auto stay = asio::make_work_guard(context_); // while a piece is on another thread
    while (!stopping_) {
        const auto pause = co_await attempt(one);
        if (stopping_) break;
        one.timer.expires_after(pause);
        co_await one.timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

asio::awaitable<std::chrono::milliseconds> background::attempt(const loop& one) {
    try {
        co_return co_await one.work();
    } catch (const service::ports::store_unavailable&) {
    } catch (const service::ports::store_overloaded&) {
    } catch (const std::exception& e) {
        platform::log::error("work in the background failed and is tried again",
                             {{"work", boost::json::string(one.name)}, {"what", e.what()}});
    }
    co_return after_failure;
}

} // namespace greffe::delivery
