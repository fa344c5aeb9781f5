#include "server/service/administer_rulesets.hpp"

#include "server/domain/text.hpp"
#include "server/service/check_ruleset_source.hpp"
#include "server/service/kept_packs.hpp"

namespace greffe::service {

using boost::asio::awaitable;
using domain::errc;
using domain::fail;

namespace {

constexpr std::size_t note_characters = 1'000;
constexpr int most_attempts = 50; // pushes that get in between, one after the other

domain::result<void> check_note(const std::string& note) {
    if (!domain::is_valid_text(note) || domain::count_characters(note) > note_characters)
        return fail(errc::invalid_field, "note", "text of at most 1000 characters");
    return {};
}

domain::error no_such_version() {
    return fail(errc::not_found, "version", "the site has no such version");
}

std::optional<std::int64_t> version_of(const std::optional<ruleset_view>& kept) {
    return kept ? std::optional(kept->version) : std::nullopt;
}

rules::ruleset_changes changes_to(const std::optional<ruleset_view>& before,
                                  const rules::ruleset_source& after) {
    if (!before) return rules::changes_between({.yaml = {}}, after);
    const auto packs = pack_texts_of(*before);
    return rules::changes_between({.yaml = before->source, .packs = packs ? &*packs : nullptr}, after);
}

rules::ruleset_changes changes_to(const std::optional<ruleset_view>& before, const ruleset_view& after) {
    const auto packs = pack_texts_of(after);
    return changes_to(before, {.yaml = after.source, .packs = packs ? &*packs : nullptr});
}

rules::compiled compile_kept(const ruleset_view& kept, const std::string& zone) {
    const auto packs = pack_texts_of(kept);
    return rules::ruleset::compile(kept.source,
                                   {.zone = zone, .run_examples = false, .packs = packs ? &*packs : nullptr});
}

domain::error is_stale(std::int64_t asked, std::optional<std::int64_t> active) {
    return fail(errc::stale_version, "base",
                (active ? "version " + std::to_string(*active) : std::string("no version")) +
                    " is active, not " + std::to_string(asked));
}

} // namespace

administer_rulesets::administer_rulesets(ports::ruleset_store& store, ruleset_registry& registry,
                                         const settings_registry& settings, environment env)
    : store_(store), registry_(registry), settings_(settings), env_(std::move(env)) {}

awaitable<check_answer> administer_rulesets::check(domain::site_id site, std::string source) {
    auto built = rules::ruleset::compile(source, {.zone = settings_.of(site)->time_zone});
    check_answer answer{.found = std::move(built.found), .against = {}, .changes = {}};
    const auto active = co_await store_.active(site);
    answer.against = version_of(active);
    if (built.rules) answer.changes = changes_to(active, {.yaml = source});
    co_return answer;
}

awaitable<domain::result<push_answer>> administer_rulesets::push(domain::principal who, domain::site_id site,
                                                                 push_request asked) {
    if (!who.may_see(site)) co_return fail(errc::not_found, "site", "no such site");
    if (auto ok = check_ruleset_source(asked.source); !ok) co_return ok.error();
    if (auto ok = check_note(asked.note); !ok) co_return ok.error();

    const auto settings = settings_.of(site);
    auto built = rules::ruleset::compile(asked.source, {.zone = settings->time_zone});
    push_answer answer{
        .version = std::nullopt, .against = std::nullopt, .changes = {}, .found = std::move(built.found)};
    answer.refused = !built.rules || (asked.refuse_warnings && !answer.found.empty());
    const auto packs = kept_packs(built.packs);
    for (int attempt = 1;; ++attempt) {
        const auto active = co_await store_.active(site);
        answer.against = version_of(active);
        if (asked.base && answer.against.value_or(0) != *asked.base)
            co_return is_stale(*asked.base, answer.against);
        if (built.rules) answer.changes = changes_to(active, {.yaml = asked.source});
        if (answer.refused) co_return answer;
        answer.unchanged = active && says_the_same(*active, asked.source, packs);
        answer.waiting = !answer.unchanged && answer.changes.live &&
                         settings->approval == domain::rule_approval::second_person;
        if (asked.dry_run) co_return answer;

        ports::new_ruleset pushed{.source = asked.source,
                                  .packs = packs,
                                  .note = asked.note,
                                  .base = answer.against,
                                  .needs_approval = answer.waiting};
        const ports::audit_entry by{.id = env_.new_id(), .at = env_.now(), .actor = who.key};
        const auto stored = co_await store_.push(site, std::move(pushed), by);
        if (!stored && stored.error().code == errc::stale_version && !asked.base && attempt < most_attempts)
            continue; // somebody else's version came in between: what this one changes is another question
        if (!stored) co_return stored.error();
        answer.version = stored->version;
        answer.unchanged = stored->unchanged;
        if (!answer.waiting) install(site, stored->version, std::move(built.rules), settings->time_zone);
        co_return answer;
    }
}

awaitable<domain::result<version_answer>> administer_rulesets::approve(domain::principal who,
                                                                       domain::site_id site,
                                                                       std::int64_t version,
                                                                       std::string note) {
    if (!who.may_see(site)) co_return fail(errc::not_found, "site", "no such site");
    if (auto ok = check_note(note); !ok) co_return ok.error();
    const auto zone = settings_.of(site)->time_zone;
    const auto active = co_await store_.active(site);
    const auto asked = co_await store_.version(site, version);
    if (!asked) co_return no_such_version();
    auto built = compile_kept(*asked, zone);
    version_answer answer{.version = std::nullopt,
                          .against = version_of(active),
                          .changes = changes_to(active, *asked),
                          .found = std::move(built.found)};
    if (!built.rules) co_return answer;
    const ports::audit_entry by{.id = env_.new_id(), .at = env_.now(), .actor = who.key};
    const auto approved = co_await store_.approve(site, version, std::move(note), by);
    if (!approved) co_return approved.error();
    answer.version = version;
    install(site, version, std::move(built.rules), zone);
    co_return answer;
}

awaitable<domain::result<version_answer>> administer_rulesets::roll_back(domain::principal who,
                                                                         domain::site_id site,
                                                                         std::int64_t version,
                                                                         std::string note) {
    if (!who.may_see(site)) co_return fail(errc::not_found, "site", "no such site");
    if (auto ok = check_note(note); !ok) co_return ok.error();
    const auto zone = settings_.of(site)->time_zone;
    const auto active = co_await store_.active(site);
    const auto asked = co_await store_.version(site, version);
    if (!asked) co_return no_such_version();
    if (asked->state == ruleset_state::waiting || asked->state == ruleset_state::lapsed)
        co_return fail(errc::invalid_transition, "version",
                       "version " + std::to_string(version) + " never was active");
    auto built = compile_kept(*asked, zone);
    const auto packs = kept_packs(built.packs);
    if (asked->active() || (active && says_the_same(*active, asked->source, packs)))
        co_return fail(errc::already_in_target_state, "version", "the active version says the same");
    version_answer answer{.version = std::nullopt,
                          .against = version_of(active),
                          .changes = changes_to(active, *asked),
                          .found = std::move(built.found)};
    if (!built.rules) co_return answer;
    ports::new_ruleset pushed{.source = asked->source,
                              .packs = packs,
                              .note = std::move(note),
                              .base = answer.against,
                              .restores = version};
    const ports::audit_entry by{.id = env_.new_id(), .at = env_.now(), .actor = who.key};
    const auto stored = co_await store_.push(site, std::move(pushed), by);
    if (!stored) co_return stored.error();
    answer.version = stored->version;
    install(site, stored->version, std::move(built.rules), zone);
    co_return answer;
}

awaitable<domain::result<ruleset_view>> administer_rulesets::active(domain::site_id site) {
    auto found = co_await store_.active(site);
    if (!found) co_return fail(errc::not_found, {}, "the site has no ruleset");
    co_return *std::move(found);
}

awaitable<domain::result<ruleset_view>> administer_rulesets::version(domain::site_id site,
                                                                     std::int64_t version) {
    auto found = co_await store_.version(site, version);
    if (!found) co_return no_such_version();
    co_return *std::move(found);
}

awaitable<domain::result<std::vector<ruleset_view>>> administer_rulesets::history(domain::site_id site) {
    co_return co_await store_.history(site);
}

awaitable<domain::result<changes_answer>>
administer_rulesets::changes(domain::site_id site, std::optional<std::int64_t> from, std::int64_t to) {
    const auto after = co_await store_.version(site, to);
    if (!after) co_return no_such_version();
    std::optional<ruleset_view> before;
    if (!from) before = co_await store_.active(site);
    if (from && *from > 0) {
        before = co_await store_.version(site, *from);
        if (!before) co_return no_such_version();
    }
    co_return changes_answer{.from = version_of(before), .to = to, .changes = changes_to(before, *after)};
}

awaitable<void> administer_rulesets::refresh() {
    auto held = registry_.versions();
    std::erase_if(held, [this](const auto& each) {
        return registry_.of(each.first)->zone != settings_.of(each.first)->time_zone;
    });
    const auto newer = co_await store_.newer_than(std::move(held));
    for (const auto& [site, version, source, packs] : newer) {
        // The pusher ran the examples; here only what this server will run matters.
        const auto zone = settings_.of(site)->time_zone;
        auto built = rules::ruleset::compile(
            source, {.zone = zone, .run_examples = false, .packs = packs ? &*packs : nullptr});
        install(site, version, std::move(built.rules), zone);
    }
}

void administer_rulesets::install(domain::site_id site, std::int64_t version,
                                  std::shared_ptr<const rules::ruleset> compiled, std::string zone) {
    auto with = std::make_shared<const active_ruleset>(
        active_ruleset{.version = version, .rules = std::move(compiled), .zone = std::move(zone)});
    // A push and a poll may cross: the older of two versions never takes the newer one's place. One of the
    // same version is in another time zone; should it be the old one, the next poll sees that.
    const std::lock_guard lock(installing_);
    const auto running = registry_.of(site);
    if (!running || running->version <= with->version) registry_.replace(site, std::move(with));
}

} // namespace greffe::service
