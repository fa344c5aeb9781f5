#include "server/service/setting_keys.hpp"

#include "rules/engine/time_zone.hpp"

#include <boost/json/array.hpp>

#include <cmath>

namespace greffe::service {

namespace {

namespace json = boost::json;
using domain::site_settings;

constexpr std::size_t most_body_characters = 50'000;
constexpr std::size_t most_name_characters = 200;
constexpr double least_hide_weight = 0.25; // one anonymous reader
constexpr double most_hide_weight = 1000;

std::optional<std::string_view> text_in(const json::value& value) {
    const auto* text = value.if_string();
    if (text == nullptr) return std::nullopt;
    return std::string_view(text->data(), text->size());
}

bool set_count(std::size_t& into, std::size_t otherwise, std::size_t most, const json::value& value) {
    if (value.is_null()) return into = otherwise, true;
    json::error_code not_integer;
    const auto number =
        value.is_number() && !value.is_double() ? value.to_number<std::size_t>(not_integer) : 0;
    if (not_integer || number < 1 || number > most) return false;
    into = number;
    return true;
}

bool set_time_zone(site_settings& into, const json::value& value) {
    if (value.is_null()) return into.time_zone = site_settings{}.time_zone, true;
    const auto name = text_in(value);
    if (!name || !rules::is_time_zone(*name)) return false;
    into.time_zone = *name;
    return true;
}

bool set_held_edits(site_settings& into, const json::value& value) {
    if (value.is_null()) return into.while_held = site_settings{}.while_held, true;
    const auto name = text_in(value);
    const auto shown = name ? domain::parse_held_edits(*name) : std::nullopt;
    if (!shown) return false;
    into.while_held = *shown;
    return true;
}

bool set_rule_approval(site_settings& into, const json::value& value) {
    if (value.is_null()) return into.approval = site_settings{}.approval, true;
    const auto name = text_in(value);
    const auto by = name ? domain::parse_rule_approval(*name) : std::nullopt;
    if (!by) return false;
    into.approval = *by;
    return true;
}

/// Weights are told in readers of full standing, and kept in hundredths.
json::value get_hide_weight(const site_settings& from) {
    if (!from.hide_weight) return nullptr;
    if (*from.hide_weight % 100 == 0) return *from.hide_weight / 100;
    return *from.hide_weight / 100.0;
}

bool set_hide_weight(site_settings& into, const json::value& value) {
    if (value.is_null()) return into.hide_weight.reset(), true;
    if (!value.is_number()) return false;
    const auto weight = value.to_number<double>();
    if (!(weight >= least_hide_weight && weight <= most_hide_weight)) return false;
    into.hide_weight = static_cast<int>(std::lround(weight * 100));
    return true;
}

constexpr setting_key keys[] = {
    {"time_zone", "the name of a time zone, such as Europe/Paris",
     [](const site_settings& from) { return json::value(from.time_zone); }, set_time_zone},
    {"held_edits", "last_approved or nothing",
     [](const site_settings& from) { return json::value(to_string(from.while_held)); }, set_held_edits},
    {"rules.approval", "nobody or second_person",
     [](const site_settings& from) { return json::value(to_string(from.approval)); }, set_rule_approval},
    {"reports.hide_weight", "a weight from 0.25 to 1000, such as 3", get_hide_weight, set_hide_weight},
    {"limits.body_characters", "a whole number from 1 to 50000",
     [](const site_settings& from) { return json::value(from.body_characters); },
     [](site_settings& into, const json::value& value) {
         return set_count(into.body_characters, site_settings{}.body_characters, most_body_characters, value);
     }},
    {"limits.name_characters", "a whole number from 1 to 200",
     [](const site_settings& from) { return json::value(from.name_characters); },
     [](site_settings& into, const json::value& value) {
         return set_count(into.name_characters, site_settings{}.name_characters, most_name_characters, value);
     }},
};

std::string text_at(const json::object& from, std::string_view key) {
    const auto& text = from.at(key).as_string();
    return {text.data(), text.size()};
}

domain::moderation_policy policy_from_stored(const json::object& stored) {
    domain::moderation_policy policy{
        .id = domain::uuid::parse(text_at(stored, "id")).value(),
        .scope = domain::parse_moderation_scope(text_at(stored, "scope")).value(),
        .target = text_at(stored, "target"),
        .mode = domain::parse_moderation_mode(text_at(stored, "mode")).value(),
        .until = std::nullopt,
        .deadline = std::nullopt,
    };
    if (!stored.at("until").is_null()) policy.until = domain::parse_rfc3339(text_at(stored, "until")).value();
    if (!stored.at("deadline").is_null())
        policy.deadline = domain::review_deadline{
            .within = std::chrono::seconds{stored.at("deadline").to_number<std::int64_t>()},
            .then = domain::parse_deadline_action(text_at(stored, "at_deadline")).value()};
    return policy;
}

} // namespace

std::span<const setting_key> setting_keys() {
    return keys;
}

json::object to_json(const site_settings& settings) {
    json::object out;
    for (const auto& key : keys) {
        const auto dot = key.name.find('.');
        if (dot == std::string_view::npos) {
            out[key.name] = key.get(settings);
            continue;
        }
        auto& group = out[key.name.substr(0, dot)];
        if (!group.is_object()) group.emplace_object();
        group.as_object()[key.name.substr(dot + 1)] = key.get(settings);
    }
    json::array modes;
    for (const auto& policy : settings.moderation.all()) modes.push_back(to_json(policy));
    out["moderation"] = std::move(modes);
    return out;
}

json::object to_json(const domain::moderation_policy& policy) {
    json::object out{{"scope", to_string(policy.scope)}};
    if (policy.scope != domain::moderation_scope::site) out["target"] = policy.target;
    out["mode"] = to_string(policy.mode);
    if (policy.until) out["until"] = domain::to_rfc3339(*policy.until);
    if (policy.deadline) {
        out["deadline"] = domain::to_text(policy.deadline->within);
        out["at_deadline"] = to_string(policy.deadline->then);
    }
    return out;
}

json::object stored_form(const site_settings& settings) {
    json::object out;
    for (const auto& key : keys) {
        auto value = key.get(settings);
        out[key.name] = value == key.get(site_settings{}) ? json::value() : std::move(value);
    }
    return out;
}

site_settings settings_from_stored(const json::object& stored, const json::array& moderation,
                                   std::int64_t version) {
    site_settings settings;
    settings.version = version;
    for (const auto& key : keys)
        if (const auto* value = stored.if_contains(key.name)) key.set(settings, *value);
    std::vector<domain::moderation_policy> policies;
    policies.reserve(moderation.size());
    for (const auto& policy : moderation) policies.push_back(policy_from_stored(policy.as_object()));
    settings.moderation = domain::moderation_policies(std::move(policies));
    return settings;
}

} // namespace greffe::service
