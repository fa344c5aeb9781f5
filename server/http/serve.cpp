// One request of a session, from its header to its answer.
#include "server/http/admission.hpp"
#include "server/http/client_address.hpp"
#include "server/http/exchange.hpp"
#include "server/http/request_id.hpp"
#include "server/http/request_in_hand.hpp"
#include "server/http/within.hpp"
#include "server/service/ports/failure.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http.hpp>

namespace greffe::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using domain::errc;
using domain::fail;

namespace {

/// A refused request's body up to this length is read and thrown away, so that the connection can be kept.
constexpr std::uint64_t worth_discarding = 64 << 10;

} // namespace

asio::awaitable<bool> session::serve() {
    header_parser parser;
    parser.header_limit(static_cast<std::uint32_t>(front_.bounds.header_bytes));
    parser.body_limit(boost::none); // the route decides, once it is known
    if (!co_await read_header(parser)) co_return false;
    const auto now = std::make_shared<request_in_hand>();
    now->header = parser.get().base();
    now->request_id = request_id(now->header["X-Request-Id"], front_.with.env.new_id);
    now->keep_alive = parser.get().keep_alive();
    now->wants_continue = beast::iequals(now->header[beast::http::field::expect], "100-continue");
    now->running = front_.open.enter();

    auto refused = co_await admit_request(now);
    if (refused) co_return co_await refuse(*now, parser, std::move(*refused));
    if (now->asked->matched.streams) {
        now->stream = front_.streams.open(now->asked->client());
        if (front_.streams.grow(now->stream, 1) != allotment::lack::none) {
            problem full =
                stopped_by(bound::streams,
                           fail(errc::overloaded, {},
                                "as many imports and exports run as may; wait as Retry-After says, "
                                "then start this one again"),
                           5);
            co_return co_await refuse(*now, parser, std::move(full));
        }
    }
    if (std::holds_alternative<streaming_handler>(now->asked->matched.run))
        co_return co_await serve_streaming(*now, parser);

    now->bytes = front_.bytes.open(now->asked->client());
    auto body = co_await read_body(*now, parser);
    if (!body && !now->trouble) co_return false;
    if (!body) co_return co_await refuse_and_end(*now, *now->trouble);
    auto taken = take_body(*now->asked, now->header.method_string(), now->header.target(), std::move(*body));
    reply outcome;
    if (taken)
        outcome = co_await handle(now);
    else
        outcome = shown(*now, to_problem(taken.error()));
    co_return co_await answer(*now, std::move(outcome));
}

asio::awaitable<reply> session::handle(std::shared_ptr<request_in_hand> now) {
    const bool only_reads = now->header.method() == beast::http::verb::get;
    const auto unread =
        fail(errc::overloaded, {},
             "too many answers wait to be read; read them, wait as Retry-After says, then ask again");
    // Whoever leaves that much unread gets no more made; what it has sent already is not gone through either.
    if (only_reads && front_.bytes.taken_by(now->asked->client()) > front_.bounds.bytes_of_one / 2) {
        now->keep_alive = false;
        const problem full = stopped_by(bound::bytes, unread);
        co_return shown(*now, full);
    }
    if (now->asked->matched.counts_as == route::load::database) {
        now->turn = co_await front_.at_database.take(now->asked->client(), front_.bounds.turn_wait);
        if (!now->turn) {
            const problem full =
                stopped_by(bound::turns, fail(errc::overloaded, {},
                                              "too many requests wait for the database; wait as Retry-After "
                                              "says, then send the same request again"));
            co_return shown(*now, full);
        }
    }
    auto handling = [now] { return std::get<handler>(now->asked->matched.run)(*now->asked); };
    auto handled = co_await guarded<domain::result<reply>>(*now, std::move(handling));
    // One that is late keeps its turn to its own end.
    if (handled || now->trouble->code != to_string(errc::deadline_exceeded)) now->turn.reset();
    if (!handled) co_return shown(*now, *now->trouble);
    if (!*handled) co_return shown(*now, to_problem(handled->error()));
    // What is only read can be asked again; what was done is told, however long that is.
    // Shared bytes count for everyone who holds them: the cache may have let go of them since.
    const reply& made = **handled;
    const std::size_t size = made.shared ? made.shared->size() : made.body.size();
    if (size > front_.bounds.uncounted && front_.bytes.grow(now->bytes, size) != allotment::lack::none &&
        only_reads) {
        now->keep_alive = false;
        const problem full = stopped_by(bound::bytes, unread);
        co_return shown(*now, full);
    }
    co_return std::move(**handled);
}

asio::awaitable<std::optional<problem>> session::admit_request(std::shared_ptr<request_in_hand> now) {
    const auto from = client_address(peer_, now->header, front_.bounds.trusted_proxies);
    auto asked = read_target(now->header.target());
    routing found;
    if (asked) found = front_.routes.find(now->header.method(), *asked);
    if (!found.found) {
        int wait_seconds = 1;
        if (auto counted = count_stray(front_.rates, front_.bounds, from, wait_seconds); !counted)
            co_return stopped_by(bound::rate_of_address, counted.error(), wait_seconds);
        if (!asked) co_return to_problem(asked.error());
        if (found.allow.empty()) co_return to_problem(refusal::no_such_route);
        now->allow = std::move(found.allow);
        co_return to_problem(refusal::method_not_allowed);
    }
    now->asked.emplace(call{.with = front_.with,
                            .matched = *found.found,
                            .bounds = front_.bounds,
                            .rates = front_.rates,
                            .from = from,
                            .request_id = now->request_id,
                            .path = std::move(found.path),
                            .invalid_parameter = std::move(found.invalid)});
    auto admitting = [now, query = std::move(asked->query)] {
        return admit(*now->asked, now->header, query);
    };
    auto admitted = co_await guarded<domain::result<void>>(*now, std::move(admitting));
    if (!admitted) co_return std::move(now->trouble);
    if (*admitted) co_return std::nullopt;
    if (admitted->error().code == errc::rate_limited)
        co_return stopped_by(now->asked->key_is_good ? bound::rate_of_key : bound::rate_of_address,
                             admitted->error(), now->asked->wait_seconds);
    co_return to_problem(admitted->error());
}

asio::awaitable<bool> session::refuse(request_in_hand& now, header_parser& parser, problem why) {
    reply outcome = shown(now, why);
    const bool body_follows = !parser.is_done();
    const auto length = parser.content_length();
    if (body_follows && now.keep_alive && !now.wants_continue && length && *length <= worth_discarding) {
        if (!co_await discard_body(parser)) co_return false;
        co_return co_await answer(now, std::move(outcome));
    }
    if (body_follows) now.keep_alive = false;
    const bool stays = co_await answer(now, std::move(outcome));
    if (!stays && body_follows) co_await linger(wire_, front_.bounds);
    co_return stays;
}

asio::awaitable<bool> session::refuse_and_end(request_in_hand& now, problem why) {
    now.keep_alive = false;
    reply outcome = shown(now, why);
    co_await answer(now, std::move(outcome));
    co_await linger(wire_, front_.bounds);
    co_return false;
}

asio::awaitable<bool> session::answer(request_in_hand& now, reply with) {
    const unsigned status = with.status;
    const bool keep_alive = now.keep_alive && !draining_;
    // Told before it is sent: whoever has the answer finds it in the log and in the metrics.
    tell(now, status);
    answering_ = true;
    co_await send(wire_, std::move(with), now.request_id, keep_alive, front_.bounds);
    answering_ = false;
    co_return keep_alive;
}

asio::awaitable<bool> session::serve_streaming(request_in_hand& now, header_parser& parser) {
    if (now.header.version() < 11) {
        problem old = to_problem(refusal::bad_request, "this route needs HTTP/1.1");
        co_return co_await refuse(now, parser, std::move(old));
    }
    exchange both(wire_, std::move(parser), now.request_id, now.wants_continue);
    now.asked->draining = [this] { return draining_; };
    now.asked->internal_error = [this, &now](std::string_view what) {
        front_.tell.internal_error(now.request_id, what);
    };
    std::exception_ptr failure;
    domain::result<void> outcome;
    try {
        outcome = co_await std::get<streaming_handler>(now.asked->matched.run)(*now.asked, both);
    } catch (...) {
        failure = std::current_exception();
    }
    if (both.begun()) {
        tell(now, both.status());
        co_return both.complete() && now.keep_alive && !draining_;
    }
    problem why = failure ? explain(now.request_id, failure) : to_problem(outcome.error());
    co_return co_await refuse_and_end(now, std::move(why));
}

template <class T, class F>
asio::awaitable<std::optional<T>> session::guarded(request_in_hand& now, F work) {
    std::exception_ptr failure;
    try {
        auto outcome = co_await within<T>(front_.bounds.request, std::move(work));
        if (outcome) co_return outcome;
    } catch (...) {
        failure = std::current_exception();
    }
    now.trouble = failure ? explain(now.request_id, failure)
                          : to_problem(fail(errc::deadline_exceeded, {},
                                            "whether it was done is not known; send the same request again, "
                                            "under the same external_id or Idempotency-Key"));
    co_return std::nullopt;
}

problem session::explain(const std::string& request_id, const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const service::ports::store_unavailable&) {
        return to_problem(fail(errc::unavailable, {},
                               "the database does not answer, and whether it was done is not known; send the "
                               "same request again, under the same external_id or Idempotency-Key"));
    } catch (const service::ports::store_overloaded&) {
        return stopped_by(bound::queue,
                          fail(errc::overloaded, {},
                               "too much waits for the database already, and nothing was begun; wait as "
                               "Retry-After says, then send the same request again"));
    } catch (const std::exception& e) {
        front_.tell.internal_error(request_id, e.what());
    } catch (...) {
        front_.tell.internal_error(request_id, "not a std::exception");
    }
    return to_problem(refusal::internal);
}

problem session::stopped_by(bound which, domain::error why, int wait_seconds) {
    front_.tell.stopped(which);
    problem p = to_problem(why);
    p.wait_seconds = wait_seconds;
    return p;
}

reply session::shown(request_in_hand& now, const problem& why) const {
    now.code = why.code;
    reply made = problem_reply(why, now.request_id);
    if (!now.allow.empty()) made.headers.emplace_back("Allow", now.allow);
    return made;
}

} // namespace greffe::http
