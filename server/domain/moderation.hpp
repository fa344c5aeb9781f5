// How comments are let in: modes of a site, its sections, tags, articles and authors, each perhaps until a
// time, and what happens to a held comment that nobody decided on by its deadline. Of the modes that apply to
// a comment the narrowest is in force: author before article before tag before section before site; of
// several tags the strictest, and of equally strict ones the earliest deadline. One that ran out does not
// apply. Values and pure functions.
#pragma once
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::domain {

/// By strictness.
enum class moderation_mode {
    post,  ///< published unless a rule says otherwise
    pre,   ///< held until a person approves
    closed ///< no new comments; edits are held
};
inline constexpr std::array all_moderation_modes{moderation_mode::post, moderation_mode::pre,
                                                 moderation_mode::closed};

/// From wide to narrow.
enum class moderation_scope { site, section, tag, article, author };
inline constexpr std::array all_moderation_scopes{moderation_scope::site, moderation_scope::section,
                                                  moderation_scope::tag, moderation_scope::article,
                                                  moderation_scope::author};

/// At the deadline of a held comment that nobody decided on.
enum class deadline_action {
    stay_held, ///< nothing
    publish,   ///< approved by the system
    alert      ///< told as an event and a metric, and to the head of the queue
};
inline constexpr std::array all_deadline_actions{deadline_action::stay_held, deadline_action::publish,
                                                 deadline_action::alert};

std::string_view to_string(moderation_mode mode);
std::string_view to_string(moderation_scope scope);
std::string_view to_string(deadline_action action);
std::optional<moderation_mode> parse_moderation_mode(std::string_view text);
std::optional<moderation_scope> parse_moderation_scope(std::string_view text);
std::optional<deadline_action> parse_deadline_action(std::string_view text);

/// "30s", "90m", "2h", "7d"; from 1 to 99999 of them. Else nullopt.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);
/// In the largest unit that tells it exactly.
std::string to_text(std::chrono::seconds duration);

/// How soon a person must look at what is held, and what happens if nobody did.
struct review_deadline {
    std::chrono::seconds within{0};
    deadline_action then = deadline_action::stay_held;
    bool operator==(const review_deadline&) const = default;
};

struct moderation_policy {
    uuid id{}; ///< of this very setting: another mode for the same target has another id
    moderation_scope scope = moderation_scope::site;
    std::string target; ///< section, tag, external id of an article or of an author; empty for the site
    moderation_mode mode = moderation_mode::post;
    std::optional<timestamp> until;          ///< exclusive
    std::optional<review_deadline> deadline; ///< of what the mode holds
    bool operator==(const moderation_policy&) const = default;
};
/// "mode", "mode.section.bourse": how settings name it.
std::string key_of(moderation_scope scope, std::string_view target);
/// "closed@2026-12-01T07:00:00Z", "pre,deadline=2h,at_deadline=publish": how settings write it.
std::string value_of(const moderation_policy& policy);

/// What a comment is, to a mode.
struct moderation_subject {
    std::string_view section; ///< empty: none
    std::span<const std::string> tags;
    std::string_view article;               ///< external id
    std::optional<std::string_view> author; ///< external id; absent: not told apart by the site
};

/// All of a site, immutable.
class moderation_policies {
  public:
    moderation_policies() = default;
    /// Precondition: no two of one scope and target.
    explicit moderation_policies(std::vector<moderation_policy> all);

    /// By scope, then target.
    const std::vector<moderation_policy>& all() const { return sorted_; }
    /// Null when none is set.
    const moderation_policy* find(moderation_scope scope, std::string_view target) const;
    /// The one in force at `now`; null: nothing is said, so `post`.
    const moderation_policy* in_force(const moderation_subject& of, timestamp now) const;
    bool operator==(const moderation_policies&) const = default;

  private:
    std::vector<moderation_policy> sorted_;
};

} // namespace greffe::domain
