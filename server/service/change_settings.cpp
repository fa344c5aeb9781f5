#include "server/service/change_settings.hpp"

#include "rules/engine/nearest.hpp"
#include "server/domain/text.hpp"
#include "server/service/setting_keys.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace greffe::service {

namespace {

namespace json = boost::json;
using domain::errc;
using domain::fail;
using domain::moderation_policy;
using domain::moderation_scope;

constexpr std::size_t most_policies = 2'000;
constexpr std::size_t target_bytes = 512;
constexpr std::size_t shown_characters = 100;

constexpr std::string_view entry_keys[] = {"scope", "target", "mode", "until", "deadline", "at_deadline"};

std::string_view view(const json::string& text) {
    return {text.data(), text.size()};
}
std::string shown(std::string_view key) {
    return std::string(domain::first_characters(key, shown_characters));
}

domain::error unknown_setting(std::string_view name) {
    if (name == "mode")
        return fail(errc::invalid_field, "mode", "modes stand under 'moderation': [{scope, target, mode}]");
    std::vector<std::string_view> known{"moderation"};
    for (const auto& key : setting_keys()) known.push_back(key.name);
    return fail(errc::invalid_field, shown(name),
                "there is no setting '" + shown(name) +
                    "': " + rules::suggestion(name, known, "the settings are"));
}

domain::result<void> put(domain::site_settings& into, const std::string& name, const json::value& value) {
    const auto key = std::ranges::find(setting_keys(), std::string_view(name), &setting_key::name);
    if (key == setting_keys().end()) return unknown_setting(name);
    if (key->set(into, value)) return {};
    std::string pointer = name;
    std::ranges::replace(pointer, '.', '/');
    return fail(errc::invalid_field, pointer, name + " is " + std::string(key->allowed));
}

/// One item of "moderation".
struct asked_mode {
    moderation_scope scope = moderation_scope::site;
    std::string target;
    std::optional<moderation_policy> policy; ///< absent: it is removed
};

/// Reads one item; the first thing that is wrong is kept, under the mode's name.
class mode_reader {
  public:
    mode_reader(const json::object& from, std::size_t index, domain::timestamp now)
        : from_(from), pointer_("moderation/" + std::to_string(index)), now_(now) {}

    domain::result<asked_mode> read() {
        check_keys();
        asked_mode asked;
        asked.scope = named("scope", domain::parse_moderation_scope, domain::all_moderation_scopes)
                          .value_or(moderation_scope::site);
        asked.target = target(asked.scope);
        name_ = domain::key_of(asked.scope, asked.target);
        if (!is_removal()) asked.policy = policy(asked);
        if (wrong_) return *wrong_;
        return asked;
    }

  private:
    void refuse(std::string_view key, const std::string& detail) {
        if (!wrong_)
            wrong_ = fail(errc::invalid_field, pointer_ + "/" + std::string(key), name_ + ": " + detail);
    }
    void check_keys() {
        for (const auto& entry : from_)
            if (std::ranges::find(entry_keys, std::string_view(entry.key())) == std::end(entry_keys))
                refuse(shown(entry.key()), "there is no '" + shown(entry.key()) + "' in a mode: " +
                                               rules::suggestion(entry.key(), entry_keys, "there are"));
    }
    /// Null when it is absent or null. What is no text is refused.
    const json::string* text(std::string_view key) {
        const auto* value = from_.if_contains(key);
        if (value == nullptr || value->is_null()) return nullptr;
        if (!value->is_string()) refuse(key, std::string(key) + " is a text");
        return value->if_string();
    }
    bool is_removal() const {
        const auto* mode = from_.if_contains("mode");
        return mode != nullptr && mode->is_null();
    }

    template <class Enum, std::size_t N>
    std::optional<Enum> named(std::string_view key, std::optional<Enum> (*parse)(std::string_view),
                              const std::array<Enum, N>& all) {
        const auto* word = text(key);
        const auto value = word ? parse(view(*word)) : std::nullopt;
        if (value) return value;
        std::string allowed;
        for (const auto each : all) allowed.append(allowed.empty() ? "" : ", ").append(to_string(each));
        refuse(key, std::string(key) + " is one of " + allowed);
        return std::nullopt;
    }

    std::string target(moderation_scope scope) {
        const auto* given = text("target");
        if (scope == moderation_scope::site) {
            if (given != nullptr) refuse("target", "the whole site has no target");
            return {};
        }
        const bool sane =
            given != nullptr && !domain::is_blank(view(*given)) && given->size() <= target_bytes;
        if (!sane) {
            refuse("target", "target is the " + std::string(to_string(scope)) +
                                 (scope >= moderation_scope::article ? "'s external id" : "") +
                                 ", 1 to 512 bytes");
            return {};
        }
        return std::string(view(*given));
    }

    moderation_policy policy(const asked_mode& asked) {
        moderation_policy made{.id = {},
                               .scope = asked.scope,
                               .target = asked.target,
                               .mode =
                                   named("mode", domain::parse_moderation_mode, domain::all_moderation_modes)
                                       .value_or(domain::moderation_mode::post),
                               .until = std::nullopt,
                               .deadline = std::nullopt};
        if (const auto* until = text("until")) {
            made.until = domain::parse_rfc3339(view(*until));
            if (!made.until)
                refuse("until",
                       "until is an RFC 3339 time with an offset, such as 2030-04-09T09:56:00+02:00");
            else if (*made.until <= now_)
                refuse("until", "until is over already: it is " + domain::to_rfc3339(now_));
        }
        made.deadline = deadline(made.mode);
        return made;
    }

    std::optional<domain::review_deadline> deadline(domain::moderation_mode mode) {
        const auto* within = text("deadline");
        if (within == nullptr) {
            if (text("at_deadline") != nullptr) refuse("at_deadline", "at_deadline goes with a deadline");
            return std::nullopt;
        }
        const auto length = domain::parse_duration(view(*within));
        if (!length) refuse("deadline", "deadline is a duration such as 30m, 2h or 1d");
        if (mode == domain::moderation_mode::post) refuse("deadline", "the mode post holds nothing");
        domain::review_deadline made{.within = length.value_or(std::chrono::seconds{0}),
                                     .then = domain::deadline_action::stay_held};
        if (text("at_deadline") != nullptr)
            made.then = named("at_deadline", domain::parse_deadline_action, domain::all_deadline_actions)
                            .value_or(made.then);
        return made;
    }

    const json::object& from_;
    const std::string pointer_;
    const domain::timestamp now_;
    std::string name_ = "mode";
    std::optional<domain::error> wrong_;
};

using modes_by_key = std::map<std::pair<moderation_scope, std::string>, moderation_policy>;

domain::result<void> put_modes(modes_by_key& into, const json::value& asked, domain::timestamp now,
                               const environment& env) {
    const auto* items = asked.if_array();
    if (items == nullptr)
        return fail(errc::invalid_field, "moderation", "moderation is a list of {scope, target, mode}");
    std::set<std::pair<moderation_scope, std::string>> named;
    for (std::size_t i = 0; i < items->size(); ++i) {
        const auto* item = (*items)[i].if_object();
        if (item == nullptr)
            return fail(errc::invalid_field, "moderation/" + std::to_string(i),
                        "moderation is a list of {scope, target, mode}");
        auto read = mode_reader(*item, i, now).read();
        if (!read) return read.error();
        const std::pair key(read->scope, read->target);
        if (!named.insert(key).second)
            return fail(errc::invalid_field, "moderation/" + std::to_string(i),
                        domain::key_of(read->scope, read->target) + " is given twice");
        if (!read->policy) {
            into.erase(key);
            continue;
        }
        const auto stored = into.find(key);
        if (stored != into.end()) read->policy->id = stored->second.id;
        if (stored != into.end() && stored->second == *read->policy) continue;
        read->policy->id = env.new_id();
        into.insert_or_assign(key, *std::move(read->policy));
    }
    if (into.size() > most_policies)
        return fail(errc::too_large, "moderation",
                    "a site has at most " + std::to_string(most_policies) + " modes at a time");
    return {};
}

/// Of an author only the policy's id: audit rows stay, a person's id at the site may have to go.
json::object mode_note(const moderation_policy& policy) {
    if (policy.scope != moderation_scope::author)
        return {{"key", domain::key_of(policy.scope, policy.target)}};
    return {{"key", "mode.author"}, {"policy", policy.id.to_string()}};
}

void note_modes(std::vector<json::object>& notes, const modes_by_key& before, const modes_by_key& after) {
    for (const auto& [key, was] : before) {
        const auto now = after.find(key);
        if (now != after.end() && now->second == was) continue;
        auto note = mode_note(now == after.end() ? was : now->second);
        note["from"] = domain::value_of(was);
        note["to"] = now == after.end() ? json::value() : json::value(domain::value_of(now->second));
        notes.push_back(std::move(note));
    }
    for (const auto& [key, now] : after) {
        if (before.contains(key)) continue;
        auto note = mode_note(now);
        note["from"] = nullptr;
        note["to"] = domain::value_of(now);
        notes.push_back(std::move(note));
    }
}

modes_by_key by_key(const domain::moderation_policies& policies) {
    modes_by_key all;
    for (const auto& policy : policies.all()) all[{policy.scope, policy.target}] = policy;
    return all;
}

} // namespace

domain::result<ports::settings_change> change_settings(const domain::site_settings& before,
                                                       const json::object& asked, domain::role who,
                                                       domain::timestamp now, const environment& env) {
    auto after = before;
    const auto modes_before = by_key(before.moderation);
    auto modes = modes_before;
    for (const auto& [name, value] : asked) {
        if (name == "moderation") {
            if (auto ok = put_modes(modes, value, now, env); !ok) return ok.error();
            continue;
        }
        if (who != domain::role::admin)
            return fail(errc::forbidden, shown(name),
                        "a supervisor changes modes; other settings are an admin's");
        const auto* group = value.if_object();
        if (group == nullptr) {
            if (auto ok = put(after, std::string(name), value); !ok) return ok.error();
            continue;
        }
        for (const auto& [inner, inner_value] : *group)
            if (auto ok = put(after, std::string(name) + "." + std::string(inner), inner_value); !ok)
                return ok.error();
    }
    std::erase_if(modes, [&](const auto& mode) { return mode.second.until && *mode.second.until <= now; });

    ports::settings_change change;
    for (const auto& key : setting_keys())
        if (auto from = key.get(before), to = key.get(after); from != to)
            change.notes.push_back({{"key", key.name}, {"from", std::move(from)}, {"to", std::move(to)}});
    note_modes(change.notes, modes_before, modes);
    if (!change.notes.empty()) ++after.version;
    std::vector<moderation_policy> policies;
    for (auto& [key, policy] : modes) policies.push_back(std::move(policy));
    after.moderation = domain::moderation_policies(std::move(policies));
    change.after = std::move(after);
    return change;
}

} // namespace greffe::service
