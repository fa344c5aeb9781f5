// A member of a line of import that is a string. Pure.
#pragma once
#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace greffe::http {

/// Empty when `line` has no such member, or one that is not a string.
inline std::string text_member(const boost::json::object& line, std::string_view key) {
    const auto* value = line.if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string{};
}

} // namespace greffe::http
