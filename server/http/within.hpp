// A deadline around a coroutine (Boost 1.81 has no cancel_after). Runs on the caller's strand.
#pragma once
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>

namespace greffe::http {

/// What `work()` (an awaitable of T) gives; what it throws is thrown. Nullopt: it took longer than `at_most`.
/// Then it goes on to its own end and its outcome is thrown away: `work` must own all that it uses.
template <class T, class F>
boost::asio::awaitable<std::optional<T>> within(std::chrono::milliseconds at_most, F work) {
    struct outcome {
        explicit outcome(const boost::asio::any_io_executor& on) : timer(on) {}
        std::optional<T> value;
        std::exception_ptr failure;
        bool done = false;
        boost::asio::steady_timer timer;
    };
    const auto strand = co_await boost::asio::this_coro::executor;
    const auto shared = std::make_shared<outcome>(strand);
    shared->timer.expires_after(at_most);
    auto run = [](std::shared_ptr<outcome> into, F does) -> boost::asio::awaitable<void> {
        try {
            auto value = co_await does();
            into->value.emplace(std::move(value));
        } catch (...) {
            into->failure = std::current_exception();
        }
        into->done = true;
        into->timer.cancel();
    };
    boost::asio::co_spawn(strand, run(shared, std::move(work)), boost::asio::detached);
    // What needs no waiting is done by now: the strand runs a spawned coroutine at once.
    if (!shared->done) co_await shared->timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    if (shared->failure) std::rethrow_exception(shared->failure);
    co_return std::move(shared->value);
}

} // namespace greffe::http
