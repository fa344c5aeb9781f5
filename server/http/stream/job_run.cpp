#include "server/http/stream/job_run.hpp"

#include "server/http/route.hpp"
#include "server/service/ports/failure.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>

namespace greffe::http {

namespace asio = boost::asio;

namespace {

constexpr std::size_t job_piece = 64 << 10;
constexpr std::size_t most_lines = 64; // of progress, that a slow client has not taken
constexpr std::chrono::milliseconds between_looks{100};

std::string line_of(std::string_view what, const boost::json::object& value) {
    return boost::json::serialize(boost::json::object{{what, value}}) + "\n";
}

} // namespace

job_run::job_run(call& asked, exchange& over, const asio::any_io_executor& strand)
    : asked_(asked), over_(over), strand_(strand), changed_(strand), tick_(strand) {}

asio::awaitable<domain::result<void>> job_run::read_body() {
    std::string piece(job_piece, '\0');
    for (;;) {
        const std::size_t n = co_await over_.read_some(piece);
        if (n == 0) co_return domain::result<void>{};
        if (body_.size() + n > asked_.matched.body_limit)
            co_return domain::fail(domain::errc::too_large, {},
                                   "a body of over " + std::to_string(asked_.matched.body_limit) + " bytes");
        body_.append(piece, 0, n);
    }
}

asio::awaitable<domain::result<void>> job_run::run(job work) {
    watching_ = 1;
    asio::co_spawn(strand_, watch(), asio::detached);
    std::exception_ptr unread;
    domain::result<void> read;
    try {
        read = co_await read_body();
    } catch (...) {
        unread = std::current_exception();
    }
    reading_ = false;
    if (read && !unread) {
        ++watching_;
        working_ = 2;
        asio::co_spawn(strand_, watch_client(), asio::detached);
        asio::co_spawn(strand_, write_lines(), asio::detached);
        asio::co_spawn(strand_, work_on(work), asio::detached);
        while (working_ > 0) co_await changed_.wait();
    }
    done_ = true;
    tick_.cancel();
    over_.stop_watching();
    while (watching_ > 0) co_await changed_.wait();
    if (unread) std::rethrow_exception(unread);
    if (!read) co_return read.error();
    if (over_.begun()) co_return domain::result<void>{};
    if (failure_) std::rethrow_exception(failure_);
    if (refusal_) {
        co_await answer_refusal();
        co_return domain::result<void>{};
    }
    if (outcome_ && !*outcome_) co_return outcome_->error();
    co_return domain::result<void>{};
}

void job_run::ask_to_stop() {
    // Who is stopped may have to tell a database so: not on a thread of the connections.
    asio::post(asked_.with.workers, [stop = stop_]() mutable { stop.request_stop(); });
}

asio::awaitable<void> job_run::answer_refusal() {
    const std::string told = boost::json::serialize(render(*refusal_, asked_.request_id));
    co_await over_.begin(refusal_->status, problem_type);
    co_await over_.write(told);
    co_await over_.end();
}

asio::awaitable<void> job_run::work_on(const job& work) {
    const told said = [this](boost::json::object so_far) {
        asio::post(strand_, [this, line = line_of("progress", so_far)]() mutable {
            if (lines_.size() < most_lines) lines_.push_back(std::move(line));
            changed_.notify();
        });
    };
    auto on_thread = [&]() -> asio::awaitable<void> {
        try {
            outcome_.emplace(work(body_, said, stop_.get_token()));
        } catch (...) {
            failure_ = std::current_exception();
        }
        co_return;
    };
    co_await asio::co_spawn(asked_.with.jobs, on_thread, asio::use_awaitable);
    // What the job said last was posted before this.
    co_await asio::post(strand_, asio::use_awaitable);
    if (outcome_ && *outcome_) {
        lines_.push_back(line_of("result", **outcome_));
    } else if (over_.begun() || !lines_.empty()) {
        const auto why = outcome_ ? to_problem(outcome_->error()) : to_problem(refusal::internal);
        lines_.push_back(line_of("error", render(why, asked_.request_id)));
        try {
            if (failure_) std::rethrow_exception(failure_);
        } catch (const std::exception& e) {
            asked_.internal_error(e.what());
        }
    }
    done_ = true;
    --working_;
    changed_.notify();
}

asio::awaitable<void> job_run::write_lines() {
    try {
        while (!done_ || !lines_.empty()) {
            if (lines_.empty()) {
                co_await changed_.wait();
                continue;
            }
            const std::string next = std::move(lines_.front());
            lines_.pop_front();
            if (!over_.begun()) co_await over_.begin(200, "application/x-ndjson");
            co_await over_.write(next);
        }
        if (over_.begun()) co_await over_.end();
    } catch (const std::exception&) {
        ask_to_stop();
        over_.close();
    }
    --working_;
    changed_.notify();
}

asio::awaitable<void> job_run::watch_client() {
    const bool gone = co_await over_.client_leaves();
    if (gone) {
        ask_to_stop();
        over_.close();
    }
    --watching_;
    changed_.notify();
}

asio::awaitable<void> job_run::watch() {
    auto seen = over_.progress();
    auto moved = std::chrono::steady_clock::now();
    bool told_to_stop = false;
    while (!done_) {
        tick_.expires_after(between_looks);
        co_await tick_.async_wait(asio::as_tuple(asio::use_awaitable));
        const auto now = std::chrono::steady_clock::now();
        // Between lines nothing has to move.
        if (over_.progress() != seen || (!reading_ && lines_.empty())) {
            seen = over_.progress();
            moved = now;
        }
        if (now - moved > asked_.bounds.stall && !std::exchange(told_to_stop, true)) {
            ask_to_stop();
            over_.close();
        }
        if (asked_.draining() && !std::exchange(told_to_stop, true)) ask_to_stop();
    }
    --watching_;
    changed_.notify();
}

} // namespace greffe::http
