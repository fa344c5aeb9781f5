#include "server/auth/keys.hpp"

#include "server/domain/text.hpp"

#include <map>
#include <mutex>

namespace greffe::auth {

using boost::asio::awaitable;
using domain::errc;
using domain::fail;
using service::key_view;
using service::ports::audit_entry;

namespace {

constexpr std::size_t label_characters = 200;
/// A revocation by another server is seen after this at the latest.
constexpr auto time_to_live = std::chrono::milliseconds{900};
/// Keys of which it is known that they were good; beyond, those not used right now are forgotten.
constexpr std::size_t most_remembered = 4096;

/// Publishers and reporters act for a site; a key of theirs for all sites would be a key to other people's
/// readers.
bool needs_site(domain::role role) {
    return role == domain::role::publisher || role == domain::role::reporter;
}

} // namespace

struct keys::cache {
    struct entry {
        domain::principal who;
        domain::timestamp asked_at; ///< before the store was asked
    };
    std::mutex mutex;
    std::map<archive::digest, entry> entries;

    static bool is_fresh(const entry& e, domain::timestamp now) {
        return e.asked_at <= now && now - e.asked_at < time_to_live;
    }
    void look_up(recollection& into, domain::timestamp now) {
        const std::lock_guard lock(mutex);
        const auto found = entries.find(*into.hash);
        if (found == entries.end()) return;
        into.was_good = true;
        if (is_fresh(found->second, now)) into.who = found->second.who;
    }
    void keep(const archive::digest& hash, const domain::principal& who, domain::timestamp asked_at) {
        const std::lock_guard lock(mutex);
        if (entries.size() >= most_remembered && !entries.contains(hash))
            std::erase_if(entries, [&](const auto& kept) { return !is_fresh(kept.second, asked_at); });
        entries.insert_or_assign(hash, entry{who, asked_at});
    }
    void forget(const archive::digest& hash) {
        const std::lock_guard lock(mutex);
        entries.erase(hash);
    }
    void forget(domain::key_id id) {
        const std::lock_guard lock(mutex);
        std::erase_if(entries, [&](const auto& kept) { return kept.second.who.key == id; });
    }
};

keys::keys(service::ports::key_store& store, service::environment env)
    : store_(store), env_(std::move(env)), cache_(std::make_shared<cache>()) {}

keys::recollection keys::recall(std::string_view token) const {
    recollection known{.hash = hash_token(token)};
    if (known.hash) cache_->look_up(known, env_.now());
    return known;
}

awaitable<domain::result<domain::principal>> keys::authenticate(std::string token) {
    co_return co_await authenticate(recall(token));
}

awaitable<domain::result<domain::principal>> keys::authenticate(recollection token) {
    if (!token.hash) co_return fail(errc::unauthenticated, {}, "not a key");
    if (token.who) co_return *std::move(token.who);
    const auto now = env_.now();
    const auto key = co_await store_.find(*token.hash);
    if (!key) {
        cache_->forget(*token.hash);
        co_return fail(errc::unauthenticated, {}, "an unknown or revoked key");
    }
    const domain::principal who{
        .key = key->id, .acting_as = key->acting_as, .site = key->site, .label = key->label};
    cache_->keep(*token.hash, who, now);
    co_return who;
}

awaitable<domain::result<issued_key>> keys::create(domain::principal who, domain::role role,
                                                   std::optional<domain::site_id> site, std::string label) {
    if (needs_site(role) && !site)
        co_return fail(errc::invalid_field, "site", "a publisher's or a reporter's key belongs to a site");
    if (!domain::is_valid_text(label) || domain::count_characters(label) > label_characters)
        co_return fail(errc::invalid_field, "label", "text of at most 200 characters");
    if (who.site && !site)
        co_return fail(errc::forbidden, "site", "a key of one site issues none for all sites");
    if (site && !who.may_see(*site)) co_return fail(errc::not_found, "site", "no such site");
    auto token = make_token();
    const auto now = env_.now();
    const key_view key{.id = {env_.new_id()},
                       .acting_as = role,
                       .site = site,
                       .label = std::move(label),
                       .created_at = now,
                       .revoked_at = std::nullopt};
    const audit_entry by{.id = env_.new_id(), .at = now, .actor = who.key};
    const auto stored = co_await store_.create(key, token.hash, by);
    if (!stored) co_return stored.error();
    co_return issued_key{.key = key, .token = std::move(token.text)};
}

awaitable<domain::result<std::vector<key_view>>> keys::list(domain::principal who) {
    co_return co_await store_.list(who.site);
}

awaitable<domain::result<void>> keys::revoke(domain::principal who, domain::key_id id) {
    const audit_entry by{.id = env_.new_id(), .at = env_.now(), .actor = who.key};
    const auto revoked = co_await store_.revoke(id, who.site, by);
    if (revoked) cache_->forget(id);
    co_return revoked;
}

std::pair<issued_key, archive::digest> keys::fresh_admin(std::string label) const {
    auto token = make_token();
    const key_view key{.id = {env_.new_id()},
                       .acting_as = domain::role::admin,
                       .site = std::nullopt,
                       .label = std::move(label),
                       .created_at = env_.now(),
                       .revoked_at = std::nullopt};
    return {issued_key{.key = key, .token = std::move(token.text)}, token.hash};
}

awaitable<std::optional<issued_key>> keys::create_first_admin() {
    auto [issued, hash] = fresh_admin("first");
    const audit_entry by{.id = env_.new_id(), .at = issued.key.created_at, .actor = {}};
    if (!co_await store_.create_if_first(issued.key, hash, by)) co_return std::nullopt;
    co_return issued;
}

awaitable<issued_key> keys::create_admin(std::string label) {
    auto [issued, hash] = fresh_admin(std::move(label));
    const audit_entry by{.id = env_.new_id(), .at = issued.key.created_at, .actor = {}};
    const auto stored = co_await store_.create(issued.key, hash, by);
    if (!stored) throw std::logic_error("a key of no site was refused: " + stored.error().detail);
    co_return issued;
}

} // namespace greffe::auth
