// What the engine answers about one text: the verdict, and everything that matched. Values only.
#pragma once
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules {

/// Ordered by strength: the strongest wins.
enum class action { publish, flag, hold, reject };
std::string_view to_string(action a);
std::optional<action> parse_action(std::string_view text);

enum class rule_mode { draft, shadow, live, disabled };
std::string_view to_string(rule_mode mode);
std::optional<rule_mode> parse_rule_mode(std::string_view text);

/// What a rule is for.
enum class rule_target { comment, report };
std::string_view to_string(rule_target target);

/// The fields a condition may look into.
enum class text_field { body, name, title, report };
inline constexpr std::size_t text_fields = 4;
std::string_view to_string(text_field field);

/// Bytes [begin, end) of the field's original text, on whole characters.
struct span {
    text_field field = text_field::body;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool operator==(const span&) const = default;
};

/// What rules say about a report.
struct report_effect {
    int priority = 0;      ///< added to that of the case
    bool escalate = false; ///< to a supervisor
    bool hide = false;     ///< hold the comment, unless its revision is immune
    bool discount = false; ///< the report weighs nothing
    bool operator==(const report_effect&) const = default;
};

struct rule_match {
    std::string rule;                 ///< "private-messenger", "charter-fr/insulte-directe"
    rule_mode mode = rule_mode::live; ///< live or shadow
    action does = action::flag;
    int score = 0;
    std::optional<std::string> policy;
    std::vector<span> spans; ///< sorted; empty when no text condition took part
    report_effect effect{};  ///< of a rule for reports
    bool throttled = false;  ///< capped or guarded: `does` and `score` are what is left of it
    bool operator==(const rule_match&) const = default;
};

/// What happens to a held comment whose case nobody decided by its deadline.
enum class deadline_action { stay_held, publish, alert };

/// How soon a person must look, and what happens if nobody did.
struct policy_deadline {
    std::chrono::seconds within{0};
    deadline_action then = deadline_action::stay_held;
    bool operator==(const policy_deadline&) const = default;
};

struct verdict {
    action does = action::publish; ///< of live rules and thresholds; the mode's floor is not in it
    int score = 0;                 ///< sum over the live matches
    std::optional<std::string>
        policy; ///< told to the reader: strongest action, then highest score, then file order
    std::optional<policy_deadline> deadline; ///< the earliest of the policies of the live matches;
                                             ///< publish only if every rule that holds says so
    bool undecided = false;          ///< the engine could not decide (DFA out of memory): at least hold
    std::vector<rule_match> matches; ///< in file order, live and shadow
    bool operator==(const verdict&) const = default;
};

/// What the rules for reports say about one report. What was undecided is no reason to act.
struct report_verdict {
    report_effect effect;            ///< of the live matches: priorities added, the rest united
    std::vector<rule_match> matches; ///< in file order, live and shadow
    bool operator==(const report_verdict&) const = default;
};

} // namespace greffe::rules
