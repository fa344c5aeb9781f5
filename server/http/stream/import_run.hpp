// One import from its first byte to its last result. Three coroutines on the connection's strand: the reader
// cuts lines and sends them out in order, a bounded number at a time; the writer sends results back in order
// as the client takes them; the watch ends an import in which nothing moves. What the client does not take is
// spooled, so that it may send all before it reads. run() returns when nothing of the import is left.
#pragma once
#include "server/http/call.hpp"
#include "server/http/exchange.hpp"
#include "server/http/stream/line_order.hpp"
#include "server/http/stream/line_splitter.hpp"
#include "server/http/stream/result_spool.hpp"
#include "server/http/stream/signal.hpp"

#include <boost/asio/strand.hpp>

#include <deque>
#include <optional>
#include <string>

namespace greffe::http {

class import_run {
  public:
    import_run(call& asked, exchange& over, domain::screening screen,
               const boost::asio::any_io_executor& strand);

    boost::asio::awaitable<void> run();

  private:
    struct slot {
        line_claims claims;
        std::size_t bytes = 0;
        std::optional<std::string> result{}; ///< set when the line is done
    };

    boost::asio::awaitable<void> read_lines();
    boost::asio::awaitable<void> dispatch(line_splitter::line line);
    boost::asio::awaitable<void> apply(line_splitter::line line, slot* into);
    boost::asio::awaitable<void> write_results();
    boost::asio::awaitable<void> watch();
    void finish(slot& done, std::string result);
    void spool(const std::string& line);
    void give_up();
    bool has_room(const line_claims& claims, std::size_t bytes) const;

    call& asked_;
    exchange& over_;
    domain::screening screen_;
    boost::asio::any_io_executor strand_;
    boost::asio::any_io_executor work_; ///< a strand of the workers: lines are begun in their order
    signal changed_;
    line_order order_;
    std::deque<slot> window_; ///< in the order of the lines; grows at the back, shrinks at the front
    std::size_t bytes_ = 0;
    result_spool results_;
    bool no_more_lines_ = false; ///< and none is in flight
    bool whole_ = false;         ///< the body was read to its end: only then is the answer ended
    bool dead_ = false;          ///< nothing can be answered any more
    int companions_ = 0;         ///< writer and watch, while they run
    boost::asio::steady_timer tick_;
};

} // namespace greffe::http
