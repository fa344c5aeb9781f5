// Runs a coroutine to its end on the calling thread: tests are written straight down. Safe from any thread.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace greffe::test {

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
    std::exception_ptr failure;
    boost::asio::io_context context(1);
    boost::asio::co_spawn(context, run, [&](std::exception_ptr thrown) { failure = thrown; });
    context.run();
    if (failure) std::rethrow_exception(failure);
    if constexpr (!std::is_void_v<T>) return *std::move(answer);
}

} // namespace greffe::test
