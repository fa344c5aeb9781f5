#include "server/archive/canonical_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace greffe::archive {

namespace {

namespace json = boost::json;

constexpr std::int64_t greatest = (std::int64_t{1} << 53) - 1;

void write_string(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::string_view named = "\"\\\b\t\n\f\r";
    constexpr std::string_view names = "\"\\btnfr";
    out += '"';
    for (const char c : text) {
        if (const auto at = named.find(c); at != std::string_view::npos) {
            out += '\\';
            out += names[at];
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += "\\u00";
            out += digits[static_cast<unsigned char>(c) >> 4];
            out += digits[static_cast<unsigned char>(c) & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

void write(std::string& out, const json::value& value);

void write_object(std::string& out, const json::object& object) {
    std::vector<const json::key_value_pair*> entries;
    entries.reserve(object.size());
    for (const auto& entry : object) entries.push_back(&entry);
    std::ranges::sort(entries, {}, [](const json::key_value_pair* e) { return e->key(); });
    out += '{';
    for (const auto* entry : entries) {
        if (out.back() != '{') out += ',';
        if (std::ranges::any_of(entry->key(), [](char c) { return static_cast<unsigned char>(c) > 0x7E; }))
            throw std::logic_error("a key of canonical JSON is not ASCII");
        write_string(out, {entry->key().data(), entry->key().size()});
        out += ':';
        write(out, entry->value());
    }
    out += '}';
}

void write_array(std::string& out, const json::array& array) {
    out += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
        if (i > 0) out += ',';
        write(out, array[i]);
    }
    out += ']';
}

void write(std::string& out, const json::value& value) {
    switch (value.kind()) {
    case json::kind::null: out += "null"; return;
    case json::kind::bool_: out += value.get_bool() ? "true" : "false"; return;
    case json::kind::string: return write_string(out, {value.get_string().data(), value.get_string().size()});
    case json::kind::array: return write_array(out, value.get_array());
    case json::kind::object: return write_object(out, value.get_object());
    case json::kind::uint64:
        if (value.get_uint64() <= static_cast<std::uint64_t>(greatest)) {
            out += std::to_string(value.get_uint64());
            return;
        }
        break;
    case json::kind::int64:
        if (value.get_int64() >= -greatest && value.get_int64() <= greatest) {
            out += std::to_string(value.get_int64());
            return;
        }
        break;
    case json::kind::double_: break;
    }
    throw std::logic_error("a number of canonical JSON is no integer within 2^53 - 1");
}

} // namespace

std::string canonical_json(const json::value& value) {
    std::string out;
    write(out, value);
    return out;
}

} // namespace greffe::archive
