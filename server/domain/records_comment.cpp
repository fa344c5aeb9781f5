#include "server/domain/record_reader.hpp"
#include "server/domain/record_writer.hpp"
#include "server/domain/records.hpp"

#include <boost/json/array.hpp>

#include <limits>

namespace greffe::domain {

namespace {

namespace json = boost::json;

constexpr std::int64_t first_year = 1;
constexpr std::int64_t last_year = 9999;

/// An instant of which nothing else is told: it travels as a plain RFC 3339 string.
posted_time plain(timestamp utc) {
    posted_time posted;
    posted.utc = utc;
    return posted;
}

author_claim read_author(record_reader& reader) {
    author_claim author;
    author.external_id = reader.optional_text("external_id");
    author.name = reader.optional_text("name");
    const auto told = author.external_id ? author_presence::identified
                      : author.name      ? author_presence::named
                                         : author_presence::anonymous;
    author.presence = reader.named("presence", parse_author_presence, told);
    // Anonymous, not captured and erased authors have nothing to be pooled by.
    if (author.presence == told) return author;
    if (told == author_presence::anonymous && author.presence != author_presence::identified &&
        author.presence != author_presence::named)
        return author;
    reader.fail_at("presence", "does not agree with the keys beside it");
    return author;
}

posted_time read_posted(record_reader& reader) {
    posted_time posted;
    if (!reader.has("utc")) reader.fail_at("utc", "is missing");
    posted.utc = reader.time("utc").value_or(timestamp{});
    posted.precision = reader.named("precision", parse_time_precision, time_precision::exact);
    posted.raw = reader.text_or_empty("raw");
    posted.year_inferred = reader.flag("year_inferred");
    for (const auto year : reader.integers("candidate_years", first_year, last_year))
        posted.candidate_years.push_back(static_cast<int>(year));
    return posted;
}

std::optional<posted_time> read_posted_at(record_reader& reader, std::string_view key) {
    const auto* value = reader.find(key);
    if (!value) return std::nullopt;
    if (value->is_object()) return reader.record<posted_time>(key, read_posted);
    if (const auto time = reader.time(key)) return plain(*time);
    return std::nullopt;
}

std::optional<std::int64_t> read_source_version(record_reader& reader) {
    return reader.integer("source_version", 0, std::numeric_limits<std::int64_t>::max());
}

} // namespace

json::object to_json(const posted_time& posted) {
    json::object out;
    out["utc"] = to_rfc3339(posted.utc);
    out["precision"] = to_string(posted.precision);
    put(out, "raw", posted.raw);
    put(out, "year_inferred", posted.year_inferred);
    if (!posted.candidate_years.empty())
        out["candidate_years"] = json::array(posted.candidate_years.begin(), posted.candidate_years.end());
    return out;
}

json::object to_json(const author_claim& author) {
    json::object out;
    out["presence"] = to_string(author.presence);
    put(out, "external_id", author.external_id);
    put(out, "name", author.name);
    return out;
}

json::object to_json(const new_comment& comment) {
    json::object out;
    out["external_id"] = comment.external_id;
    put(out, "parent", comment.parent_external_id);
    if (comment.author != author_claim{}) out["author"] = to_json(comment.author);
    if (comment.posted && *comment.posted == plain(comment.posted->utc))
        out["posted_at"] = to_rfc3339(comment.posted->utc);
    else if (comment.posted)
        out["posted_at"] = to_json(*comment.posted);
    out["body"] = comment.body;
    put(out, "address", comment.address);
    if (comment.source_version) out["source_version"] = *comment.source_version;
    if (comment.observed_status) out["status"] = to_string(*comment.observed_status);
    put(out, "received_at", comment.received_at);
    return out;
}

json::object to_json(const comment_edit& edit) {
    json::object out;
    out["body"] = edit.body;
    put(out, "name", edit.name);
    put(out, "edited_at", edit.edited_at);
    if (edit.source_version) out["source_version"] = *edit.source_version;
    put(out, "received_at", edit.received_at);
    return out;
}

result<new_comment> read_comment(const json::object& from,
                                 std::initializer_list<std::string_view> also_allowed) {
    record_reader reader(from, also_allowed);
    new_comment comment;
    comment.external_id = reader.text("external_id");
    comment.parent_external_id = reader.optional_text("parent");
    comment.author = reader.record<author_claim>("author", read_author).value_or(author_claim{});
    comment.posted = read_posted_at(reader, "posted_at");
    comment.body = reader.text("body");
    comment.address = reader.optional_text("address");
    comment.source_version = read_source_version(reader);
    comment.observed_status = reader.optional_named("status", parse_comment_status);
    comment.received_at = reader.time("received_at");
    return reader.finish(std::move(comment));
}

result<comment_edit> read_edit(const json::object& from,
                               std::initializer_list<std::string_view> also_allowed) {
    record_reader reader(from, also_allowed);
    comment_edit edit;
    edit.body = reader.text("body");
    edit.name = reader.optional_text("name");
    edit.edited_at = reader.time("edited_at");
    edit.source_version = read_source_version(reader);
    edit.received_at = reader.time("received_at");
    return reader.finish(std::move(edit));
}

result<posted_time> read_posted_time(const json::value& from) {
    const json::object wrapped{{"posted_at", from}};
    record_reader reader(wrapped);
    auto posted = read_posted_at(reader, "posted_at");
    if (!posted) reader.fail_at("posted_at", "is missing");
    return reader.finish(posted.value_or(posted_time{}));
}

} // namespace greffe::domain
