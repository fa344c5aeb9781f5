#include "server/service/administer_sites.hpp"

#include "server/service/change_settings.hpp"

#include <algorithm>
#include <map>
#include <mutex>

namespace greffe::service {

using boost::asio::awaitable;
using domain::errc;
using domain::fail;

namespace {

constexpr std::size_t name_characters = 64;
/// A site never changes its name; who needs its settings asks the registry.
constexpr auto time_to_live = std::chrono::seconds{5};

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_name(std::string_view name) {
    if (name.empty() || name.size() > name_characters || !is_letter_or_digit(name.front())) return false;
    // A name in the form of an id would be another site's in every path that takes either.
    if (domain::uuid::parse(name)) return false;
    return std::ranges::all_of(
        name, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_'; });
}

} // namespace

struct administer_sites::cache {
    struct entry {
        site_view site;
        domain::timestamp read_at;
    };
    std::mutex mutex;
    std::map<std::string, entry, std::less<>> entries; // only sites that exist

    static bool is_fresh(const entry& e, domain::timestamp now) {
        return e.read_at <= now && now - e.read_at < time_to_live;
    }
    std::optional<site_view> fresh(const std::string& name, domain::timestamp now) {
        const std::lock_guard lock(mutex);
        const auto found = entries.find(name);
        if (found == entries.end() || !is_fresh(found->second, now)) return std::nullopt;
        return found->second.site;
    }
    void keep(const std::string& name, const site_view& site, domain::timestamp read_at) {
        const std::lock_guard lock(mutex);
        // An id has many spellings: what nobody asks for any more goes.
        std::erase_if(entries, [&](const auto& kept) { return !is_fresh(kept.second, read_at); });
        entries.insert_or_assign(name, entry{site, read_at});
    }
};

administer_sites::administer_sites(ports::site_store& store, settings_registry& registry, environment env)
    : store_(store), registry_(registry), env_(std::move(env)), cache_(std::make_shared<cache>()) {}

awaitable<domain::result<site_view>> administer_sites::create(domain::principal who, std::string name) {
    if (who.site) co_return fail(errc::forbidden, {}, "a key of one site creates no other");
    if (!is_name(name))
        co_return fail(
            errc::invalid_field, "name",
            "1 to 64 of a-z 0-9 - . _, starting with a letter or digit, and not in the form of an id");
    const auto now = env_.now();
    site_view site{.id = {env_.new_id()}, .name = std::move(name), .created_at = now};
    const ports::audit_entry by{.id = env_.new_id(), .at = now, .actor = who.key};
    co_return co_await store_.create(std::move(site), by);
}

awaitable<domain::result<std::vector<site_view>>> administer_sites::list(domain::principal who) {
    auto sites = co_await store_.list();
    std::erase_if(sites, [&](const site_view& site) { return !who.may_see(site.id); });
    co_return sites;
}

awaitable<domain::result<site_view>> administer_sites::find(domain::principal who, std::string name_or_id) {
    const auto now = env_.now();
    auto site = cache_->fresh(name_or_id, now);
    if (!site) {
        site = co_await store_.find(name_or_id);
        if (site) cache_->keep(name_or_id, *site, now);
    }
    if (!site || !who.may_see(site->id)) co_return fail(errc::not_found, "site", "no such site");
    co_return *std::move(site);
}

awaitable<domain::result<site_view>> administer_sites::show(domain::principal who, domain::site_id site) {
    auto found = co_await store_.find(site.to_string());
    if (!found || !who.may_see(site)) co_return fail(errc::not_found, "site", "no such site");
    co_return *std::move(found);
}

awaitable<domain::result<site_view>> administer_sites::change(domain::principal who, domain::site_id site,
                                                              boost::json::object asked) {
    if (!who.may_see(site)) co_return fail(errc::not_found, "site", "no such site");
    ports::settings_step step = [this, role = who.acting_as, asked = std::move(asked)](
                                    const domain::site_settings& before, domain::timestamp now) {
        return change_settings(before, asked, role, now, env_);
    };
    auto changed = co_await store_.change(site, std::move(step), who.key, env_.new_id);
    if (changed) registry_.keep(site, changed->settings);
    co_return changed;
}

awaitable<void> administer_sites::refresh() {
    auto newer = co_await store_.newer_than(registry_.versions());
    for (auto& [site, settings] : newer) registry_.keep(site, std::move(settings));
}

} // namespace greffe::service
