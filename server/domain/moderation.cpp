#include "server/domain/moderation.hpp"

#include "server/domain/names.hpp"

#include <charconv>
#include <tuple>
#include <utility>

namespace greffe::domain {

namespace {

constexpr std::array mode_names = {"post", "pre", "closed"};
constexpr std::array scope_names = {"site", "section", "tag", "article", "author"};
constexpr std::array deadline_action_names = {"stay_held", "publish", "alert"};

struct duration_unit {
    char letter;
    std::chrono::seconds length;
};
constexpr duration_unit units[] = {{'d', std::chrono::hours{24}},
                                   {'h', std::chrono::hours{1}},
                                   {'m', std::chrono::minutes{1}},
                                   {'s', std::chrono::seconds{1}}};
constexpr int most_units = 99'999;

using policy_key = std::pair<moderation_scope, std::string_view>;

policy_key key_of(const moderation_policy& policy) {
    return {policy.scope, policy.target};
}

bool applies(const moderation_policy* policy, timestamp now) {
    return policy != nullptr && (!policy->until || now < *policy->until);
}

/// Of two tags' policies the stricter; of equally strict ones the one whose deadline is earlier.
bool is_stricter(const moderation_policy& one, const moderation_policy& other) {
    if (one.mode != other.mode) return one.mode > other.mode;
    if (one.deadline && other.deadline && one.deadline->within != other.deadline->within)
        return one.deadline->within < other.deadline->within;
    if (one.deadline.has_value() != other.deadline.has_value()) return one.deadline.has_value();
    return one.target < other.target;
}

} // namespace

std::string_view to_string(moderation_mode mode) {
    return name_of(mode_names, mode);
}
std::string_view to_string(moderation_scope scope) {
    return name_of(scope_names, scope);
}
std::string_view to_string(deadline_action action) {
    return name_of(deadline_action_names, action);
}
std::optional<moderation_mode> parse_moderation_mode(std::string_view text) {
    return value_named<moderation_mode>(mode_names, text);
}
std::optional<moderation_scope> parse_moderation_scope(std::string_view text) {
    return value_named<moderation_scope>(scope_names, text);
}
std::optional<deadline_action> parse_deadline_action(std::string_view text) {
    return value_named<deadline_action>(deadline_action_names, text);
}

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
    int count = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, count);
    if (read.ec != std::errc{} || read.ptr + 1 != end || count < 1 || count > most_units) return std::nullopt;
    for (const auto& unit : units)
        if (unit.letter == *read.ptr) return count * unit.length;
    return std::nullopt;
}

std::string to_text(std::chrono::seconds duration) {
    for (const auto& unit : units)
        if (duration % unit.length == std::chrono::seconds{0})
            return std::to_string(duration / unit.length) + unit.letter;
    return {};
}

std::string key_of(moderation_scope scope, std::string_view target) {
    std::string key = "mode";
    if (scope == moderation_scope::site) return key;
    return key.append(".").append(to_string(scope)).append(".").append(target);
}

std::string value_of(const moderation_policy& policy) {
    std::string value(to_string(policy.mode));
    if (policy.until) value.append("@").append(to_rfc3339(*policy.until));
    if (policy.deadline)
        value.append(",deadline=")
            .append(to_text(policy.deadline->within))
            .append(",at_deadline=")
            .append(to_string(policy.deadline->then));
    return value;
}

moderation_policies::moderation_policies(std::vector<moderation_policy> all) : sorted_(std::move(all)) {
    std::ranges::sort(sorted_, {}, [](const moderation_policy& policy) { return key_of(policy); });
}

const moderation_policy* moderation_policies::find(moderation_scope scope, std::string_view target) const {
    const auto at = std::ranges::lower_bound(sorted_, policy_key(scope, target), {},
                                             [](const moderation_policy& policy) { return key_of(policy); });
    return at != sorted_.end() && key_of(*at) == policy_key(scope, target) ? &*at : nullptr;
}

const moderation_policy* moderation_policies::in_force(const moderation_subject& of, timestamp now) const {
    if (sorted_.empty()) return nullptr;
    const auto applying = [&](moderation_scope scope, std::string_view target) {
        const auto* policy = find(scope, target);
        return applies(policy, now) ? policy : nullptr;
    };
    if (of.author)
        if (const auto* policy = applying(moderation_scope::author, *of.author)) return policy;
    if (const auto* policy = applying(moderation_scope::article, of.article)) return policy;
    const moderation_policy* strictest = nullptr;
    for (const auto& tag : of.tags) {
        const auto* policy = applying(moderation_scope::tag, tag);
        if (policy && (!strictest || is_stricter(*policy, *strictest))) strictest = policy;
    }
    if (strictest) return strictest;
    if (!of.section.empty())
        if (const auto* policy = applying(moderation_scope::section, of.section)) return policy;
    return applying(moderation_scope::site, {});
}

} // namespace greffe::domain
