#include "admin-cli/importers/news_article.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace greffe::importers {

namespace {

namespace json = boost::json;

constexpr std::array article_types{"NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "Article"};

bool is_article_type(const json::value& type) {
    if (const auto* list = type.if_array()) return std::ranges::any_of(*list, is_article_type);
    const auto* name = type.if_string();
    return name && std::ranges::find(article_types, std::string_view(*name)) != article_types.end();
}

const json::object* find_article(const json::value& in, int depth = 0) {
    constexpr int deepest = 4;
    if (depth > deepest) return nullptr;
    if (const auto* list = in.if_array()) {
        for (const auto& item : *list)
            if (const auto* found = find_article(item, depth + 1)) return found;
        return nullptr;
    }
    const auto* object = in.if_object();
    if (!object) return nullptr;
    if (const auto* type = object->if_contains("@type"); type && is_article_type(*type)) return object;
    const auto* graph = object->if_contains("@graph");
    return graph ? find_article(*graph, depth + 1) : nullptr;
}

class script_reader {
  public:
    script_reader(std::string_view script, std::size_t offset) : script_(script), offset_(offset) {}

    std::optional<located_text> text(const json::object& in, std::string_view key) const {
        const auto* value = in.if_contains(key);
        return value ? locate(value->if_string()) : std::nullopt;
    }
    /// A text, or the text `inner` of an object or of the first object of a list.
    std::optional<located_text> text_of(const json::object& in, std::string_view key,
                                        std::string_view inner) const {
        const auto* value = in.if_contains(key);
        if (value && value->is_array() && !value->get_array().empty()) value = &value->get_array().front();
        if (value && value->is_object()) return text(value->get_object(), inner);
        return value ? locate(value->if_string()) : std::nullopt;
    }
    domain::byte_range all() const { return {offset_, offset_ + script_.size()}; }

  private:
    std::optional<located_text> locate(const json::string* value) const {
        if (!value || value->empty()) return std::nullopt;
        located_text out{std::string(*value), all()};
        const auto at = script_.find('"' + out.value + '"');
        if (at != std::string_view::npos) out.range = {offset_ + at + 1, offset_ + at + 1 + out.value.size()};
        return out;
    }

    std::string_view script_;
    std::size_t offset_;
};

std::optional<domain::timestamp> time_of(const std::optional<located_text>& text) {
    return text ? domain::parse_rfc3339(text->value) : std::nullopt;
}

std::optional<int> count_of(const json::object& in, std::string_view key) {
    const auto* value = in.if_contains(key);
    const auto* number = value ? value->if_int64() : nullptr;
    if (!number || *number < 0 || *number > std::numeric_limits<int>::max()) return std::nullopt;
    return static_cast<int>(*number);
}

std::vector<news_article::comment> read_comments(const json::object& in, const script_reader& reader) {
    std::vector<news_article::comment> out;
    const auto* value = in.if_contains("comment");
    const auto* list = value ? value->if_array() : nullptr;
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const auto* object = (*list)[i].if_object();
        auto text = object ? reader.text(*object, "text") : std::nullopt;
        if (!text) continue;
        news_article::comment said;
        said.author = reader.text_of(*object, "author", "name");
        said.posted_text = reader.text(*object, "datePublished");
        if (!said.posted_text) said.posted_text = reader.text(*object, "dateCreated");
        said.posted = time_of(said.posted_text);
        said.text = std::move(*text);
        out.push_back(std::move(said));
    }
    return out;
}

} // namespace

std::optional<std::variant<std::monostate, news_article>> read_news_article(std::string_view script,
                                                                            std::size_t offset) {
    boost::system::error_code failure;
    const json::value parsed = json::parse(script, failure);
    if (failure) return std::nullopt;
    const auto* found = find_article(parsed);
    if (!found) return std::monostate();

    const script_reader reader(script, offset);
    news_article out;
    out.script = reader.all();
    out.url = reader.text(*found, "url");
    if (!out.url) out.url = reader.text_of(*found, "mainEntityOfPage", "@id");
    out.headline = reader.text(*found, "headline");
    out.description = reader.text(*found, "description");
    out.section = reader.text_of(*found, "articleSection", "name");
    out.publisher = reader.text_of(*found, "publisher", "name");
    out.published_text = reader.text(*found, "datePublished");
    out.published = time_of(out.published_text);
    out.comment_count = count_of(*found, "commentCount");
    out.comments = read_comments(*found, reader);
    return out;
}

} // namespace greffe::importers
