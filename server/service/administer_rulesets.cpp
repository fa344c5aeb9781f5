#include "server/service/administer_rulesets.hpp"

#include "server/domain/text.hpp"

namespace greffe::service {

using boost::asio::awaitable;
using domain::errc;
using domain::fail;

namespace {

constexpr std::size_t source_bytes = 4 << 20;
constexpr std::size_t note_characters = 1'000;

std::shared_ptr<const active_ruleset> activated(std::int64_t version,
                                                std::shared_ptr<const rules::ruleset> compiled) {
    return std::make_shared<const active_ruleset>(
        active_ruleset{.version = version, .rules = std::move(compiled)});
}

} // namespace

administer_rulesets::administer_rulesets(ports::ruleset_store& store, ruleset_registry& registry,
                                         environment env)
    : store_(store), registry_(registry), env_(std::move(env)) {}

rules::diagnostics administer_rulesets::check(std::string_view source) const {
    return rules::ruleset::compile(source).found;
}

awaitable<domain::result<push_answer>> administer_rulesets::push(domain::principal who, domain::site_id site,
                                                                 std::string source, std::string note,
                                                                 bool dry_run) {
    if (!who.may_see(site)) co_return fail(errc::not_found, "site", "no such site");
    if (source.size() > source_bytes)
        co_return fail(errc::too_large, "source", "a ruleset of more than 4 MiB");
    if (!domain::is_valid_text(source))
        co_return fail(errc::invalid_field, "source", "not valid UTF-8 text without NUL");
    if (!domain::is_valid_text(note) || domain::count_characters(note) > note_characters)
        co_return fail(errc::invalid_field, "note", "text of at most 1000 characters");

    auto built = rules::ruleset::compile(source);
    push_answer answer{.version = std::nullopt, .unchanged = false, .found = std::move(built.found)};
    if (!built.rules || rules::has_errors(answer.found)) co_return answer;
    if (dry_run) {
        const auto running = co_await store_.active(site);
        answer.unchanged = running && running->source == source;
        co_return answer;
    }
    const ports::audit_entry by{.id = env_.new_id(), .at = env_.now(), .actor = who.key};
    const auto stored = co_await store_.push(site, std::move(source), std::move(note), by);
    if (!stored) co_return stored.error();
    answer.version = stored->version;
    answer.unchanged = stored->unchanged;
    install(site, activated(stored->version, std::move(built.rules)));
    co_return answer;
}

awaitable<domain::result<ruleset_view>> administer_rulesets::active(domain::site_id site) {
    auto found = co_await store_.active(site);
    if (!found) co_return fail(errc::not_found, {}, "the site has no ruleset");
    co_return *std::move(found);
}

awaitable<domain::result<std::vector<ruleset_view>>> administer_rulesets::history(domain::site_id site) {
    co_return co_await store_.history(site);
}

awaitable<void> administer_rulesets::refresh() {
    const auto newer = co_await store_.newer_than(registry_.versions());
    for (const auto& [site, version, source] : newer) {
        // The pusher ran the examples; here only what this server will run matters.
        auto built = rules::ruleset::compile(source, {.run_examples = false});
        install(site, activated(version, std::move(built.rules)));
    }
}

void administer_rulesets::install(domain::site_id site, std::shared_ptr<const active_ruleset> with) {
    // A push and a poll may cross: the older of two versions never takes the newer one's place.
    const std::lock_guard lock(installing_);
    const auto running = registry_.of(site);
    if (!running || running->version < with->version) registry_.replace(site, std::move(with));
}

} // namespace greffe::service
