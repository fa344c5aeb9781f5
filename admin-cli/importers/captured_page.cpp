#include "admin-cli/importers/captured_page.hpp"

#include "server/domain/records.hpp"
#include "server/domain/text.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <ostream>
#include <string_view>

namespace greffe::importers {

namespace {

namespace json = boost::json;

/// The keys of a line of an import, then those of the record.
std::string line_of(std::string_view type, std::string_view key, const std::string& value,
                    const json::object& record) {
    json::object out;
    out["type"] = type;
    out[key] = value;
    for (const auto& [name, field] : record) out[name] = field;
    return json::serialize(out);
}

struct said_code {
    std::string_view code;
    std::string_view words;
};
/// What the summary says of a note; the codes left out are told elsewhere in it.
constexpr said_code said_codes[] = {
    {"heading_inferred", "sub-head, told from plain text"},
    {"lead_inferred", "told by its place before the captions"},
    {"image_not_captured", "image not captured"},
    {"boundary_ambiguous", "boundary: ambiguous"},
    {"comment_without_text", "head of a comment without text, left out"},
    {"time_unknown", "time unknown"},
    {"before_publication", "older than the publication shown"},
    {"skipped_hour", "an hour the clock jumped over"},
    {"repeated_hour", "an hour that came twice"},
    {"data_differs", "JSON-LD says something else"},
    {"data_unreadable", "JSON-LD is no JSON, passed over"},
    {"year_inferred", "year inferred"},
    {"author_not_captured", "author not captured"},
};

std::string shortened(std::string_view text) {
    constexpr std::size_t most = 70;
    std::string out(domain::first_characters(text, most));
    if (out.size() < text.size()) out += "…";
    std::ranges::replace(out, '\n', ' ');
    return out;
}

template <class... Parts>
void row(std::ostream& out, std::string_view name, const Parts&... parts) {
    constexpr std::size_t width = 11;
    out << name << std::string(width - std::min(width, name.size()), ' ');
    (out << ... << parts) << '\n';
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

void describe_article(const captured_page& page, std::ostream& out) {
    const auto& article = page.article;
    row(out, "article", page.article_external_id,
        article.identity_derived ? " (derived: no address on the page; --article-url gives it)" : "");
    row(out, "title", article.title);
    row(out, "source", article.source.publisher,
        article.source.partner.empty() ? "" : ", with " + article.source.partner);
    row(out, "published", article.published_at ? domain::to_rfc3339(*article.published_at) : "unknown");
    row(out, "lead", article.lead.empty() ? "none" : shortened(article.lead));
    for (const auto& shown : article.captions)
        row(out, "caption", shortened(shown.text), shown.credit.empty() ? "" : ", credit " + shown.credit,
            ", ", counted(static_cast<std::size_t>(shown.occurrences), "occurrence", "occurrences"));
    const auto headings = static_cast<std::size_t>(
        std::ranges::count(article.body, domain::body_block::kind_type::heading, &domain::body_block::kind));
    row(out, "body", counted(article.body.size() - headings, "paragraph", "paragraphs"), ", ",
        counted(headings, "sub-head", "sub-heads"));
}

void describe_comments(const captured_page& page, std::ostream& out) {
    const auto& declared = page.capture.declared_comments;
    row(out, "comments", declared ? std::to_string(*declared) + " declared" : "no count declared", ", ",
        page.capture.captured_comments, " captured");
    for (const auto& comment : page.comments)
        row(out, "", domain::to_rfc3339(comment.posted->utc), "  ",
            comment.author.name.value_or("author not captured"), "  ", shortened(comment.body));
}

void describe_capture(const domain::capture& capture, std::ostream& out) {
    row(out, "related", counted(capture.related.size(), "item", "items"));
    for (const auto& item : capture.related)
        row(out, "", item.published_at ? domain::to_rfc3339(*item.published_at) : "time unknown", "  ",
            item.source, "  ", item.label_kind, ": ", shortened(item.label),
            item.truncated ? " (teaser truncated)" : "");
    if (capture.cut_off) row(out, "cut off", "the page ends with \"", *capture.cut_off, "\"");
    row(out, "capture", capture.raw.size(), " bytes of ", capture.media_type, ", captured ",
        capture.captured_at ? domain::to_rfc3339(*capture.captured_at)
        : capture.captured_not_before
            ? "at an unknown time, not before " + domain::to_rfc3339(*capture.captured_not_before)
            : std::string("at an unknown time"));
}

void describe_notes(const captured_page& page, std::ostream& out) {
    const auto words_of = [](std::string_view code) {
        const auto* found = std::ranges::find(said_codes, code, &said_code::code);
        return found == std::end(said_codes) ? std::string_view() : found->words;
    };
    bool first = true;
    for (const auto& note : page.capture.notes) {
        const auto words = words_of(note.code);
        if (words.empty()) continue;
        row(out, first ? "inferred" : "", note.field, note.field.empty() ? "" : ": ", words,
            note.detail.empty() ? "" : " (" + note.detail + ")");
        first = false;
    }
    first = true;
    for (const auto& note : page.capture.notes) {
        if (note.code != "not_taken") continue;
        const std::string_view text =
            std::string_view(page.capture.raw).substr(note.range.begin, note.range.end - note.range.begin);
        row(out, first ? "not taken" : "", note.detail, ": ", shortened(text));
        first = false;
    }
}

} // namespace

std::vector<std::string> to_import_lines(const captured_page& page) {
    std::vector<std::string> out;
    out.push_back(line_of("article", "external_id", page.article_external_id, domain::to_json(page.article)));
    out.push_back(line_of("capture", "article", page.article_external_id, domain::to_json(page.capture)));
    for (const auto& comment : page.comments)
        out.push_back(line_of("comment", "article", page.article_external_id, domain::to_json(comment)));
    return out;
}

void describe(const captured_page& page, std::ostream& out) {
    describe_article(page, out);
    describe_comments(page, out);
    describe_capture(page.capture, out);
    describe_notes(page, out);
}

} // namespace greffe::importers
