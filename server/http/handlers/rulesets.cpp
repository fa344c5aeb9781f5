#include "server/http/fields.hpp"
#include "server/http/handlers/handlers.hpp"
#include "server/http/problem.hpp"
#include "server/service/answers_json.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <charconv>

namespace greffe::http::handlers {

namespace {

constexpr std::int64_t most_versions = 1'000'000'000;

reply refused(const call& c, const rules::diagnostics& found) {
    const bool errors = rules::has_errors(found);
    auto p = to_problem(domain::fail(domain::errc::invalid_ruleset, {},
                                     errors ? "the ruleset has errors; nothing was stored"
                                            : "the ruleset has warnings; nothing was stored"));
    p.extra["diagnostics"] = service::to_json(found);
    return problem_reply(p, c.request_id);
}

domain::result<bool> read_choice(const call& c, std::string_view name, std::string_view yes,
                                 std::string_view no) {
    const auto value = c.query_value(name);
    if (!value || *value == no) return false;
    if (*value == yes) return true;
    return domain::fail(domain::errc::invalid_field, std::string(name),
                        std::string(yes) + " or " + std::string(no) + " is expected");
}

domain::result<std::optional<std::int64_t>> read_version(const call& c, std::string_view name) {
    const auto value = c.query_value(name);
    if (!value) return std::optional<std::int64_t>{};
    std::int64_t number = -1;
    const auto read = std::from_chars(value->data(), value->data() + value->size(), number);
    if (read.ec != std::errc{} || read.ptr != value->data() + value->size() || number < 0)
        return domain::fail(domain::errc::invalid_field, std::string(name), "the number of a version");
    return std::optional(number);
}

/// Compiling takes long; the strand of the connection belongs to the io threads.
template <class Work>
auto on_worker(const call& c, Work& work) {
    return boost::asio::co_spawn(c.with.workers, work, boost::asio::use_awaitable);
}

reply taken_up(const call& c, const service::version_answer& answer) {
    if (!answer.version) return refused(c, answer.found);
    return json_reply(service::to_json(answer));
}

} // namespace

answer show_ruleset(call& c) {
    const auto asked = read_version(c, "version");
    if (!asked) co_return asked.error();
    if (*asked) {
        auto kept = co_await c.with.rulesets.version(c.site->id, **asked);
        if (!kept) co_return kept.error();
        co_return json_reply(service::to_json(*kept));
    }
    auto active = co_await c.with.rulesets.active(c.site->id);
    if (!active) co_return active.error();
    co_return json_reply(service::to_json(*active));
}

answer push_ruleset(call& c) {
    const auto dry = read_choice(c, "dry_run", "true", "false");
    if (!dry) co_return dry.error();
    const auto strict = read_choice(c, "warnings", "refuse", "accept");
    if (!strict) co_return strict.error();
    const auto base = read_version(c, "base");
    if (!base) co_return base.error();
    const service::push_request asked{.source = c.body,
                                      .note = c.query_value("note").value_or(""),
                                      .dry_run = *dry,
                                      .refuse_warnings = *strict,
                                      .base = *base};
    auto work = [&c, &asked] { return c.with.rulesets.push(c.who, c.site->id, asked); };
    auto pushed = co_await on_worker(c, work);
    if (!pushed) co_return pushed.error();
    if (pushed->refused) co_return refused(c, pushed->found);
    co_return json_reply(service::to_json(*pushed), pushed->version && !pushed->unchanged ? 201 : 200);
}

answer check_ruleset(call& c) {
    auto work = [&c] { return c.with.rulesets.check(c.site->id, c.body); };
    auto checked = co_await on_worker(c, work);
    if (rules::has_errors(checked.found)) co_return refused(c, checked.found);
    co_return json_reply(service::to_json(checked));
}

answer approve_ruleset(call& c) {
    fields in(c.json);
    const auto version = in.integer("version", 1, most_versions);
    const auto note = in.optional_text("note", 1'000).value_or("");
    if (auto wrong = in.finish()) co_return *wrong;
    auto work = [&] { return c.with.rulesets.approve(c.who, c.site->id, version, note); };
    auto approved = co_await on_worker(c, work);
    if (!approved) co_return approved.error();
    co_return taken_up(c, *approved);
}

answer roll_back_ruleset(call& c) {
    fields in(c.json);
    const auto version = in.integer("version", 1, most_versions);
    const auto note = in.optional_text("note", 1'000).value_or("");
    if (auto wrong = in.finish()) co_return *wrong;
    auto work = [&] { return c.with.rulesets.roll_back(c.who, c.site->id, version, note); };
    auto restored = co_await on_worker(c, work);
    if (!restored) co_return restored.error();
    co_return taken_up(c, *restored);
}

answer ruleset_changes(call& c) {
    const auto from = read_version(c, "from");
    if (!from) co_return from.error();
    const auto to = read_version(c, "to");
    if (!to) co_return to.error();
    if (!*to) co_return domain::fail(domain::errc::invalid_field, "to", "the number of a version");
    auto work = [&] { return c.with.rulesets.changes(c.site->id, *from, **to); };
    auto told = co_await on_worker(c, work);
    if (!told) co_return told.error();
    co_return json_reply(service::to_json(*told));
}

answer ruleset_history(call& c) {
    auto versions = co_await c.with.rulesets.history(c.site->id);
    if (!versions) co_return versions.error();
    co_return json_reply({{"items", service::to_json(*versions)}});
}

} // namespace greffe::http::handlers
