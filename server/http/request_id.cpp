#include "server/http/request_id.hpp"

#include <algorithm>

namespace greffe::http {

std::string request_id(std::string_view sent, const std::function<domain::uuid()>& fresh) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || c == '.';
    };
    const bool sane = !sent.empty() && sent.size() <= 128 && std::ranges::all_of(sent, allowed);
    return sane ? std::string(sent) : fresh().to_string();
}

} // namespace greffe::http
