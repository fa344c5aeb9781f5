#include "server/http/stream/import_run.hpp"

#include "server/http/problem.hpp"
#include "server/http/route.hpp"
#include "server/service/ports/failure.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>

namespace greffe::http {

namespace asio = boost::asio;
using domain::errc;

namespace {

constexpr std::size_t results_in_memory = 256 << 10;
constexpr std::size_t waiting_in_memory = 8 << 20;
constexpr std::size_t write_piece = 64 << 10;
constexpr std::size_t read_piece = 64 << 10;
constexpr int most_rounds = 64;
constexpr std::chrono::milliseconds shortest_pause{20};
constexpr std::chrono::milliseconds longest_pause{1000};

std::string lines_of(const service::import_piece& refused, const problem& p) {
    boost::json::object error{{"code", p.code}, {"retryable", p.retryable}};
    if (!p.field.empty()) error["field"] = p.field;
    if (!p.detail.empty()) error["detail"] = p.detail;
    std::string all;
    for (const auto& line : refused.lines)
        all += boost::json::serialize(boost::json::object{{"line", line.number}, {"error", error}}) + "\n";
    return all;
}

} // namespace

import_run::import_run(call& asked, exchange& over, domain::screening screen,
                       const asio::any_io_executor& strand)
    : asked_(asked), over_(over), screen_(screen), strand_(strand),
      work_(asio::make_strand(asked.with.workers)), changed_(strand),
      waiting_(asked.with.spool_folder, waiting_in_memory),
      results_(asked.with.spool_folder, results_in_memory), tick_(strand) {}

asio::awaitable<void> import_run::run() {
    co_await over_.begin(200, "application/x-ndjson");
    companions_ = 3;
    asio::co_spawn(strand_, write_results(), asio::detached);
    asio::co_spawn(strand_, watch(), asio::detached);
    asio::co_spawn(strand_, send_out_again(), asio::detached);
    try {
        co_await read_lines();
        whole_ = true;
    } catch (const std::exception&) {
        // The client broke off, or the server stops: what was read is applied and answered, but not as a
        // whole.
    }
    co_await go_in_rounds();
    no_more_pieces_ = true;
    changed_.notify();
    while (companions_ > 0) co_await changed_.wait();
}

asio::awaitable<void> import_run::read_lines() {
    line_splitter splitter(asked_.matched.body_limit);
    piece_reader pieces(asked_.matched.body_limit);
    std::string buffer(read_piece, '\0');
    for (;;) {
        const std::size_t n = co_await over_.read_some(buffer);
        if (n == 0) break;
        splitter.feed(std::string_view(buffer).substr(0, n));
        while (auto line = splitter.next()) {
            pieces.take(std::move(*line));
            while (auto made = pieces.next()) co_await send_out(std::move(*made));
        }
    }
    if (auto last = splitter.finish()) pieces.take(std::move(*last));
    pieces.finish();
    while (auto made = pieces.next()) co_await send_out(std::move(*made));
}

bool import_run::has_room(const line_claims& claims, std::size_t bytes) const {
    if (window_.empty()) return true;
    return window_.size() < asked_.bounds.import_lines && bytes_ + bytes <= asked_.bounds.import_bytes &&
           order_.admits(claims);
}

/// What waited goes before what comes: it was sent earlier.
asio::awaitable<void> import_run::send_out(piece_reader::made made) {
    line_claims claims = claims_of(made.piece);
    while (!again_.empty() || !has_room(claims, made.bytes)) co_await changed_.wait();
    begin(std::move(made), std::move(claims));
}

asio::awaitable<void> import_run::send_out_again() {
    while (!no_more_pieces_) {
        if (again_.empty()) {
            co_await changed_.wait();
            continue;
        }
        piece_reader::made made;
        try {
            made.piece = waiting_.read(again_.front());
        } catch (const std::exception& e) {
            fail(e);
            again_.clear();
            continue;
        }
        line_claims claims = claims_of(made.piece);
        while (!has_room(claims, 0)) co_await changed_.wait();
        again_.pop_front();
        begin(std::move(made), std::move(claims));
        changed_.notify();
    }
    --companions_;
    tick_.cancel();
    changed_.notify();
}

/// After the last line: what still waits is tried again as long as that brings anything.
asio::awaitable<void> import_run::go_in_rounds() {
    for (int round = 0;; ++round) {
        while (!window_.empty() || !again_.empty()) co_await changed_.wait();
        if (waiting_.count() == 0 || dead_ || !whole_) break;
        if (round == most_rounds || (round > 0 && settled_ == 0)) break;
        settled_ = 0;
        try {
            waiting_.begin_round();
            while (auto next = waiting_.next_of_round()) {
                piece_reader::made made{.piece = std::move(*next)};
                co_await send_out(std::move(made));
            }
        } catch (const std::exception& e) {
            fail(e);
        }
    }
    refuse_what_waits();
}

void import_run::refuse_what_waits() {
    try {
        while (!dead_)
            if (const auto refusal = waiting_.next_refusal())
                results_.push(*refusal);
            else
                break;
    } catch (const std::exception& e) {
        fail(e);
    }
    changed_.notify();
}

void import_run::begin(piece_reader::made made, line_claims claims) {
    order_.enter(claims);
    bytes_ += made.bytes;
    slot& place = window_.emplace_back(
        slot{.piece = std::move(made.piece), .claims = std::move(claims), .bytes = made.bytes});
    if (made.wrong) {
        finish(place, {.results = lines_of(place.piece, to_problem(*made.wrong))});
        return;
    }
    asio::co_spawn(work_, apply(&place), asio::detached);
}

asio::awaitable<void> import_run::apply(slot* into) {
    outcome came = co_await try_apply(into->piece);
    asio::post(strand_, [this, into, came = std::move(came)]() mutable { finish(*into, std::move(came)); });
}

asio::awaitable<import_run::outcome> import_run::try_apply(const service::import_piece& piece) {
    const auto give_up_at = std::chrono::steady_clock::now() + asked_.bounds.stall;
    for (auto pause = shortest_pause;; pause = std::min(2 * pause, longest_pause)) {
        try {
            auto applied = co_await asked_.with.imports.apply(asked_.site->id, screen_, piece);
            outcome came{{}, std::move(applied.waits_for), std::move(applied.brings), {}};
            for (const auto& line : applied.lines) came.results += boost::json::serialize(line) + "\n";
            co_return came;
        } catch (const service::ports::store_overloaded&) {
            if (hurry_ || std::chrono::steady_clock::now() > give_up_at)
                co_return outcome{lines_of(piece, to_problem(domain::fail(errc::overloaded)))};
        } catch (const service::ports::store_unavailable&) {
            co_return outcome{lines_of(piece, to_problem(domain::fail(errc::unavailable)))};
        } catch (const std::exception& e) {
            co_return outcome{lines_of(piece, to_problem(refusal::internal)), {}, {}, e.what()};
        }
        asio::steady_timer full(work_, pause);
        co_await full.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

void import_run::finish(slot& done, outcome came) {
    order_.leave(done.claims);
    bytes_ -= done.bytes;
    if (!came.failure.empty()) asked_.internal_error(came.failure);
    try {
        settle(done, std::move(came));
    } catch (const std::exception& e) { // the disk is full: nothing can be kept for later
        done.results.emplace();
        fail(e);
    }
    while (!window_.empty() && window_.front().results) {
        const std::string results = std::move(*window_.front().results);
        window_.pop_front();
        try {
            if (!dead_ && !results.empty()) results_.push(results);
        } catch (const std::exception& e) {
            fail(e);
        }
    }
    changed_.notify();
}

void import_run::settle(slot& done, outcome came) {
    if (!came.waits_for.empty()) {
        waiting_.park(done.piece, came.waits_for, came.results);
        done.results.emplace();
        return;
    }
    ++settled_;
    done.results = std::move(came.results);
    if (came.brings.empty() || waiting_.count() == 0) return;
    for (const auto& freed : waiting_.release(came.brings)) again_.push_back(freed);
}

void import_run::fail(const std::exception& e) {
    asked_.internal_error(e.what());
    give_up();
}

void import_run::give_up() {
    dead_ = true;
    hurry_ = true;
    over_.close();
}

asio::awaitable<void> import_run::write_results() {
    try {
        while (!dead_ && !(no_more_pieces_ && results_.empty())) {
            const std::string next = results_.take(write_piece);
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
        if (asked_.draining() && !std::exchange(told_to_stop, true)) {
            hurry_ = true;
            over_.stop_reading();
        }
    }
    --companions_;
    changed_.notify();
}

} // namespace greffe::http
