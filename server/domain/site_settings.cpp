#include "server/domain/site_settings.hpp"

#include "server/domain/names.hpp"

namespace greffe::domain {

namespace {

constexpr std::array held_edits_names = {"last_approved", "nothing"};
constexpr std::array rule_approval_names = {"nobody", "second_person"};

} // namespace

std::string_view to_string(held_edits shown) {
    return name_of(held_edits_names, shown);
}
std::optional<held_edits> parse_held_edits(std::string_view text) {
    return value_named<held_edits>(held_edits_names, text);
}

std::string_view to_string(rule_approval by) {
    return name_of(rule_approval_names, by);
}
std::optional<rule_approval> parse_rule_approval(std::string_view text) {
    return value_named<rule_approval>(rule_approval_names, text);
}

const std::shared_ptr<const site_settings>& default_settings() {
    static const auto value = std::make_shared<const site_settings>();
    return value;
}

comment_limits limits_of(const site_settings& settings, screening screen) {
    comment_limits limits;
    const bool live = screen == screening::live;
    limits.body_characters =
        live ? settings.body_characters : std::max(limits.body_characters, settings.body_characters);
    limits.name_characters =
        live ? settings.name_characters : std::max(limits.name_characters, settings.name_characters);
    return limits;
}

} // namespace greffe::domain
