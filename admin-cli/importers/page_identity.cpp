#include "admin-cli/importers/page_identity.hpp"

#include "admin-cli/importers/french_text.hpp"
#include "server/archive/event.hpp"

#include <initializer_list>

namespace greffe::importers {

namespace {

/// NUL cannot be in a text, so no two lists of parts hash alike.
std::string hash_of(std::initializer_list<std::string_view> parts) {
    std::string bytes;
    for (const auto part : parts) {
        bytes += part;
        bytes += '\0';
    }
    const archive::digest digest = archive::sha256(bytes);
    return archive::to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

} // namespace

std::string derived_article_id(const domain::article_content& article) {
    const std::string published =
        article.published_at
            ? domain::to_rfc3339(std::chrono::floor<std::chrono::minutes>(*article.published_at))
            : std::string();
    return "derived:" + hash_of({collapse(article.source.publisher), collapse(article.source.partner),
                                 published, collapse(article.title)});
}

std::string comment_identities::next(std::string_view raw_time, bool relative, std::string_view body) {
    auto key = std::pair(relative ? std::string() : collapse(raw_time), collapse(body));
    const int occurrence = ++seen_[key];
    return "captured:" + hash_of({article_, key.first, key.second, std::to_string(occurrence)});
}

} // namespace greffe::importers
