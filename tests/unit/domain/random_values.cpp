#include "tests/unit/domain/random_values.hpp"

#include <limits>

namespace greffe::domain::test {

namespace {

constexpr const char* characters[] = {
    "a", "Z", "0", " ",    "é",    "œ",      "’",  "\u00A0", "\u202E", "\u2028",     "\n", "\t", "\"", "\\",
    "/", "<", "&", "\x01", "\x7F", "\uFFFD", "漢", "ש",      "😀",     "\U0010FFFF", "'",  "{",  "]"};

} // namespace

std::string random_values::text(std::size_t most_characters) {
    std::string out;
    for (int i = number(0, static_cast<int>(most_characters)); i > 0; --i)
        out += characters[static_cast<std::size_t>(number(0, std::size(characters) - 1))];
    return out;
}

timestamp random_values::time() {
    using namespace std::chrono;
    std::uniform_int_distribution<std::int64_t> any(
        timestamp{sys_days{year{1} / 1 / 1}}.time_since_epoch().count(),
        timestamp{sys_days{year{10000} / 1 / 1}}.time_since_epoch().count() - 1);
    return timestamp{microseconds{any(random_)}};
}

std::optional<std::int64_t> random_values::optional_version() {
    if (chance()) return std::nullopt;
    return std::uniform_int_distribution<std::int64_t>(0, std::numeric_limits<std::int64_t>::max())(random_);
}

byte_range random_values::range_in(std::size_t size) {
    const auto begin = static_cast<std::size_t>(number(0, static_cast<int>(size)));
    return {begin, static_cast<std::size_t>(number(static_cast<int>(begin), static_cast<int>(size)))};
}

article_content random_values::content() {
    article_content out;
    out.kind = chance() ? article_kind::article : article_kind::topic;
    out.url = optional_text();
    out.title = text();
    out.source = {text(), text(), text()};
    out.section = text();
    for (int i = number(0, 3); i > 0; --i) out.tags.push_back(text());
    out.published_at = optional_time();
    out.lead = text();
    for (int i = number(0, 4); i > 0; --i)
        out.body.push_back({chance() ? body_block::kind_type::heading : body_block::kind_type::paragraph,
                            chance(), text(40)});
    for (int i = number(0, 2); i > 0; --i) out.captions.push_back({text(), text(), number(1, 3)});
    out.identity_derived = chance();
    return out;
}

capture random_values::observed() {
    capture out;
    for (int i = number(0, 300); i > 0; --i) out.raw += static_cast<char>(number(0, 255));
    out.media_type = chance() ? "text/plain" : "text/html";
    out.url = optional_text();
    out.captured_at = optional_time();
    out.captured_not_before = optional_time();
    out.importer = some_text();
    for (int i = number(0, 4); i > 0; --i) out.fields.push_back({some_text(), range_in(out.raw.size())});
    for (int i = number(0, 3); i > 0; --i)
        out.notes.push_back({text(), some_text(), text(), range_in(out.raw.size())});
    if (chance()) out.declared_comments = number(0, 1000);
    out.captured_comments = number(0, 1000);
    for (int i = number(0, 3); i > 0; --i)
        out.related.push_back(
            {text(), text(), text(), text(), optional_time(), text(), chance(), range_in(out.raw.size())});
    out.cut_off = optional_text();
    return out;
}

author_claim random_values::author() {
    const auto presence = static_cast<author_presence>(number(0, 4));
    author_claim out;
    out.presence = presence;
    if (presence == author_presence::identified) {
        out.external_id = some_text();
        out.name = optional_text();
    } else if (presence == author_presence::named) {
        out.name = some_text();
    }
    return out;
}

posted_time random_values::posted() {
    posted_time out;
    out.utc = time();
    if (chance()) return out;
    out.precision = static_cast<time_precision>(number(0, 3));
    out.raw = text();
    out.year_inferred = chance();
    for (int i = number(0, 3); i > 0; --i) out.candidate_years.push_back(number(1, 9999));
    return out;
}

new_comment random_values::comment() {
    new_comment out;
    out.external_id = text();
    out.parent_external_id = optional_text();
    out.author = author();
    if (chance()) out.posted = posted();
    out.body = text(60);
    out.address = optional_text();
    out.source_version = optional_version();
    if (chance()) out.observed_status = all_comment_statuses.at(static_cast<std::size_t>(number(0, 4)));
    if (chance()) out.received_at = time();
    return out;
}

comment_edit random_values::edit() {
    return {text(60), optional_text(), optional_time(), optional_version()};
}

new_report random_values::report() {
    new_report out;
    if (chance()) out.revision = number(1, 9);
    out.reason = some_text();
    out.text = text();
    out.reporter = optional_text();
    if (chance()) {
        out.kind = report_kind::illegal;
        out.illegal_notice = new_report::notice{text(), optional_text(), optional_text(), chance()};
    }
    return out;
}

} // namespace greffe::domain::test
