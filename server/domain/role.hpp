// Who may do what, as names: the roles of keys. The route table in http/routes.cpp is the only place that
// grants.
#pragma once
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace greffe::domain {

enum class role { publisher, reporter, moderator, supervisor, archivist, admin };
inline constexpr std::array all_roles{role::publisher,  role::reporter,  role::moderator,
                                      role::supervisor, role::archivist, role::admin};
/// Who decides when the server itself does, as at a deadline: 00000000-0000-7000-8000-000000000001. No key
/// has this id.
inline constexpr key_id system_key{{{0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 1}}};

std::string_view to_string(role r);
std::optional<role> parse_role(std::string_view text);

/// Who is asking: the key, its role, and the site it is bound to. An admin key, a moderator, a supervisor or
/// an archivist may be bound to no site and then sees all; a publisher and a reporter are always bound to
/// one.
struct principal {
    key_id key;
    role acting_as = role::reporter;
    std::optional<site_id> site;
    std::string label; ///< for people: "desk-2"
    bool may_see(site_id other) const { return !site || *site == other; }
    bool operator==(const principal&) const = default;
};

} // namespace greffe::domain
