// Runs a coroutine to its end while the calling thread waits: for start-up and for threads of their own.
// Never on an io thread.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

namespace greffe::app {

/// One context for the life of the process: whoever resumes a coroutine may still be inside the context's
/// post when the coroutine's answer is taken, so a context of the call's own would be destroyed under it.
inline boost::asio::thread_pool& resumption() {
    static boost::asio::thread_pool one_thread(1);
    return one_thread;
}

template <class T>
T await_here(boost::asio::awaitable<T> what) {
    return boost::asio::co_spawn(resumption(), std::move(what), boost::asio::use_future).get();
}

} // namespace greffe::app
