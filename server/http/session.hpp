// One connection: reads a request, finds its route, runs the checks and the handler, answers, again until the
// client leaves or the server drains. A coroutine on a strand of its own; owns its socket. start() may be
// called from any thread, everything else belongs to the strand.
#pragma once
#include "server/http/front.hpp"
#include "server/http/problem.hpp"
#include "server/http/wire.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace greffe::http {

class session : public std::enable_shared_from_this<session> {
  public:
    /// `place` is held as long as the socket is open.
    session(boost::asio::ip::tcp::socket socket, const platform::ip_address& peer, allotment::share place,
            front& shared);

    /// Starts the coroutine; it keeps the session alive and holds a ticket of `front::open` until it ends.
    void start();

  private:
    struct request_in_hand;

    void leave(farewell why);
    boost::asio::awaitable<void> run();
    boost::asio::awaitable<bool> wait_for_request();

    // The next five answer whether the connection may take another request.
    boost::asio::awaitable<bool> serve();
    boost::asio::awaitable<bool> serve_streaming(request_in_hand& now, header_parser& parser);
    boost::asio::awaitable<bool> refuse(request_in_hand& now, header_parser& parser, problem why);
    boost::asio::awaitable<bool> refuse_and_end(request_in_hand& now, problem why);
    boost::asio::awaitable<bool> answer(request_in_hand& now, reply with);

    /// False: there is none to serve; the client was told as far as it could be.
    boost::asio::awaitable<bool> read_header(header_parser& parser);
    /// Route and checks; the problem when one of them refuses.
    boost::asio::awaitable<std::optional<problem>> admit_request(std::shared_ptr<request_in_hand> now);
    /// Nullopt and no `trouble`: the client is gone.
    boost::asio::awaitable<std::optional<std::string>> read_body(request_in_hand& now, header_parser& parser);
    boost::asio::awaitable<bool> discard_body(header_parser& parser);
    boost::asio::awaitable<reply> handle(std::shared_ptr<request_in_hand> now);
    boost::asio::awaitable<bool> answer_unreadable(boost::system::error_code why);

    /// Within the request's deadline; failures and lateness become `trouble` and nullopt.
    template <class T, class F>
    boost::asio::awaitable<std::optional<T>> guarded(request_in_hand& now, F work);
    problem explain(const std::string& request_id, const std::exception_ptr& failure);
    problem stopped_by(bound which, domain::error why, int wait_seconds = 1);
    void tell(const request_in_hand& now, unsigned status);
    reply shown(request_in_hand& now, const problem& why) const;

    // What waits on the socket fails when the time is over, but the socket stays, so that the client can be
    // told.
    void give_until(std::chrono::steady_clock::time_point when);
    void in_time();

    connection wire_;
    front& front_;
    platform::ip_address peer_;
    allotment::share place_;
    std::shared_ptr<connections::ticket> ticket_;
    boost::asio::steady_timer patience_;
    unsigned waits_ = 0; ///< how many times patience_ was set: an old one's end means nothing
    bool too_slow_ = false;
    bool answering_ = false;
    bool idle_ = false;
    bool draining_ = false;
};

} // namespace greffe::http
