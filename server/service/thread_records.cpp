#include "server/service/thread_records.hpp"

#include "server/domain/record_reader.hpp"
#include "server/domain/records.hpp"
#include "server/domain/records_history.hpp"

#include <limits>

namespace greffe::service {

namespace {

namespace json = boost::json;
using domain::errc;
using domain::fail;
using domain::record_reader;

constexpr std::int64_t greatest = std::numeric_limits<std::int32_t>::max();

/// Authors of an export are told apart by a random id there; their names at the site are not disclosed.
constexpr std::string_view author_prefix = "greffe:";

std::optional<int> revision_at(record_reader& reader, std::string_view key) {
    const auto number = reader.integer(key, 1, greatest);
    if (!number) return std::nullopt;
    return static_cast<int>(*number);
}

const json::object& object_at(record_reader& reader, std::string_view key) {
    static const json::object none;
    const auto* value = reader.find(key);
    if (value && value->is_object()) return value->get_object();
    reader.fail_at(key, "must be an object");
    return none;
}

struct comment_record {
    domain::new_comment comment;
    std::string author; ///< the random id
    int revisions = 1;
    std::optional<int> public_revision;
    std::optional<int> immune_revision;
};

domain::result<comment_record> read_record(const json::object& from) {
    // What is known by other names here, or starts anew: ids, places in the log, the case.
    record_reader reader(from, {"record", "id", "root", "screen", "case"});
    comment_record seen;
    seen.comment.external_id = reader.text("external_id");
    seen.comment.parent_external_id = reader.optional_text("parent_external_id");
    if (reader.find("parent") && !seen.comment.parent_external_id)
        reader.fail_at("parent_external_id",
                       "is missing: this export was made before it was told; make it again");
    seen.comment.author.presence =
        reader.named("author_presence", domain::parse_author_presence, domain::author_presence::anonymous);
    seen.author = reader.text_or_empty("author");
    const auto* posted = reader.find("posted");
    if (!posted) reader.fail_at("posted", "is missing");
    seen.comment.received_at = reader.time("received_at");
    seen.comment.observed_status = reader.optional_named("status", domain::parse_comment_status);
    if (!seen.comment.observed_status) reader.fail_at("status", "is missing");
    if (seen.comment.observed_status == domain::comment_status::erased)
        reader.fail_at("status", "is erased: there is nothing of it to bring");
    seen.revisions = revision_at(reader, "revision").value_or(1);
    seen.public_revision = revision_at(reader, "public_revision");
    seen.immune_revision = revision_at(reader, "immune_revision");
    seen.comment.screen = domain::screening::history;
    if (!reader.failed()) {
        auto time = domain::read_posted_time(*posted);
        if (!time) return fail(errc::invalid_field, "posted", time.error().detail);
        seen.comment.posted = std::move(*time);
    }
    return reader.finish(std::move(seen));
}

domain::result<void> name_author(domain::author_claim& author, const std::string& id,
                                 const domain::observed_revision& first) {
    author.name = first.name;
    if (author.presence == domain::author_presence::identified) {
        if (id.empty()) return fail(errc::invalid_field, "author", "author is missing");
        author.external_id = std::string(author_prefix) + id;
    }
    if (author.presence == domain::author_presence::named && !author.name)
        return fail(errc::invalid_field, "pseudonym", "pseudonym is missing: the author is known by it");
    return {};
}

using reader_of_part = std::optional<domain::error> (*)(const json::object&, domain::observed_parts&);

template <class Part>
std::optional<domain::error> keep(domain::result<Part> part, std::vector<Part>& among) {
    if (!part) return part.error();
    among.push_back(std::move(*part));
    return std::nullopt;
}

struct part_row {
    std::string_view record;
    reader_of_part read;
};
constexpr part_row part_rows[] = {
    {"revision",
     [](const json::object& from, domain::observed_parts& into) {
         return keep(domain::read_observed_revision(from, {"record", "comment"}), into.revisions);
     }},
    {"flag",
     [](const json::object& from, domain::observed_parts& into) {
         return keep(domain::read_observed_flag(from, {"record", "comment"}), into.flags);
     }},
    {"report",
     [](const json::object& from, domain::observed_parts& into) {
         return keep(domain::read_observed_report(from, {"record", "comment", "rules"}), into.reports);
     }},
    {"decision",
     [](const json::object& from, domain::observed_parts& into) {
         return keep(domain::read_observed_decision(from, {"record", "comment", "seq"}), into.decisions);
     }},
};

domain::result<void> add_part(const json::object& from, domain::observed_parts& into) {
    const auto& record = from.at("record").as_string();
    for (const auto& row : part_rows)
        if (row.record == record) {
            if (auto wrong = row.read(from, into)) return std::move(*wrong);
            return {};
        }
    return fail(errc::malformed, "record", "the record is no part of a comment");
}

} // namespace

domain::result<article_seen> read_observed_article(const json::object& line) {
    auto content = domain::read_article(line, {"type", "external_id", "received_at", "state"});
    if (!content) return content.error();
    record_reader reader(line);
    article_seen seen{std::move(*content), {}};
    seen.of.received_at = reader.time("received_at");
    seen.of.state = reader.named("state", domain::parse_article_state, domain::article_state::open);
    if (!reader.failed()) return seen;
    return fail(errc::invalid_field, "state", "received_at must be a time, state open, closed or withdrawn");
}

domain::result<article_seen> read_article_revision(const json::object& record, const std::string& state) {
    record_reader reader(record, {"record", "content_hash"});
    article_seen seen;
    seen.of.revision = revision_at(reader, "revision");
    if (!seen.of.revision) reader.fail_at("revision", "is missing");
    seen.of.received_at = reader.time("received_at");
    seen.of.state = domain::parse_article_state(state).value_or(domain::article_state::open);
    const auto& content = object_at(reader, "content");
    if (!reader.failed()) {
        auto read = domain::read_article(content);
        if (!read) return read.error();
        seen.content = std::move(*read);
    }
    return reader.finish(std::move(seen));
}

domain::result<capture_seen> read_capture_record(const json::object& record) {
    record_reader reader(record, {"record", "id", "completeness"});
    capture_seen seen;
    seen.sha512 = reader.text("sha512");
    seen.size = reader.integer("size", 0, greatest).value_or(0);
    seen.received_at = reader.time("received_at");
    const auto& observation = object_at(reader, "observation");
    if (!reader.failed()) {
        auto read = domain::read_observation(observation);
        if (!read) return read.error();
        seen.observation = std::move(*read);
    }
    return reader.finish(std::move(seen));
}

domain::result<comment_seen> read_thread_comment(const import_piece& piece) {
    auto record = read_record(piece.lines.front().says);
    if (!record) return record.error();
    comment_seen seen{std::move(record->comment), {}};
    seen.parts.complete = true;
    seen.parts.public_revision = record->public_revision;
    seen.parts.immune_revision = record->immune_revision;
    for (std::size_t i = 1; i < piece.lines.size(); ++i)
        if (const auto added = add_part(piece.lines[i].says, seen.parts); !added) return added.error();

    auto& revisions = seen.parts.revisions;
    if (revisions.size() != static_cast<std::size_t>(record->revisions) || revisions.front().number != 1)
        return fail(errc::malformed, "revision",
                    "the comment has " + std::to_string(record->revisions) + " revisions, " +
                        std::to_string(revisions.size()) + " follow it: the export was cut or reordered");
    const auto& first = revisions.front();
    if (const auto named = name_author(seen.comment.author, record->author, first); !named)
        return named.error();
    seen.comment.body = first.body;
    seen.comment.source_version = first.source_version;
    revisions.erase(revisions.begin());
    return seen;
}

} // namespace greffe::service
