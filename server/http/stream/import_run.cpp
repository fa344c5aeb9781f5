#include "server/http/stream/import_run.hpp"

#include "server/http/problem.hpp"
#include "server/http/route.hpp"
#include "server/service/ports/failure.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json/serialize.hpp>

namespace greffe::http {

namespace asio = boost::asio;
using domain::errc;
using domain::fail;

namespace {

constexpr std::size_t results_in_memory = 256 << 10;
constexpr std::size_t piece = 64 << 10;
constexpr std::size_t read_piece = 64 << 10;

std::string error_line(std::int64_t number, const problem& p) {
    boost::json::object error{{"code", p.code}, {"retryable", p.retryable}};
    if (!p.field.empty()) error["field"] = p.field;
    if (!p.detail.empty()) error["detail"] = p.detail;
    return boost::json::serialize(boost::json::object{{"line", number}, {"error", std::move(error)}});
}

} // namespace

import_run::import_run(call& asked, exchange& over, domain::screening screen,
                       const asio::any_io_executor& strand)
    : asked_(asked), over_(over), screen_(screen), strand_(strand),
      work_(asio::make_strand(asked.with.workers)), changed_(strand),
      results_(asked.with.spool_folder, results_in_memory), tick_(strand) {}

asio::awaitable<void> import_run::run() {
    co_await over_.begin(200, "application/x-ndjson");
    companions_ = 2;
    asio::co_spawn(strand_, write_results(), asio::detached);
    asio::co_spawn(strand_, watch(), asio::detached);
    try {
        co_await read_lines();
        whole_ = true;
    } catch (const std::exception&) {
        // The client broke off, or the server stops: what was read is applied and answered, but not as a
        // whole.
    }
    while (!window_.empty()) co_await changed_.wait();
    no_more_lines_ = true;
    changed_.notify();
    while (companions_ > 0) co_await changed_.wait();
}

asio::awaitable<void> import_run::read_lines() {
    line_splitter splitter(asked_.matched.body_limit);
    std::string buffer(read_piece, '\0');
    for (;;) {
        const std::size_t n = co_await over_.read_some(buffer);
        if (n == 0) break;
        splitter.feed(std::string_view(buffer).substr(0, n));
        while (auto line = splitter.next()) co_await dispatch(std::move(*line));
    }
    if (auto last = splitter.finish()) co_await dispatch(std::move(*last));
}

bool import_run::has_room(const line_claims& claims, std::size_t bytes) const {
    if (window_.empty()) return true;
    return window_.size() < asked_.bounds.import_lines && bytes_ + bytes <= asked_.bounds.import_bytes &&
           order_.admits(claims);
}

asio::awaitable<void> import_run::dispatch(line_splitter::line line) {
    const line_claims claims = claims_of(line.text);
    while (!has_room(claims, line.text.size())) co_await changed_.wait();
    order_.enter(claims);
    bytes_ += line.text.size();
    slot& place = window_.emplace_back(slot{.claims = claims, .bytes = line.text.size()});
    if (line.too_long) {
        const auto over = fail(errc::too_large, {},
                               "the line is over " + std::to_string(asked_.matched.body_limit) + " bytes");
        finish(place, error_line(line.number, to_problem(over)));
        co_return;
    }
    asio::co_spawn(strand_, apply(std::move(line), &place), asio::detached);
}

asio::awaitable<void> import_run::apply(line_splitter::line line, slot* into) {
    std::string result;
    try {
        const std::int64_t number = line.number;
        auto work = [this, number, text = std::move(line.text)]() mutable {
            return asked_.with.imports.apply(asked_.site->id, screen_, number, std::move(text));
        };
        const auto applied = co_await asio::co_spawn(work_, std::move(work), asio::use_awaitable);
        result = boost::json::serialize(applied);
    } catch (const service::ports::store_unavailable&) {
        result = error_line(line.number, to_problem(fail(errc::unavailable)));
    } catch (const service::ports::store_overloaded&) {
        result = error_line(line.number, to_problem(fail(errc::overloaded)));
    } catch (const std::exception& e) {
        result = error_line(line.number, to_problem(refusal::internal));
        asked_.internal_error(e.what());
    }
    finish(*into, std::move(result));
}

void import_run::finish(slot& done, std::string result) {
    order_.leave(done.claims);
    bytes_ -= done.bytes;
    done.result = std::move(result);
    while (!window_.empty() && window_.front().result) {
        const std::string line = *window_.front().result + "\n";
        window_.pop_front();
        if (!dead_) spool(line);
    }
    changed_.notify();
}

void import_run::spool(const std::string& line) {
    try {
        results_.push(line);
    } catch (const std::system_error& e) {
        asked_.internal_error(e.what());
        give_up();
    }
}

void import_run::give_up() {
    dead_ = true;
    over_.close();
}

asio::awaitable<void> import_run::write_results() {
    try {
        while (!dead_ && !(no_more_lines_ && results_.empty())) {
            const std::string next = results_.take(piece);
            if (next.empty())
                co_await changed_.wait();
            else
                co_await over_.write(next);
        }
        if (!dead_ && whole_) co_await over_.end();
    } catch (const std::exception&) {
        give_up(); // ends the reader too
    }
    --companions_;
    tick_.cancel();
    changed_.notify();
}

asio::awaitable<void> import_run::watch() {
    auto seen = over_.progress();
    auto moved = std::chrono::steady_clock::now();
    bool told_to_stop = false;
    while (companions_ > 1) {
        tick_.expires_after(std::chrono::milliseconds{250});
        co_await tick_.async_wait(asio::as_tuple(asio::use_awaitable));
        const auto now = std::chrono::steady_clock::now();
        if (over_.progress() != seen || !window_.empty()) {
            seen = over_.progress();
            moved = now;
        }
        if (!dead_ && now - moved > asked_.bounds.stall) give_up();
        if (asked_.draining() && !std::exchange(told_to_stop, true)) over_.stop_reading();
    }
    --companions_;
    changed_.notify();
}

} // namespace greffe::http
