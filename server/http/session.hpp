// One connection: reads a request, finds its route, runs the checks and the handler, answers, again until the
// client leaves or the server drains. A coroutine on a strand of its own; owns its socket. start() may be
// called from any thread, everything else belongs to the strand.
#pragma once
#include "server/http/front.hpp"
#include "server/http/problem.hpp"
#include "server/http/wire.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <optional>
#include <string>

namespace greffe::http {

class session : public std::enable_shared_from_this<session> {
  public:
    session(boost::asio::ip::tcp::socket socket, front& shared);

    /// Starts the coroutine; it keeps the session alive and holds a ticket of `front::open` until it ends.
    void start();

  private:
    struct request_in_hand;

    void drain();
    boost::asio::awaitable<void> run();
    boost::asio::awaitable<bool> wait_for_request();

    // The next four answer whether the connection may take another request.
    boost::asio::awaitable<bool> serve();
    boost::asio::awaitable<bool> serve_streaming(request_in_hand& now, header_parser& parser);
    boost::asio::awaitable<bool> refuse(request_in_hand& now, header_parser& parser, problem why);
    boost::asio::awaitable<bool> answer(request_in_hand& now, reply with);

    /// Route and checks; the problem when one of them refuses.
    boost::asio::awaitable<std::optional<problem>> admit_request(std::shared_ptr<request_in_hand> now);
    /// Nullopt and no `trouble`: the client is gone.
    boost::asio::awaitable<std::optional<std::string>> read_body(request_in_hand& now, header_parser& parser);
    boost::asio::awaitable<void> answer_unreadable(boost::system::error_code why);

    /// Within the request's deadline; failures and lateness become `trouble` and nullopt.
    template <class T, class F>
    boost::asio::awaitable<std::optional<T>> guarded(request_in_hand& now, F work);
    problem explain(const std::string& request_id, const std::exception_ptr& failure);
    void tell(const request_in_hand& now, unsigned status);
    reply shown(request_in_hand& now, const problem& why) const;

    connection wire_;
    front& front_;
    bool idle_ = false;
    bool draining_ = false;
};

} // namespace greffe::http
