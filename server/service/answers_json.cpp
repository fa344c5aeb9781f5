#include "server/service/answers_json.hpp"

#include "server/domain/names.hpp"
#include "server/domain/records.hpp"
#include "server/service/setting_keys.hpp"

namespace greffe::service {

namespace {

constexpr std::array effect_names = {"created", "unchanged", "revised", "superseded", "deleted"};
constexpr std::array sort_names = {"oldest", "newest"};

using boost::json::object;

std::string text_of(domain::timestamp time) {
    return domain::to_rfc3339(time);
}
template <class Kind>
std::string text_of(const domain::strong_id<Kind>& id) {
    return id.to_string();
}
const std::string& text_of(const std::string& text) {
    return text;
}

template <class T>
void put_if(object& into, std::string_view key, const std::optional<T>& value) {
    if (value) into[key] = text_of(*value);
}

boost::json::array names(const std::vector<std::string>& items) {
    return boost::json::array(items.begin(), items.end());
}

object author_of(const comment_view& comment) {
    object author{{"presence", domain::to_string(comment.author_presence)}};
    put_if(author, "id", comment.author);
    put_if(author, "name", comment.author_name);
    return author;
}

} // namespace

std::string_view to_string(submit_effect effect) {
    return domain::name_of(effect_names, effect);
}

std::string_view to_string(thread_sort sort) {
    return domain::name_of(sort_names, sort);
}
std::optional<thread_sort> parse_thread_sort(std::string_view text) {
    return domain::value_named<thread_sort>(sort_names, text);
}

object to_json(const span_view& span) {
    return {{"field", span.field}, {"begin", span.begin}, {"end", span.end}};
}

object to_json(const flag_view& flag) {
    object out{{"rule", flag.rule},           {"ruleset_version", flag.ruleset_version},
               {"live", flag.live},           {"action", flag.action},
               {"score", flag.score},         {"revision", flag.revision},
               {"spans", to_json(flag.spans)}};
    put_if(out, "policy", flag.policy);
    return out;
}

object to_json(const verdict_view& verdict) {
    object out{{"action", verdict.action},
               {"score", verdict.score},
               {"ruleset_version", verdict.ruleset_version},
               {"rules", names(verdict.rules)}};
    put_if(out, "policy", verdict.policy);
    put_if(out, "reason", verdict.reason);
    return out;
}

object to_json(const submit_answer& answer) {
    object out{{"effect", to_string(answer.effect)},
               {"id", text_of(answer.id)},
               {"external_id", answer.external_id},
               {"revision", answer.revision},
               {"status", domain::to_string(answer.status)}};
    if (answer.verdict) out["verdict"] = to_json(*answer.verdict);
    return out;
}

object to_json(const article_answer& answer) {
    return {{"id", text_of(answer.id)},
            {"external_id", answer.external_id},
            {"revision", answer.revision},
            {"created", answer.created},
            {"revised", answer.revised}};
}

object to_json(const article_view& article) {
    object out{{"id", text_of(article.id)},
               {"site", text_of(article.site)},
               {"external_id", article.external_id},
               {"state", domain::to_string(article.state)},
               {"revision", article.revision},
               {"comment_count", article.comment_count},
               {"published_count", article.published_count},
               {"content", domain::to_json(article.content)}};
    put_if(out, "merged_into", article.merged_into);
    if (!article.aliases.empty()) out["aliases"] = names(article.aliases);
    return out;
}

object to_json(const move_answer& answer) {
    return {{"comment", text_of(answer.comment)},
            {"from", text_of(answer.from)},
            {"to", text_of(answer.to)},
            {"moved", answer.moved}};
}

object to_json(const merge_answer& answer) {
    return {{"merged", text_of(answer.merged)},
            {"into", text_of(answer.into)},
            {"external_id", answer.external_id},
            {"moved", answer.moved},
            {"unchanged", answer.unchanged}};
}

object to_json(const comment_view& comment) {
    object out{{"id", text_of(comment.id)},
               {"site", text_of(comment.site)},
               {"article", text_of(comment.article)},
               {"external_id", comment.external_id},
               {"root", text_of(comment.root)},
               {"author", author_of(comment)},
               {"posted_at", text_of(comment.posted.utc)},
               {"received_at", text_of(comment.received_at)},
               {"screen", domain::to_string(comment.screen)},
               {"status", domain::to_string(comment.status)},
               {"revision", comment.revision},
               {"body", comment.body}};
    put_if(out, "parent", comment.parent);
    const domain::posted_time exact{.utc = comment.posted.utc, .raw = {}, .candidate_years = {}};
    if (comment.posted != exact) out["posted"] = domain::to_json(comment.posted);
    return out;
}

object to_json(const public_comment& comment) {
    object out{{"id", text_of(comment.id)},
               {"external_id", comment.external_id},
               {"root", text_of(comment.root)},
               {"tombstone", comment.tombstone},
               {"posted_at", text_of(comment.posted_at)}};
    put_if(out, "parent", comment.parent);
    if (comment.tombstone) return out;
    put_if(out, "author_name", comment.author_name);
    out["body"] = comment.body;
    out["edited"] = comment.edited;
    return out;
}

object to_json(const thread_view& thread) {
    object out{{"article", text_of(thread.article)},
               {"state", domain::to_string(thread.state)},
               {"published_count", thread.published_count},
               {"comments", to_json(thread.comments)}};
    put_if(out, "next", thread.next);
    return out;
}

object to_json(const report_answer& answer) {
    return {{"receipt", text_of(answer.receipt)},
            {"outcome", domain::to_string(answer.outcome)},
            {"received_at", text_of(answer.received_at)},
            {"duplicate", answer.duplicate}};
}

object to_json(const case_summary& summary) {
    object out{{"id", text_of(summary.id)},
               {"site", text_of(summary.site)},
               {"site_name", summary.site_name},
               {"article", text_of(summary.article)},
               {"article_title", summary.article_title},
               {"external_id", summary.external_id},
               {"state", domain::to_string(summary.state)},
               {"cause", domain::to_string(summary.cause)},
               {"version", summary.version},
               {"priority", summary.priority},
               {"report_count", summary.report_count},
               {"opened_at", text_of(summary.opened_at)},
               {"leased_by_me", summary.leased_by_me},
               {"status", domain::to_string(summary.status)},
               {"excerpt", summary.excerpt}};
    put_if(out, "deadline", summary.deadline);
    if (summary.deadline_missed) out["deadline_missed"] = true;
    put_if(out, "leased_until", summary.leased_until);
    return out;
}

object to_json(const report_flag_view& flag) {
    return {{"rule", flag.rule},           {"ruleset_version", flag.ruleset_version},
            {"live", flag.live},           {"priority", flag.priority},
            {"escalate", flag.escalate},   {"hide", flag.hide},
            {"discount", flag.discount},   {"throttled", flag.throttled},
            {"spans", to_json(flag.spans)}};
}

object to_json(const report_view& report) {
    object out{{"id", text_of(report.id)},
               {"kind", domain::to_string(report.kind)},
               {"reason", report.reason},
               {"text", report.text},
               {"revision", report.revision},
               {"received_at", text_of(report.received_at)},
               {"outcome", domain::to_string(report.outcome)},
               {"rules", to_json(report.rules)}};
    if (report.weight) out["weight"] = *report.weight / 100.0;
    return out;
}

object to_json(const decision_view& decision) {
    object out{{"id", text_of(decision.id)},
               {"action", domain::to_string(decision.action)},
               {"reason", decision.reason},
               {"note", decision.note},
               {"revision", decision.revision},
               {"decider", decision.observed_decider.value_or(decision.decider.to_string())},
               {"decided_at", text_of(decision.decided_at)},
               {"status_before", domain::to_string(decision.status_before)},
               {"status_after", domain::to_string(decision.status_after)}};
    put_if(out, "policy", decision.policy);
    return out;
}

object to_json(const revision_view& revision) {
    object out{{"revision", revision.revision},
               {"body", revision.body},
               {"received_at", text_of(revision.received_at)}};
    put_if(out, "pseudonym", revision.pseudonym);
    put_if(out, "edited_at", revision.edited_at);
    if (revision.source_version) out["source_version"] = *revision.source_version;
    return out;
}

object to_json(const case_view& view) {
    object out{{"case", to_json(view.summary)},    {"article", to_json(view.article)},
               {"comment", to_json(view.comment)}, {"revisions", to_json(view.revisions)},
               {"around", to_json(view.around)},   {"flags", to_json(view.flags)},
               {"reports", to_json(view.reports)}, {"decisions", to_json(view.decisions)}};
    if (view.parent) out["parent"] = to_json(*view.parent);
    return out;
}

object to_json(const claim_answer& answer) {
    return {{"cases", to_json(answer.cases)}, {"leased_until", text_of(answer.leased_until)}};
}

object to_json(const decision_answer& answer) {
    return {{"id", text_of(answer.id)},
            {"comment", text_of(answer.comment)},
            {"action", domain::to_string(answer.action)},
            {"status", domain::to_string(answer.status)},
            {"state", domain::to_string(answer.state)},
            {"version", answer.version}};
}

object to_json(const case_answer& answer) {
    object out{
        {"id", text_of(answer.id)}, {"state", domain::to_string(answer.state)}, {"version", answer.version}};
    put_if(out, "leased_until", answer.leased_until);
    return out;
}

object to_json(const site_view& site) {
    return {{"id", text_of(site.id)}, {"name", site.name}, {"created_at", text_of(site.created_at)}};
}

object settings_json(const site_view& site, bool with_authors) {
    auto out = to_json(*site.settings);
    if (!with_authors) {
        auto& modes = out["moderation"].as_array();
        const auto names_author = [](const boost::json::value& mode) {
            return mode.at("scope").as_string() == to_string(domain::moderation_scope::author);
        };
        modes.erase(std::remove_if(modes.begin(), modes.end(), names_author), modes.end());
    }
    for (const auto& [key, value] : to_json(site)) out[key] = value;
    return out;
}

object to_json(const key_view& key) {
    object out{{"id", text_of(key.id)},
               {"role", domain::to_string(key.acting_as)},
               {"label", key.label},
               {"created_at", text_of(key.created_at)}};
    put_if(out, "site", key.site);
    put_if(out, "revoked_at", key.revoked_at);
    return out;
}

} // namespace greffe::service
