#include "server/domain/article.hpp"

#include "server/domain/names.hpp"

namespace greffe::domain {

namespace {
constexpr std::array kind_names = {"article", "topic"};
constexpr std::array article_state_names = {"open", "closed", "withdrawn"};
} // namespace

std::string_view to_string(article_kind kind) {
    return name_of(kind_names, kind);
}
std::string_view to_string(article_state state) {
    return name_of(article_state_names, state);
}
std::optional<article_kind> parse_article_kind(std::string_view text) {
    return value_named<article_kind>(kind_names, text);
}
std::optional<article_state> parse_article_state(std::string_view text) {
    return value_named<article_state>(article_state_names, text);
}

} // namespace greffe::domain
