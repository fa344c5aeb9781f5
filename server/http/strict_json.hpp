// Reads a JSON object from outside bytes, strictly: bounded depth, no duplicate keys, every string valid
// UTF-8 without NUL, nothing after the end. What is left for the readers of records is types and names. Pure.
#pragma once
#include "server/domain/error.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace greffe::http {

inline constexpr std::size_t max_json_depth = 32;

/// Errors: malformed (not JSON, truncated, too deep, not an object: `detail` says which); invalid_field
/// (invalid text, a key given twice: `field` is its path, "author/name").
domain::result<boost::json::object> read_json_object(std::string_view bytes);

} // namespace greffe::http
