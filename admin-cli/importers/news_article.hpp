// What a page says of itself in JSON-LD (schema.org NewsArticle), each value with the bytes it was read from.
// Pure.
#pragma once
#include "server/domain/article.hpp"
#include "server/domain/timestamp.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace greffe::importers {

struct located_text {
    std::string value;
    domain::byte_range range;
};

struct news_article {
    std::optional<located_text> url;
    std::optional<located_text> headline;
    std::optional<located_text> description;
    std::optional<located_text> section;
    std::optional<located_text> publisher;
    std::optional<located_text> published_text;
    std::optional<domain::timestamp> published; ///< published_text with an offset
    std::optional<int> comment_count;
    struct comment {
        std::optional<located_text> author;
        std::optional<located_text> posted_text;
        std::optional<domain::timestamp> posted;
        located_text text;
    };
    std::vector<comment> comments;
    domain::byte_range script;
};

/// The first NewsArticle (or Article) of a script, alone, in a list or in a "@graph". Where a value's bytes
/// stand as they are in the script its range covers them; where they are written with escapes, the range
/// covers the script. std::monostate: it is JSON, without an article. std::nullopt: it is no JSON.
std::optional<std::variant<std::monostate, news_article>> read_news_article(std::string_view script,
                                                                            std::size_t offset);

} // namespace greffe::importers
