#include "server/domain/names.hpp"
#include "server/domain/record_reader.hpp"
#include "server/domain/record_writer.hpp"
#include "server/domain/records.hpp"

#include <boost/json/array.hpp>

namespace greffe::domain {

namespace {

namespace json = boost::json;

enum class identity { given, derived };
constexpr std::array identity_names = {"given", "derived"};
std::optional<identity> parse_identity(std::string_view text) {
    return value_named<identity>(identity_names, text);
}

constexpr std::array block_kind_names = {"paragraph", "heading"};
std::optional<body_block::kind_type> parse_block_kind(std::string_view text) {
    return value_named<body_block::kind_type>(block_kind_names, text);
}

constexpr std::int64_t most_occurrences = 1'000'000;

json::object block_to_json(const body_block& block) {
    json::object out;
    out["kind"] = name_of(block_kind_names, block.kind);
    put(out, "inferred", block.inferred);
    out["text"] = block.text;
    return out;
}

json::object caption_to_json(const caption& shown) {
    json::object out;
    out["text"] = shown.text;
    put(out, "credit", shown.credit);
    if (shown.occurrences != 1) out["occurrences"] = shown.occurrences;
    return out;
}

json::object to_json(const article_content::source_line& source) {
    json::object out;
    put(out, "raw", source.raw);
    put(out, "publisher", source.publisher);
    put(out, "partner", source.partner);
    return out;
}

} // namespace

json::object to_json(const article_content& content) {
    json::object out;
    out["kind"] = to_string(content.kind);
    if (content.identity_derived) out["identity"] = name_of(identity_names, identity::derived);
    put(out, "url", content.url);
    out["title"] = content.title;
    if (auto source = to_json(content.source); !source.empty()) out["source"] = std::move(source);
    put(out, "section", content.section);
    if (!content.tags.empty()) out["tags"] = json::array(content.tags.begin(), content.tags.end());
    put(out, "published_at", content.published_at);
    put(out, "lead", content.lead);
    put_all(out, "body", content.body, block_to_json);
    put_all(out, "captions", content.captions, caption_to_json);
    return out;
}

result<article_content> read_article(const json::object& from,
                                     std::initializer_list<std::string_view> also_allowed) {
    record_reader reader(from, also_allowed);
    article_content content;
    content.kind = reader.named("kind", parse_article_kind, article_kind::article);
    content.identity_derived = reader.named("identity", parse_identity, identity::given) == identity::derived;
    content.url = reader.optional_text("url");
    content.title = reader.text("title");
    const auto source = reader.record<article_content::source_line>("source", [](record_reader& r) {
        return article_content::source_line{r.text_or_empty("raw"), r.text_or_empty("publisher"),
                                            r.text_or_empty("partner")};
    });
    content.source = source.value_or(article_content::source_line{});
    content.section = reader.text_or_empty("section");
    content.tags = reader.texts("tags");
    content.published_at = reader.time("published_at");
    content.lead = reader.text_or_empty("lead");
    content.body = reader.records<body_block>("body", [](record_reader& r) {
        body_block block;
        block.kind = r.named("kind", parse_block_kind, body_block::kind_type::paragraph);
        block.inferred = r.flag("inferred");
        block.text = r.text("text");
        return block;
    });
    content.captions = reader.records<caption>("captions", [](record_reader& r) {
        caption shown;
        shown.text = r.text("text");
        shown.credit = r.text_or_empty("credit");
        shown.occurrences = static_cast<int>(r.integer("occurrences", 1, most_occurrences).value_or(1));
        return shown;
    });
    return reader.finish(std::move(content));
}

} // namespace greffe::domain
