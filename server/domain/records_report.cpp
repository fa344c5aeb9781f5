#include "server/domain/record_reader.hpp"
#include "server/domain/record_writer.hpp"
#include "server/domain/records.hpp"

namespace greffe::domain {

namespace {

namespace json = boost::json;

new_report::notice read_notice(record_reader& reader) {
    new_report::notice notice;
    notice.explanation = reader.text("explanation");
    notice.name = reader.optional_text("name");
    notice.email = reader.optional_text("email");
    notice.bona_fide = reader.flag("bona_fide");
    return notice;
}

} // namespace

json::object to_json(const new_report& report) {
    json::object out;
    out["reason"] = report.reason;
    put(out, "text", report.text);
    put(out, "reporter", report.reporter);
    out["kind"] = to_string(report.kind);
    if (report.revision) out["revision"] = *report.revision;
    if (report.illegal_notice) {
        json::object notice;
        notice["explanation"] = report.illegal_notice->explanation;
        put(notice, "name", report.illegal_notice->name);
        put(notice, "email", report.illegal_notice->email);
        put(notice, "bona_fide", report.illegal_notice->bona_fide);
        out["notice"] = std::move(notice);
    }
    return out;
}

result<new_report> read_report(const json::object& from,
                               std::initializer_list<std::string_view> also_allowed) {
    record_reader reader(from, also_allowed);
    new_report report;
    report.reason = reader.text("reason");
    report.text = reader.text_or_empty("text");
    report.reporter = reader.optional_text("reporter");
    report.kind = reader.named("kind", parse_report_kind, report_kind::charter);
    if (const auto revision = reader.integer("revision", 1, highest_revision))
        report.revision = static_cast<int>(*revision);
    report.illegal_notice = reader.record<new_report::notice>("notice", read_notice);
    if (report.illegal_notice.has_value() != (report.kind == report_kind::illegal))
        reader.fail_at("notice", report.illegal_notice ? "goes with kind illegal only"
                                                       : "is missing: kind illegal needs one");
    return reader.finish(std::move(report));
}

} // namespace greffe::domain
