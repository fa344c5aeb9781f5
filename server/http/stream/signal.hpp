// Lets coroutines of one strand wait for each other: wait() ends at the next notify(). Strand only.
#pragma once
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace greffe::http {

class signal {
  public:
    explicit signal(const boost::asio::any_io_executor& strand)
        : timer_(strand, boost::asio::steady_timer::time_point::max()) {}

    boost::asio::awaitable<void> wait() {
        co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
    void notify() { timer_.cancel(); }

  private:
    boost::asio::steady_timer timer_;
};

} // namespace greffe::http
