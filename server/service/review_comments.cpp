#include "server/service/review_comments.hpp"

#include "server/domain/text.hpp"
#include "server/service/answers_json.hpp"
#include "server/service/review_checks.hpp"
#include "server/service/review_steps.hpp"

namespace greffe::service {

using boost::asio::awaitable;
using domain::errc;
using domain::fail;

namespace {

constexpr int most_claimed = 50;
constexpr int most_listed = 200;

std::optional<ports::once_key> key_of(const domain::principal& who, const std::optional<idempotency>& once) {
    if (!once) return std::nullopt;
    return ports::once_key{.scope = who.site.value_or(domain::site_id{}),
                           .who = who.key,
                           .key = once->key,
                           .fingerprint = once->fingerprint};
}

/// The sites a list or a claim looks at. Error: not_found (a site that `who` may not see).
domain::result<std::optional<domain::site_id>> scope_of(const domain::principal& who,
                                                        const std::optional<domain::site_id>& site) {
    if (!site) return who.site;
    if (!who.may_see(*site)) return fail(errc::not_found, "site", "no such site");
    return site;
}

std::shared_ptr<const active_ruleset> with_rules_for_reports(std::shared_ptr<const active_ruleset> active) {
    return active && active->rules && active->rules->needs_of_reports() ? active : nullptr;
}

domain::error no_such_comment() {
    return fail(errc::not_found, {}, "no such comment");
}

template <class Answer>
domain::result<Answer> read(const domain::result<boost::json::object>& stored,
                            Answer (*from_json)(const boost::json::object&)) {
    if (!stored) return stored.error();
    return from_json(*stored);
}

} // namespace

review_comments::review_comments(ports::review_store& store, const ruleset_registry& rulesets,
                                 const settings_registry& settings, environment env,
                                 std::chrono::seconds lease_length)
    : store_(store), rulesets_(rulesets), settings_(settings), env_(std::move(env)),
      lease_length_(lease_length) {}

awaitable<domain::result<report_answer>> review_comments::report(domain::principal who, domain::site_id site,
                                                                 std::string external_id,
                                                                 domain::new_report report,
                                                                 std::optional<idempotency> once) {
    if (auto ok = check(report); !ok) co_return ok.error();
    if (auto ok = check(once); !ok) co_return ok.error();
    if (!who.may_see(site) || !domain::is_valid_text(external_id)) co_return no_such_comment();
    ports::review_request request{.comment = ports::comment_by_external_id{site, std::move(external_id)},
                                  .once = key_of(who, once),
                                  .reader = report.reporter,
                                  .reported = report.revision,
                                  .rules = with_rules_for_reports(rulesets_.of(site))};
    ports::review_step step = [this, report = std::move(report),
                               settings = settings_.of(site)](const ports::locked_rows& known) {
        return step_report(known, report, *settings, env_);
    };
    const auto stored = co_await store_.change(std::move(request), std::move(step));
    co_return read(stored, report_answer_from_json);
}

awaitable<domain::result<report_answer>> review_comments::receipt(domain::principal who,
                                                                  domain::report_id id) {
    auto found = co_await store_.receipt(id, who.site);
    if (!found) co_return fail(errc::not_found, {}, "no such report");
    co_return *std::move(found);
}

awaitable<domain::result<case_answer>> review_comments::open_case(domain::principal who, domain::site_id site,
                                                                  std::string external_id,
                                                                  std::string reason) {
    if (!reason.empty())
        if (auto ok = check_code("reason", reason); !ok) co_return ok.error();
    if (!who.may_see(site) || !domain::is_valid_text(external_id)) co_return no_such_comment();
    ports::review_request request{.comment = ports::comment_by_external_id{site, std::move(external_id)},
                                  .once = std::nullopt,
                                  .reader = std::nullopt};
    ports::review_step step = [this, reason = std::move(reason)](const ports::locked_rows& known) {
        return step_open_by_hand(known, reason, env_);
    };
    const auto stored = co_await store_.change(std::move(request), std::move(step));
    co_return read(stored, case_answer_from_json);
}

awaitable<domain::result<page<case_summary>>>
review_comments::queue(domain::principal who, std::optional<domain::site_id> site, page_request request) {
    if (request.limit < 1 || request.limit > most_listed)
        co_return fail(errc::invalid_field, "limit", "from 1 to 200");
    const auto within = scope_of(who, site);
    if (!within) co_return within.error();
    co_return co_await store_.queue(who.key, *within, std::move(request));
}

awaitable<domain::result<claim_answer>> review_comments::claim(domain::principal who,
                                                               std::optional<domain::site_id> site, int count,
                                                               std::optional<idempotency> once) {
    if (count < 1 || count > most_claimed) co_return fail(errc::invalid_field, "count", "from 1 to 50");
    if (auto ok = check(once); !ok) co_return ok.error();
    const auto within = scope_of(who, site);
    if (!within) co_return within.error();
    ports::claim_request request{
        .who = who.key,
        .within = *within,
        .count = count,
        .with_escalated = who.acting_as == domain::role::supervisor || who.acting_as == domain::role::admin,
        .length = lease_length_,
        .once = key_of(who, once),
    };
    std::function<boost::json::object(const claim_answer&)> to_answer = [](const claim_answer& answer) {
        return to_json(answer);
    };
    const auto stored = co_await store_.claim(std::move(request), std::move(to_answer));
    co_return read(stored, claim_answer_from_json);
}

awaitable<domain::result<case_view>> review_comments::show(domain::principal who, domain::comment_id id) {
    auto found = co_await store_.show(who.key, id, who.site);
    if (!found) co_return fail(errc::not_found, {}, "no such case");
    co_return *std::move(found);
}

awaitable<domain::result<case_answer>> review_comments::renew(domain::principal who, domain::comment_id id) {
    ports::review_request request{
        .comment = ports::comment_by_id{id, who.site}, .once = std::nullopt, .reader = std::nullopt};
    ports::review_step step = [key = who.key, length = lease_length_](const ports::locked_rows& known) {
        return step_renew(known, key, length);
    };
    const auto stored = co_await store_.change(std::move(request), std::move(step));
    co_return read(stored, case_answer_from_json);
}

awaitable<domain::result<case_answer>> review_comments::release(domain::principal who,
                                                                domain::comment_id id) {
    ports::review_request request{
        .comment = ports::comment_by_id{id, who.site}, .once = std::nullopt, .reader = std::nullopt};
    ports::review_step step = [key = who.key](const ports::locked_rows& known) {
        return step_release(known, key);
    };
    const auto stored = co_await store_.change(std::move(request), std::move(step));
    co_return read(stored, case_answer_from_json);
}

awaitable<domain::result<case_answer>> review_comments::escalate(domain::principal who, domain::comment_id id,
                                                                 std::string reason) {
    if (!reason.empty())
        if (auto ok = check_code("reason", reason); !ok) co_return ok.error();
    ports::review_request request{
        .comment = ports::comment_by_id{id, who.site}, .once = std::nullopt, .reader = std::nullopt};
    ports::review_step step = [this, key = who.key,
                               reason = std::move(reason)](const ports::locked_rows& known) {
        return step_escalate(known, key, reason, env_);
    };
    const auto stored = co_await store_.change(std::move(request), std::move(step));
    co_return read(stored, case_answer_from_json);
}

awaitable<domain::result<decision_answer>> review_comments::decide(domain::principal who,
                                                                   domain::comment_id id,
                                                                   decide_request asked,
                                                                   std::optional<idempotency> once) {
    if (auto ok = check(asked); !ok) co_return ok.error();
    if (auto ok = check(once); !ok) co_return ok.error();
    ports::review_request request{
        .comment = ports::comment_by_id{id, who.site}, .once = key_of(who, once), .reader = std::nullopt};
    ports::review_step step = [this, who = std::move(who),
                               asked = std::move(asked)](const ports::locked_rows& known) {
        return step_decide(known, who, asked, env_);
    };
    const auto stored = co_await store_.change(std::move(request), std::move(step));
    co_return read(stored, decision_answer_from_json);
}

} // namespace greffe::service
