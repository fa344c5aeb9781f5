#include "server/http/target.hpp"

#include <optional>

namespace greffe::http {

namespace {

constexpr std::size_t longest = 8 << 10;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            decoded += ' ';
        } else if (text[i] != '%') {
            decoded += text[i];
        } else {
            if (text.size() - i < 3) return std::nullopt;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            decoded += static_cast<char>(high << 4 | low);
            i += 2;
        }
    }
    return decoded;
}

/// Calls `take(piece)` for every piece between separators; false from it ends the walk.
template <class F>
bool split(std::string_view text, char separator, F take) {
    for (;;) {
        const auto end = text.find(separator);
        if (!take(text.substr(0, end))) return false;
        if (end == std::string_view::npos) return true;
        text.remove_prefix(end + 1);
    }
}

} // namespace

domain::result<target> read_target(std::string_view raw) {
    const auto broken = domain::fail(domain::errc::malformed, {}, "the request's target is not a path");
    if (raw.empty() || raw.front() != '/' || raw.size() > longest) return broken;
    raw = raw.substr(0, raw.find('#'));
    const auto question = raw.find('?');
    target read;
    const bool path_ok =
        split(raw.substr(1, question == raw.npos ? raw.npos : question - 1), '/', [&](auto piece) {
            auto decoded = decode(piece, false);
            if (decoded) read.segments.push_back(std::move(*decoded));
            return decoded.has_value();
        });
    if (!path_ok) return broken;
    if (question == raw.npos || question + 1 == raw.size()) return read;
    const bool query_ok = split(raw.substr(question + 1), '&', [&](std::string_view piece) {
        if (piece.empty()) return true;
        const auto equals = piece.find('=');
        auto name = decode(piece.substr(0, equals), true);
        auto value = decode(equals == piece.npos ? std::string_view{} : piece.substr(equals + 1), true);
        if (!name || !value) return false;
        read.query.emplace_back(std::move(*name), std::move(*value));
        return true;
    });
    if (!query_ok) return broken;
    return read;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                c == '-' || c == '.' || c == '_' || c == '~';
        if (unreserved) {
            encoded += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            encoded += '%';
            encoded += digits[byte >> 4];
            encoded += digits[byte & 15];
        }
    }
    return encoded;
}

} // namespace greffe::http
