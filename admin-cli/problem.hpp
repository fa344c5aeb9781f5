// A refusal of the server (problem+json) as a person reads it: a sentence, the field it is about, what to do
// next. Pure.
#pragma once
#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace greffe::cli {

/// Lines without a line break at the end: "refused: SENTENCE (field: F; code: C)", then "  next: …" where
/// there is advice. Text of the server is made safe for a terminal.
std::string explain(const boost::json::object& problem);

/// What to do about a stable code, or a code with its field ("stale_version/base"); empty when there is
/// nothing to advise.
std::string_view advice(std::string_view code);

} // namespace greffe::cli
