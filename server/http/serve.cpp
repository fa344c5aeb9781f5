// One request of a session, from its header to its answer.
#include "server/http/admission.hpp"
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

/// What a route without a body tolerates of one.
constexpr std::size_t ignored_body = 16 << 10;

} // namespace

asio::awaitable<bool> session::serve() {
    header_parser parser;
    parser.header_limit(static_cast<std::uint32_t>(front_.bounds.header_bytes));
    parser.body_limit(boost::none); // the route decides, once it is known
    wire_.stream.expires_after(front_.bounds.header);
    beast::error_code ec;
    co_await beast::http::async_read_header(wire_.stream, wire_.buffer, parser,
                                            asio::redirect_error(asio::use_awaitable, ec));
    if (ec) {
        co_await answer_unreadable(ec);
        co_return false;
    }
    const auto now = std::make_shared<request_in_hand>();
    now->header = parser.get().base();
    now->request_id = request_id(now->header["X-Request-Id"], front_.with.env.new_id);
    now->keep_alive = parser.get().keep_alive();
    now->wants_continue = beast::iequals(now->header[beast::http::field::expect], "100-continue");
    now->running = front_.open.enter();

    auto refused = co_await admit_request(now);
    if (refused) co_return co_await refuse(*now, parser, std::move(*refused));
    if (std::holds_alternative<streaming_handler>(now->asked->matched.run))
        co_return co_await serve_streaming(*now, parser);

    auto body = co_await read_body(*now, parser);
    if (!body && !now->trouble) co_return false;
    if (!body) {
        reply over = shown(*now, *now->trouble);
        now->keep_alive = false;
        co_await answer(*now, std::move(over));
        co_await linger(wire_, front_.bounds);
        co_return false;
    }
    auto taken = take_body(*now->asked, now->header.method_string(), now->header.target(), std::move(*body));
    reply outcome;
    if (!taken) {
        outcome = shown(*now, to_problem(taken.error()));
    } else {
        auto handling = [now] { return std::get<handler>(now->asked->matched.run)(*now->asked); };
        auto handled = co_await guarded<domain::result<reply>>(*now, std::move(handling));
        if (!handled)
            outcome = shown(*now, *now->trouble);
        else if (!*handled)
            outcome = shown(*now, to_problem(handled->error()));
        else
            outcome = std::move(**handled);
    }
    co_return co_await answer(*now, std::move(outcome));
}

asio::awaitable<std::optional<problem>> session::admit_request(std::shared_ptr<request_in_hand> now) {
    auto asked = read_target(now->header.target());
    if (!asked) co_return to_problem(asked.error());
    auto found = front_.routes.find(now->header.method(), *asked);
    if (!found.found && found.allow.empty()) co_return to_problem(refusal::no_such_route);
    if (!found.found) {
        now->allow = std::move(found.allow);
        co_return to_problem(refusal::method_not_allowed);
    }
    now->asked.emplace(call{.with = front_.with,
                            .matched = *found.found,
                            .bounds = front_.bounds,
                            .request_id = now->request_id,
                            .path = std::move(found.path),
                            .invalid_parameter = std::move(found.invalid)});
    auto admitting = [now, query = std::move(asked->query)] {
        return admit(*now->asked, now->header, query);
    };
    auto admitted = co_await guarded<domain::result<void>>(*now, std::move(admitting));
    if (!admitted) co_return std::move(now->trouble);
    if (!*admitted) co_return to_problem(admitted->error());
    co_return std::nullopt;
}

asio::awaitable<std::optional<std::string>> session::read_body(request_in_hand& now, header_parser& parser) {
    const route& matched = now.asked->matched;
    const std::size_t limit = std::max(matched.body_limit, ignored_body);
    const auto over = fail(errc::too_large, {}, "the body is over " + std::to_string(limit) + " bytes");
    if (parser.content_length() && *parser.content_length() > limit) {
        now.trouble = to_problem(over);
        co_return std::nullopt;
    }
    if (now.wants_continue && !parser.is_done()) co_await send_continue(wire_);
    beast::http::request_parser<beast::http::string_body> full(std::move(parser));
    full.body_limit(limit);
    wire_.stream.expires_after(front_.bounds.body);
    beast::error_code ec;
    co_await beast::http::async_read(wire_.stream, wire_.buffer, full,
                                     asio::redirect_error(asio::use_awaitable, ec));
    if (!ec) co_return std::move(full.get().body());
    now.keep_alive = false;
    if (ec == beast::http::error::body_limit) {
        now.trouble = to_problem(over);
    } else if (ec.category() == make_error_code(beast::http::error::end_of_stream).category() &&
               ec != beast::http::error::partial_message) {
        now.trouble = to_problem(refusal::bad_request);
    }
    co_return std::nullopt;
}

asio::awaitable<bool> session::refuse(request_in_hand& now, header_parser& parser, problem why) {
    reply outcome = shown(now, why);
    const bool body_follows = !parser.is_done();
    const auto length = parser.content_length();
    if (body_follows && now.keep_alive && !now.wants_continue && length && *length <= worth_discarding) {
        beast::http::request_parser<beast::http::string_body> rest(std::move(parser));
        wire_.stream.expires_after(front_.bounds.body);
        co_await beast::http::async_read(wire_.stream, wire_.buffer, rest, asio::use_awaitable);
        co_return co_await answer(now, std::move(outcome));
    }
    if (body_follows) now.keep_alive = false;
    const bool stays = co_await answer(now, std::move(outcome));
    if (!stays && body_follows) co_await linger(wire_, front_.bounds);
    co_return stays;
}

asio::awaitable<bool> session::answer(request_in_hand& now, reply with) {
    const unsigned status = with.status;
    const bool keep_alive = now.keep_alive && !draining_;
    // Told before it is sent: whoever has the answer finds it in the log and in the metrics.
    tell(now, status);
    co_await send(wire_, std::move(with), now.request_id, keep_alive, front_.bounds);
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
        tell(now, 200);
        co_return both.complete() && now.keep_alive && !draining_;
    }
    now.keep_alive = false;
    const problem why = failure ? explain(now.request_id, failure) : to_problem(outcome.error());
    reply shown_problem = shown(now, why);
    co_await answer(now, std::move(shown_problem));
    co_await linger(wire_, front_.bounds);
    co_return false;
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
    now.trouble = failure ? explain(now.request_id, failure) : to_problem(fail(errc::deadline_exceeded));
    co_return std::nullopt;
}

problem session::explain(const std::string& request_id, const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const service::ports::store_unavailable&) {
        return to_problem(fail(errc::unavailable));
    } catch (const service::ports::store_overloaded&) {
        return to_problem(fail(errc::overloaded));
    } catch (const std::exception& e) {
        front_.tell.internal_error(request_id, e.what());
    } catch (...) {
        front_.tell.internal_error(request_id, "not a std::exception");
    }
    return to_problem(refusal::internal);
}

reply session::shown(request_in_hand& now, const problem& why) const {
    now.code = why.code;
    reply made = problem_reply(why, now.request_id);
    if (!now.allow.empty()) made.headers.emplace_back("Allow", now.allow);
    return made;
}

} // namespace greffe::http
