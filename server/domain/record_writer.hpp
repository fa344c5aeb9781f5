// What the writers of records share: a key is written only when there is something to say. Pure.
#pragma once
#include "server/domain/timestamp.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace greffe::domain {

inline void put(boost::json::object& into, std::string_view key, const std::string& text) {
    if (!text.empty()) into[key] = text;
}
inline void put(boost::json::object& into, std::string_view key, bool flag) {
    if (flag) into[key] = true;
}
/// An optional text that is there but empty is written: the two are told apart.
inline void put(boost::json::object& into, std::string_view key, const std::optional<std::string>& text) {
    if (text) into[key] = *text;
}
inline void put(boost::json::object& into, std::string_view key, const std::optional<timestamp>& time) {
    if (time) into[key] = to_rfc3339(*time);
}
/// `written`: the JSON of one item.
template <class Items, class Writer>
void put_all(boost::json::object& into, std::string_view key, const Items& items, Writer written) {
    if (items.empty()) return;
    boost::json::array all;
    all.reserve(items.size());
    for (const auto& item : items) all.push_back(written(item));
    into[key] = std::move(all);
}

} // namespace greffe::domain
