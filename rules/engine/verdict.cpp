#include "rules/engine/verdict.hpp"

#include "rules/engine/names.hpp"

namespace greffe::rules {
namespace {

constexpr std::pair<action, std::string_view> actions[] = {
    {action::publish, "publish"}, {action::flag, "flag"}, {action::hold, "hold"}, {action::reject, "reject"}};

constexpr std::pair<rule_mode, std::string_view> modes[] = {{rule_mode::draft, "draft"},
                                                            {rule_mode::shadow, "shadow"},
                                                            {rule_mode::live, "live"},
                                                            {rule_mode::disabled, "disabled"}};

constexpr std::pair<text_field, std::string_view> fields[] = {{text_field::body, "body"},
                                                              {text_field::name, "name"},
                                                              {text_field::title, "title"},
                                                              {text_field::report, "report"}};

constexpr std::pair<rule_target, std::string_view> targets[] = {{rule_target::comment, "comment"},
                                                                {rule_target::report, "report"}};

} // namespace

std::string_view to_string(action a) {
    return name_in(actions, a);
}
std::optional<action> parse_action(std::string_view text) {
    return value_in(actions, text);
}

std::string_view to_string(rule_mode mode) {
    return name_in(modes, mode);
}
std::optional<rule_mode> parse_rule_mode(std::string_view text) {
    return value_in(modes, text);
}

std::string_view to_string(rule_target target) {
    return name_in(targets, target);
}

std::string_view to_string(text_field field) {
    return name_in(fields, field);
}

} // namespace greffe::rules
