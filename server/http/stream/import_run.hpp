// One import from its first byte to its last result. Coroutines on the connection's strand: the reader cuts
// lines and sends what they make out in order, a bounded amount at a time; another one sends out again what
// waited for something that came; the writer sends results back as the client takes them; the watch ends an
// import in which nothing moves. What the client does not take is spooled, so that it may send all before it
// reads. Results come in the order of the lines, but for pieces that had to wait. A full queue of the store
// slows an import down; it is no answer to a line. run() returns when nothing of the import is left.
#pragma once
#include "server/http/call.hpp"
#include "server/http/exchange.hpp"
#include "server/http/stream/line_order.hpp"
#include "server/http/stream/piece_reader.hpp"
#include "server/http/stream/result_spool.hpp"
#include "server/http/stream/signal.hpp"
#include "server/http/stream/waiting_pieces.hpp"

#include <boost/asio/strand.hpp>

#include <atomic>
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
    /// What came of a piece: result lines, each with its end.
    struct outcome {
        std::string results;
        std::string waits_for{};
        std::string brings{};
        std::string failure{}; ///< for the log
    };
    struct slot {
        service::import_piece piece;
        line_claims claims;
        std::size_t bytes = 0;
        std::optional<std::string> results{}; ///< set when the piece is done; empty: it waits
    };

    boost::asio::awaitable<void> read_lines();
    boost::asio::awaitable<void> send_out(piece_reader::made made);
    boost::asio::awaitable<void> send_out_again();
    boost::asio::awaitable<void> go_in_rounds();
    void begin(piece_reader::made made, line_claims claims);
    boost::asio::awaitable<void> apply(slot* into);
    boost::asio::awaitable<outcome> try_apply(const service::import_piece& piece);
    boost::asio::awaitable<void> write_results();
    boost::asio::awaitable<void> watch();
    void finish(slot& done, outcome came);
    void settle(slot& done, outcome came);
    void refuse_what_waits();
    void fail(const std::exception& e);
    void give_up();
    bool has_room(const line_claims& claims, std::size_t bytes) const;

    call& asked_;
    exchange& over_;
    domain::screening screen_;
    boost::asio::any_io_executor strand_;
    boost::asio::any_io_executor work_; ///< a strand of the workers: pieces are begun in their order
    signal changed_;
    line_order order_;
    std::deque<slot> window_; ///< in the order of their beginning; grows at the back, shrinks at the front
    std::size_t bytes_ = 0;
    waiting_pieces waiting_;
    std::deque<waiting_pieces::place> again_; ///< what they waited for came
    std::int64_t settled_ = 0;                ///< pieces that were done without waiting
    result_spool results_;
    bool no_more_pieces_ = false;     ///< and none is in flight
    bool whole_ = false;              ///< the body was read to its end: only then is the answer ended
    bool dead_ = false;               ///< nothing can be answered any more
    std::atomic<bool> hurry_ = false; ///< nobody has time to wait for a full queue
    int companions_ = 0;              ///< the other coroutines, while they run
    boost::asio::steady_timer tick_;
};

} // namespace greffe::http
