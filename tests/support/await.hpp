// Runs a coroutine to its end while the calling thread waits: tests are written straight down. Safe from any
// thread.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>

#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace greffe::test {

/// It outlives every call: whoever resumes a coroutine may still be inside the context's post when the call
/// is over.
inline boost::asio::thread_pool& resumption() {
    static boost::asio::thread_pool one_thread(1);
    return one_thread;
}

template <class T>
T await(boost::asio::awaitable<T> started) {
    // co_spawn would want a T that can be made from nothing, so the answer is put aside here.
    std::conditional_t<std::is_void_v<T>, bool, std::optional<T>> answer{};
    auto run = [&]() -> boost::asio::awaitable<void> {
        if constexpr (std::is_void_v<T>)
            co_await std::move(started);
        else
            answer.emplace(co_await std::move(started));
    };
    const auto finished = std::make_shared<std::promise<void>>(); // held until both sides are done with it
    boost::asio::co_spawn(resumption(), run, [finished](std::exception_ptr thrown) {
        if (thrown)
            finished->set_exception(thrown);
        else
            finished->set_value();
    });
    finished->get_future().get();
    if constexpr (!std::is_void_v<T>) return *std::move(answer);
}

} // namespace greffe::test
