// A long job behind one request: reads the body, runs the job on a thread of its own, tells how far it is
// line by line, and its result in the last line. NDJSON: {"progress": …} …, then {"result": …}, or {"error":
// …} when it failed after it had begun. The job is asked to stop as soon as the client is gone, takes nothing
// any more, or the server drains; run() returns when the job has ended. Coroutines on the connection's
// strand.
#pragma once
#include "server/http/call.hpp"
#include "server/http/exchange.hpp"
#include "server/http/problem.hpp"
#include "server/http/stream/signal.hpp"

#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace greffe::http {

class job_run {
  public:
    using told = std::function<void(boost::json::object)>;
    /// Blocks; on a thread of the jobs. `said`: from any thread. Errors before anything was said become the
    /// request's answer.
    using job = std::function<domain::result<boost::json::object>(const std::string& body, const told& said,
                                                                  std::stop_token stop)>;

    job_run(call& asked, exchange& over, const boost::asio::any_io_executor& strand);

    boost::asio::awaitable<domain::result<void>> run(job work);
    /// From the job, before it returns an error and without having said anything: the client is told this
    /// instead of the error.
    void refuse_with(problem why) { refusal_ = std::move(why); }

  private:
    boost::asio::awaitable<domain::result<void>> read_body();
    void ask_to_stop();
    boost::asio::awaitable<void> answer_refusal();
    boost::asio::awaitable<void> write_lines();
    boost::asio::awaitable<void> watch();
    boost::asio::awaitable<void> watch_client();
    boost::asio::awaitable<void> work_on(const job& work);

    call& asked_;
    exchange& over_;
    boost::asio::any_io_executor strand_;
    signal changed_;
    boost::asio::steady_timer tick_;
    std::string body_;
    std::stop_source stop_;
    std::optional<domain::result<boost::json::object>> outcome_{};
    std::exception_ptr failure_;
    std::deque<std::string> lines_;
    bool reading_ = true;
    bool done_ = false;
    std::optional<problem> refusal_{};
    int working_ = 0;  ///< coroutines, while they run
    int watching_ = 0; ///< likewise
};

} // namespace greffe::http
