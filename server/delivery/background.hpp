// Loops that run beside the requests, all on one thread of their own: each does a piece of work, waits for as
// long as the piece says, and begins again. A piece that fails is told to the log and tried again in a
// second; a database that is away is not told, the pulse does that. Nothing in a piece may block. Used from
// one thread; stop() waits for the pieces that run.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <list>
#include <string>
#include <thread>

namespace greffe::delivery {

class background {
  public:
    /// Answers after how long it wants to be called again.
    using piece = std::function<boost::asio::awaitable<std::chrono::milliseconds>()>;

    ~background() { stop(); }

    /// Before start(). `name`: for the log.
    void add(std::string name, piece work);
    void start();
    void stop();

  private:
    struct loop {
        std::string name;
        piece work;
        boost::asio::steady_timer timer;
    };
    boost::asio::awaitable<void> run(loop& one);
    static boost::asio::awaitable<std::chrono::milliseconds> attempt(const loop& one);

    boost::asio::io_context context_{1};
    std::list<loop> loops_;
    bool stopping_ = false; // of the thread
    std::thread thread_;
};

} // namespace greffe::delivery
