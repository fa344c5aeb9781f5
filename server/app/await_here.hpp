// Runs a coroutine to its end on the calling thread: for start-up and for threads of their own. Never on an
// io thread.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

namespace greffe::app {

template <class T>
T await_here(boost::asio::awaitable<T> what) {
    boost::asio::io_context here;
    auto outcome = boost::asio::co_spawn(here, std::move(what), boost::asio::use_future);
    here.run();
    return outcome.get();
}

} // namespace greffe::app
