// Reading answers of the server leniently: a newer server may say more, an older one less. What is absent,
// null or of another type reads as empty. Pure.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace greffe::cli {

/// A string as it is, a number or boolean as text, everything else as "".
std::string text_at(const boost::json::object& in, std::string_view key);
std::int64_t number_at(const boost::json::object& in, std::string_view key);
bool flag_at(const boost::json::object& in, std::string_view key);
const boost::json::object& object_at(const boost::json::object& in, std::string_view key);
const boost::json::array& array_at(const boost::json::object& in, std::string_view key);
/// The value as an object, or an empty one.
const boost::json::object& as_object(const boost::json::value& value);

} // namespace greffe::cli
