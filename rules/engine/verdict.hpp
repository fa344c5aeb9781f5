// What the engine answers about one text: the verdict, and everything that matched. Values only.
#pragma once
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

/// The fields a condition may look into.
enum class text_field { body, name, title };
std::string_view to_string(text_field field);

/// Bytes [begin, end) of the field's original text, on whole characters.
struct span {
    text_field field = text_field::body;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool operator==(const span&) const = default;
};

struct rule_match {
    std::string rule;                 ///< "private-messenger", "charter-fr/insulte-directe"
    rule_mode mode = rule_mode::live; ///< live or shadow
    action does = action::flag;
    int score = 0;
    std::optional<std::string> policy;
    std::vector<span> spans; ///< sorted; empty when no text condition took part
    bool operator==(const rule_match&) const = default;
};

struct verdict {
    action does = action::publish; ///< of live rules and thresholds; the mode's floor is not in it
    int score = 0;                 ///< sum over the live matches
    std::optional<std::string>
        policy;             ///< told to the reader: strongest action, then highest score, then file order
    bool undecided = false; ///< the engine could not decide (DFA out of memory): at least hold
    std::vector<rule_match> matches; ///< in file order, live and shadow
    bool operator==(const verdict&) const = default;
};

} // namespace greffe::rules
