#include "server/http/handlers/handlers.hpp"
#include "server/http/problem.hpp"
#include "server/service/answers_json.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace greffe::http::handlers {

namespace {

reply refused(const call& c, const rules::diagnostics& found) {
    auto p = to_problem(
        domain::fail(domain::errc::invalid_ruleset, {}, "the ruleset has errors; nothing was stored"));
    p.extra["diagnostics"] = service::to_json(found);
    return problem_reply(p, c.request_id);
}

} // namespace

answer show_ruleset(call& c) {
    auto active = co_await c.with.rulesets.active(c.site->id);
    if (!active) co_return active.error();
    co_return json_reply(service::to_json(*active));
}

answer push_ruleset(call& c) {
    const std::string dry = c.query_value("dry_run").value_or("false");
    if (dry != "true" && dry != "false")
        co_return domain::fail(domain::errc::invalid_field, "dry_run", "true or false is expected");
    // Compiling takes long; the strand of the connection belongs to the io threads.
    auto work = [&c, &dry] {
        return c.with.rulesets.push(c.who, c.site->id, c.body, c.query_value("note").value_or(""),
                                    dry == "true");
    };
    auto pushed = co_await boost::asio::co_spawn(c.with.workers, work, boost::asio::use_awaitable);
    if (!pushed) co_return pushed.error();
    if (rules::has_errors(pushed->found)) co_return refused(c, pushed->found);
    co_return json_reply(service::to_json(*pushed), pushed->version && !pushed->unchanged ? 201 : 200);
}

answer check_ruleset(call& c) {
    auto work = [&c]() -> boost::asio::awaitable<rules::diagnostics> {
        co_return c.with.rulesets.check(c.body);
    };
    auto found = co_await boost::asio::co_spawn(c.with.workers, work, boost::asio::use_awaitable);
    if (rules::has_errors(found)) co_return refused(c, found);
    co_return json_reply({{"diagnostics", service::to_json(found)}});
}

answer ruleset_history(call& c) {
    auto versions = co_await c.with.rulesets.history(c.site->id);
    if (!versions) co_return versions.error();
    co_return json_reply({{"items", service::to_json(*versions)}});
}

} // namespace greffe::http::handlers
