// What a publisher may decide about its site, as one value: read as a whole, replaced as a whole, never
// changed in place. Values only.
#pragma once
#include "server/domain/comment.hpp"
#include "server/domain/moderation.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace greffe::domain {

/// What the public sees of a published comment while an edit of it is held.
enum class held_edits { last_approved, nothing };
std::string_view to_string(held_edits shown);
std::optional<held_edits> parse_held_edits(std::string_view text);

/// Whose agreement a push needs that changes what live rules do, beside the pusher's.
enum class rule_approval { nobody, second_person };
std::string_view to_string(rule_approval by);
std::optional<rule_approval> parse_rule_approval(std::string_view text);

struct site_settings {
    std::int64_t version = 0; ///< 0: never changed
    std::string time_zone = "Europe/Paris";
    held_edits while_held = held_edits::last_approved;
    rule_approval approval = rule_approval::nobody;
    /// In hundredths: a published text whose waiting reports weigh as much is held. Absent: none is.
    std::optional<int> hide_weight{};
    std::size_t body_characters = comment_limits{}.body_characters;
    std::size_t name_characters = comment_limits{}.name_characters;
    moderation_policies moderation{};
    bool operator==(const site_settings&) const = default;
};

/// Of a site that never changed any. One value for the life of the process.
const std::shared_ptr<const site_settings>& default_settings();

/// What one comment may carry. History is taken as it was: no limit that a site has drawn tighter since.
comment_limits limits_of(const site_settings& settings, screening screen);

} // namespace greffe::domain
