// How a command line names an article or a comment: its id, or SITE/external_id. The external id is taken
// byte by byte, so that an address with slashes and percent signs is one. Pure.
#pragma once
#include "server/domain/error.hpp"
#include "server/domain/uuid.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace greffe::cli {

struct natural_key {
    std::string site;
    std::string external_id;
    bool operator==(const natural_key&) const = default;
};

using object_name = std::variant<domain::uuid, natural_key>;

/// Splits at the first '/'. Errors: invalid_field, when there is neither an id nor both halves.
domain::result<object_name> parse_object_name(std::string_view text);

/// Percent-encodes all but the unreserved characters of RFC 3986: one segment of a path, or a value of a
/// query.
std::string encoded(std::string_view segment);

} // namespace greffe::cli
