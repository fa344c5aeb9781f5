// One JSON value, one sequence of bytes: what is hashed must not depend on a library's taste. The bytes are
// those of RFC 8785 for the values that Greffe hashes: keys in ASCII and sorted, integers only, no white
// space. Pure.
#pragma once
#include <boost/json/value.hpp>

#include <string>

namespace greffe::archive {

/// Precondition: keys are ASCII, numbers are integers within ±(2^53 - 1), strings are valid UTF-8. A double,
/// a greater number or another key is a bug of the caller: std::logic_error.
std::string canonical_json(const boost::json::value& value);

} // namespace greffe::archive
