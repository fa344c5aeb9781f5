#include "server/http/handlers/handlers.hpp"
#include "server/http/problem.hpp"
#include "server/http/stream/job_run.hpp"
#include "server/service/answers_json.hpp"
#include "server/service/backtest_json.hpp"

#include <boost/asio/this_coro.hpp>

namespace greffe::http::handlers {

namespace {

namespace json = boost::json;
using domain::errc;
using domain::fail;
using streamed = boost::asio::awaitable<domain::result<void>>;

/// What the query says of the history that is looked through.
domain::result<service::backtest_request> asked_of(const call& c) {
    service::backtest_request asked{.site = c.site->id, .source = {}};
    if (const auto since = c.query_value("since")) {
        const auto day = since->size() == 10 ? *since + "T00:00:00Z" : *since;
        asked.since = domain::parse_rfc3339(day);
        if (!asked.since)
            return fail(errc::invalid_field, "since",
                        "a date, or a time in RFC 3339 with its offset, is expected");
    }
    if (const auto sample = c.query_value("sample")) {
        asked.sample = service::parse_history_sample(*sample);
        if (!asked.sample)
            return fail(errc::invalid_field, "sample",
                        "a part such as 5%, or a number of comments, is expected");
    }
    return asked;
}

service::backtest_told telling(const job_run::told& said) {
    return [said](const service::backtest_progress& so_far) { said(service::to_json(so_far)); };
}

domain::error refused(job_run& run, const rules::diagnostics& found) {
    const auto why = fail(errc::invalid_ruleset, {}, "the ruleset has errors; nothing was judged by it");
    auto told = to_problem(why);
    told.extra["diagnostics"] = service::to_json(found);
    run.refuse_with(std::move(told));
    return why;
}

} // namespace

streamed backtest_ruleset(call& c, exchange& with) {
    auto asked = asked_of(c);
    if (!asked) co_return asked.error();
    const auto strand = co_await boost::asio::this_coro::executor;
    job_run run(c, with, strand);
    job_run::job work = [&c, &run, &asked](const std::string& body, const job_run::told& said,
                                           std::stop_token stop) -> domain::result<json::object> {
        asked->source = body;
        auto done = c.with.backtests.run(*asked, telling(said), stop);
        if (!done) return done.error();
        if (rules::has_errors(done->found)) return refused(run, done->found);
        if (!done->report) return json::object{{"stopped", true}};
        return service::to_json(*done->report);
    };
    co_return co_await run.run(std::move(work));
}

streamed hunt_by_ruleset(call& c, exchange& with) {
    auto looked_at = asked_of(c);
    if (!looked_at) co_return looked_at.error();
    service::hunt_request asked{.rules = *looked_at, .open = false, .batch = c.with.env.new_id()};
    const std::string open = c.query_value("open").value_or("false");
    if (open != "true" && open != "false")
        co_return fail(errc::invalid_field, "open", "true or false is expected");
    asked.open = open == "true";
    if (const auto named = c.query_value("batch")) {
        const auto id = domain::uuid::parse(*named);
        if (!id) co_return fail(errc::invalid_field, "batch", "a UUID is expected");
        asked.batch = *id;
    }
    const auto strand = co_await boost::asio::this_coro::executor;
    job_run run(c, with, strand);
    job_run::job work = [&c, &run, &asked](const std::string& body, const job_run::told& said,
                                           std::stop_token stop) -> domain::result<json::object> {
        asked.rules.source = body;
        auto done = c.with.hunts.run(c.who, asked, telling(said), stop);
        if (!done) return done.error();
        if (rules::has_errors(done->looked.found)) return refused(run, done->looked.found);
        auto told = service::to_json(*done, asked.open ? std::optional(asked.batch) : std::nullopt);
        if (!done->looked.report) told["stopped"] = true;
        return told;
    };
    co_return co_await run.run(std::move(work));
}

streamed undo_hunt(call& c, exchange& with) {
    const auto batch = domain::uuid::parse(c.path.at("batch"));
    if (!batch) co_return fail(errc::not_found);
    const auto strand = co_await boost::asio::this_coro::executor;
    job_run run(c, with, strand);
    job_run::job work = [&c, &batch](const std::string&, const job_run::told& said,
                                     std::stop_token stop) -> domain::result<json::object> {
        const auto told = [&](std::int64_t comments) { said({{"comments", comments}}); };
        auto done = c.with.hunts.undo(c.who, c.site->id, *batch, told, stop);
        if (!done) return done.error();
        return service::to_json(*done);
    };
    co_return co_await run.run(std::move(work));
}

answer list_hunts(call& c) {
    const auto hunts = co_await c.with.hunts.list(c.site->id);
    json::array items;
    for (const auto& each : hunts) items.push_back(service::to_json(each));
    co_return json_reply({{"items", std::move(items)}});
}

} // namespace greffe::http::handlers
