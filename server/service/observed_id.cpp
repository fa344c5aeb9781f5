#include "server/service/observed_id.hpp"

#include "server/archive/event.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace greffe::service {

namespace {

namespace json = boost::json;

domain::uuid id_from(domain::site_id site, const std::string& comment, std::string_view what,
                     json::object told) {
    told["site"] = site.to_string();
    told["comment"] = comment;
    told["what"] = what;
    const auto digest = archive::sha256(json::serialize(told));
    domain::uuid id;
    std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x80); // version 8
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80); // variant
    return id;
}

json::value revision_of(const std::optional<int>& revision) {
    return revision ? json::value(*revision) : json::value();
}

} // namespace

domain::uuid observed_id(domain::site_id site, const std::string& comment,
                         const domain::observed_report& seen) {
    if (!seen.id.empty()) return id_from(site, comment, "report", {{"id", seen.id}});
    return id_from(
        site, comment, "report",
        {{"revision", revision_of(seen.revision)},
         {"kind", to_string(seen.said.kind)},
         {"reason", seen.said.reason},
         {"text", seen.said.text},
         {"reporter", seen.said.reporter ? json::value(*seen.said.reporter) : json::value()},
         {"at", seen.received_at ? json::value(domain::to_rfc3339(*seen.received_at)) : json::value()}});
}

domain::uuid observed_id(domain::site_id site, const std::string& comment,
                         const domain::observed_decision& seen) {
    if (!seen.id.empty()) return id_from(site, comment, "decision", {{"id", seen.id}});
    return id_from(site, comment, "decision",
                   {{"revision", revision_of(seen.revision)},
                    {"action", to_string(seen.action)},
                    {"reason", seen.reason},
                    {"note", seen.note},
                    {"decider", seen.decider},
                    {"at", domain::to_rfc3339(seen.decided_at)}});
}

} // namespace greffe::service
