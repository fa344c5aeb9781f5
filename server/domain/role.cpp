#include "server/domain/role.hpp"

#include "server/domain/names.hpp"

namespace greffe::domain {

namespace {
constexpr std::array role_names = {"publisher", "reporter", "moderator", "supervisor", "archivist", "admin"};
}

std::string_view to_string(role r) {
    return name_of(role_names, r);
}
std::optional<role> parse_role(std::string_view text) {
    return value_named<role>(role_names, text);
}

} // namespace greffe::domain
