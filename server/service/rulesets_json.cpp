#include "server/domain/names.hpp"
#include "server/service/answers_json.hpp"

namespace greffe::service {

namespace {

constexpr std::array severity_names = {"error", "warning"};
constexpr std::array state_names = {"active", "waiting", "replaced", "lapsed"};

using boost::json::object;

object to_json(const pack_view& pack) {
    object out{{"name", pack.name}, {"digest", pack.digest}};
    if (!pack.source.empty()) out["source"] = pack.source;
    return out;
}

object to_json(const rules::part_change& part) {
    return {{"what", part.what}, {"from", part.from}, {"to", part.to}};
}

object to_json(const rules::rule_change& change) {
    object out{{"rule", change.rule},
               {"change", !change.from ? "added"
                          : !change.to ? "removed"
                                       : "changed"},
               {"live", change.live}};
    if (change.from) out["from_mode"] = rules::to_string(*change.from);
    if (change.to) out["to_mode"] = rules::to_string(*change.to);
    boost::json::array parts;
    for (const auto& part : change.parts) parts.push_back(to_json(part));
    if (!parts.empty()) out["parts"] = std::move(parts);
    return out;
}

/// Absent: the site had none.
void put_version(object& into, std::string_view name, const std::optional<std::int64_t>& version) {
    if (version) into[name] = *version;
}

} // namespace

std::string_view to_string(ruleset_state state) {
    return domain::name_of(state_names, state);
}
std::optional<ruleset_state> parse_ruleset_state(std::string_view text) {
    return domain::value_named<ruleset_state>(state_names, text);
}

object to_json(const ruleset_view& ruleset) {
    object out{{"version", ruleset.version},
               {"pushed_by", ruleset.pushed_by.to_string()},
               {"author", ruleset.author},
               {"note", ruleset.note},
               {"pushed_at", domain::to_rfc3339(ruleset.pushed_at)},
               {"active", ruleset.active()},
               {"state", to_string(ruleset.state)}};
    put_version(out, "base", ruleset.base);
    put_version(out, "restores", ruleset.restores);
    if (ruleset.approved)
        out["approved"] = {{"by", ruleset.approved->by.to_string()},
                           {"approver", ruleset.approved->approver},
                           {"at", domain::to_rfc3339(ruleset.approved->at)},
                           {"note", ruleset.approved->note}};
    if (ruleset.packs) {
        boost::json::array packs;
        for (const auto& pack : *ruleset.packs) packs.push_back(to_json(pack));
        out["packs"] = std::move(packs);
    }
    if (!ruleset.source.empty()) out["source"] = ruleset.source;
    return out;
}

object to_json(const rules::diagnostic& found) {
    return {{"severity", domain::name_of(severity_names, found.level)},
            {"file", found.file},
            {"line", found.line},
            {"column", found.column},
            {"code", found.code},
            {"message", found.message},
            {"hint", found.hint}};
}

object to_json(const rules::ruleset_changes& changes) {
    boost::json::array general, rules;
    for (const auto& part : changes.general) general.push_back(to_json(part));
    for (const auto& rule : changes.rules) rules.push_back(to_json(rule));
    return {{"none", changes.none()},
            {"live", changes.live},
            {"general", std::move(general)},
            {"rules", std::move(rules)}};
}

object to_json(const push_answer& answer) {
    object out{{"unchanged", answer.unchanged},
               {"waiting", answer.waiting},
               {"changes", to_json(answer.changes)},
               {"diagnostics", to_json(answer.found)}};
    put_version(out, "version", answer.version);
    put_version(out, "against", answer.against);
    return out;
}

object to_json(const check_answer& answer) {
    object out{{"changes", to_json(answer.changes)}, {"diagnostics", to_json(answer.found)}};
    put_version(out, "against", answer.against);
    return out;
}

object to_json(const version_answer& answer) {
    object out{{"changes", to_json(answer.changes)}, {"diagnostics", to_json(answer.found)}};
    put_version(out, "version", answer.version);
    put_version(out, "against", answer.against);
    return out;
}

object to_json(const changes_answer& answer) {
    object out{{"to", answer.to}, {"changes", to_json(answer.changes)}};
    put_version(out, "from", answer.from);
    return out;
}

} // namespace greffe::service
