#include "admin-cli/outcome.hpp"

namespace greffe::cli {

namespace {

constexpr std::string_view token_prefix = "grf_";
constexpr std::size_t shortest_token = 16; // a whole one has 47 characters; a mistyped one may have fewer
constexpr std::string_view mask = "grf_…";

bool in_token(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

} // namespace

std::string redact(std::string text, std::string_view key) {
    if (!key.empty()) {
        for (auto at = text.find(key); at != std::string::npos; at = text.find(key, at + mask.size()))
            text.replace(at, key.size(), mask);
    }
    for (auto at = text.find(token_prefix); at != std::string::npos; at = text.find(token_prefix, at + 1)) {
        auto end = at;
        while (end < text.size() && in_token(text[end])) ++end;
        if (end - at >= shortest_token) text.replace(at, end - at, mask);
    }
    return text;
}

} // namespace greffe::cli
