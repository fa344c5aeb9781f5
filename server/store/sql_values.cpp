#include "server/store/sql_values.hpp"

#include <stdexcept>

namespace greffe::store {

std::string to_bytea(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "\\x";
    text.reserve(2 + bytes.size() * 2);
    for (const unsigned char byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::string from_bytea(std::string_view hex) {
    if (!hex.starts_with("\\x") || hex.size() % 2 != 0) throw std::runtime_error("bytea is not in hex form");
    const auto nibble = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 2; i < hex.size(); i += 2)
        bytes += static_cast<char>(nibble(hex[i]) << 4 | nibble(hex[i + 1]));
    return bytes;
}

void sql_array::append(const sql_value& value) {
    if (size_++ > 0) text_ += ',';
    if (!value) {
        text_ += "NULL";
        return;
    }
    text_ += '"';
    std::size_t copied = 0;
    for (std::size_t at = 0; at < value->size(); ++at) {
        if ((*value)[at] != '"' && (*value)[at] != '\\') continue;
        text_.append(*value, copied, at - copied) += '\\';
        copied = at;
    }
    text_.append(*value, copied) += '"';
}

domain::timestamp timestamp_from_sql(std::string_view text) {
    std::string rfc(text);
    if (const auto space = rfc.find(' '); space != std::string::npos) rfc[space] = 'T';
    if (rfc.ends_with("+00")) rfc.replace(rfc.size() - 3, 3, "Z");
    if (const auto time = domain::parse_rfc3339(rfc)) return *time;
    throw std::runtime_error("not a UTC timestamptz: " + rfc);
}

} // namespace greffe::store
