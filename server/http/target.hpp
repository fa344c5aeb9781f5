// A request's target taken apart: path segments and query parameters, percent-decoded each on its own, so
// that an external id may hold an encoded slash. Pure.
#pragma once
#include "server/domain/error.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace greffe::http {

struct target {
    std::vector<std::string> segments;                      ///< "/v1/sites/a%2Fb" -> v1, sites, a/b
    std::vector<std::pair<std::string, std::string>> query; ///< in order, repeats included
};

/// Segments may be empty or any bytes: whether they are text is asked where a parameter takes them.
/// Errors: malformed (not starting with a slash, a broken escape, over 8 KiB).
domain::result<target> read_target(std::string_view raw);

/// RFC 3986: every byte but unreserved ones escaped; for building targets.
std::string percent_encode(std::string_view text);

} // namespace greffe::http
