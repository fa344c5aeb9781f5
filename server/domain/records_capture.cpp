#include "server/domain/base64.hpp"
#include "server/domain/record_reader.hpp"
#include "server/domain/record_writer.hpp"
#include "server/domain/records.hpp"

#include <boost/json/array.hpp>

#include <limits>

namespace greffe::domain {

namespace {

namespace json = boost::json;

constexpr std::int64_t most_bytes = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t most_comments = 100'000'000;

json::array to_json(const byte_range& range) {
    return {range.begin, range.end};
}

json::object field_to_json(const capture::field_range& found) {
    json::object out;
    out["field"] = found.field;
    out["range"] = to_json(found.range);
    return out;
}

json::object note_to_json(const capture::note& said) {
    json::object out;
    put(out, "field", said.field);
    out["code"] = said.code;
    put(out, "detail", said.detail);
    out["range"] = to_json(said.range);
    return out;
}

json::object related_to_json(const related_item& item) {
    json::object out;
    put(out, "label", item.label);
    put(out, "label_kind", item.label_kind);
    put(out, "source", item.source);
    put(out, "raw_time", item.raw_time);
    put(out, "published_at", item.published_at);
    put(out, "teaser", item.teaser);
    put(out, "truncated", item.truncated);
    out["range"] = to_json(item.range);
    return out;
}

byte_range read_range(record_reader& reader) {
    const auto ends = reader.integers("range", 0, most_bytes);
    if (ends.size() == 2 && ends[0] <= ends[1])
        return {static_cast<std::size_t>(ends[0]), static_cast<std::size_t>(ends[1])};
    reader.fail_at("range", "must be [begin, end) in bytes");
    return {};
}

related_item read_related(record_reader& reader) {
    related_item item;
    item.label = reader.text_or_empty("label");
    item.label_kind = reader.text_or_empty("label_kind");
    item.source = reader.text_or_empty("source");
    item.raw_time = reader.text_or_empty("raw_time");
    item.published_at = reader.time("published_at");
    item.teaser = reader.text_or_empty("teaser");
    item.truncated = reader.flag("truncated");
    item.range = read_range(reader);
    return item;
}

/// Every range lies inside the captured bytes: a range that points past them would be a lie in the archive.
template <class Items>
void check_ranges(record_reader& reader, std::string_view key, const Items& items, std::size_t size) {
    for (std::size_t i = 0; i < items.size(); ++i)
        if (items[i].range.end > size)
            reader.fail_at(std::string(key) + "/" + std::to_string(i) + "/range",
                           "ends after the captured bytes");
}

capture read_observed(record_reader& reader) {
    capture observed;
    observed.media_type = reader.text("media_type");
    observed.url = reader.optional_text("url");
    observed.captured_at = reader.time("captured_at");
    observed.captured_not_before = reader.time("captured_not_before");
    observed.importer = reader.text("importer");
    observed.fields = reader.records<capture::field_range>("fields", [](record_reader& r) {
        capture::field_range found;
        found.field = r.text("field");
        found.range = read_range(r);
        return found;
    });
    observed.notes = reader.records<capture::note>("notes", [](record_reader& r) {
        capture::note said;
        said.field = r.text_or_empty("field");
        said.code = r.text("code");
        said.detail = r.text_or_empty("detail");
        said.range = read_range(r);
        return said;
    });
    if (const auto declared = reader.integer("declared_comments", 0, most_comments))
        observed.declared_comments = static_cast<int>(*declared);
    observed.captured_comments =
        static_cast<int>(reader.integer("captured_comments", 0, most_comments).value_or(0));
    observed.related = reader.records<related_item>("related", read_related);
    observed.cut_off = reader.optional_text("cut_off");
    return observed;
}

} // namespace

json::object observation_json(const capture& observed) {
    json::object out;
    out["media_type"] = observed.media_type;
    put(out, "url", observed.url);
    put(out, "captured_at", observed.captured_at);
    put(out, "captured_not_before", observed.captured_not_before);
    out["importer"] = observed.importer;
    put_all(out, "fields", observed.fields, field_to_json);
    put_all(out, "notes", observed.notes, note_to_json);
    if (observed.declared_comments) out["declared_comments"] = *observed.declared_comments;
    out["captured_comments"] = observed.captured_comments;
    put_all(out, "related", observed.related, related_to_json);
    put(out, "cut_off", observed.cut_off);
    return out;
}

json::object to_json(const capture& observed) {
    json::object out = observation_json(observed);
    out["raw"] = to_base64(observed.raw);
    return out;
}

result<capture> read_observation(const json::object& from) {
    record_reader reader(from);
    return reader.finish(read_observed(reader));
}

result<capture> read_capture(const json::object& from, std::initializer_list<std::string_view> also_allowed) {
    record_reader reader(from, also_allowed);
    auto raw = from_base64(reader.text("raw"));
    if (!raw) reader.fail_at("raw", "must be base64");
    capture observed = read_observed(reader);
    observed.raw = std::move(raw).value_or(std::string());
    check_ranges(reader, "fields", observed.fields, observed.raw.size());
    check_ranges(reader, "notes", observed.notes, observed.raw.size());
    check_ranges(reader, "related", observed.related, observed.raw.size());
    return reader.finish(std::move(observed));
}

} // namespace greffe::domain
