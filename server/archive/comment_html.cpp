#include "server/archive/comment_html.hpp"

#include "server/archive/french_labels.hpp"
#include "server/archive/html_text.hpp"

#include <algorithm>
#include <array>

namespace greffe::archive {

namespace {

/// What stands for a name that is not there, in the order of author_presence.
constexpr std::array nameless = {"Sans pseudonyme", "Sans pseudonyme", "Anonyme", "Auteur non capturé",
                                 "Auteur effacé"};

std::string name_html(const std::optional<std::string>& name, domain::author_presence presence,
                      std::vector<text_mark> marks = {}) {
    if (name) return "<bdi class=\"name\">" + html_marked(*name, std::move(marks)) + "</bdi>";
    return "<span class=\"name unknown\">" + std::string(nameless.at(static_cast<std::size_t>(presence))) +
           "</span>";
}

std::vector<text_mark> marks_in(const archived_comment& comment, int revision, std::string_view field) {
    std::vector<text_mark> marks;
    for (const auto& flag : comment.flags) {
        if (flag.revision != revision) continue;
        for (const auto& span : flag.spans)
            if (span.field == field) marks.push_back({span.begin, span.end, flag.rule});
    }
    return marks;
}

std::string body_html(const archived_comment& comment, const archived_revision& revision) {
    return "<div class=\"body\" dir=\"auto\">" +
           html_marked(revision.body, marks_in(comment, revision.revision, "body")) + "</div>";
}

std::string badge(std::string_view kind, std::string_view text) {
    return "<span class=\"badge " + std::string(kind) + "\">" + std::string(text) + "</span>";
}

std::string posted_html(const archived_comment& comment) {
    const bool known = comment.posted.precision != domain::time_precision::unknown;
    return "<a class=\"when\" href=\"#c-" + comment.id.to_string() + "\">" +
           (known ? time_html(comment.posted.utc) : "date inconnue") + "</a>";
}

/// How the time is known, when it did not come as a time.
std::string reading_html(const domain::posted_time& posted) {
    if (posted.raw.empty() && !posted.year_inferred) return {};
    std::string told = posted.raw.empty() ? "date" : "date lue «\u00A0" + html_text(posted.raw) + "\u00A0»";
    if (posted.year_inferred) told += ", année déduite";
    if (posted.candidate_years.size() > 1) {
        std::string years;
        for (const int year : posted.candidate_years)
            years += (years.empty() ? "" : ", ") + std::to_string(year);
        told += " (possibles\u00A0: " + years + ")";
    }
    return "<p class=\"answer\">" + told + "</p>";
}

std::string header_html(const archived_comment& comment, const archived_revision* newest,
                        std::int64_t number) {
    const auto status = to_string(comment.status);
    std::string out = "<header>";
    const int revision = newest ? newest->revision : 0;
    out += name_html(newest ? newest->pseudonym : std::nullopt, comment.author_presence,
                     marks_in(comment, revision, "name"));
    out += posted_html(comment);
    if (comment.status != domain::comment_status::published) out += badge(status, status_label(status));
    if (comment.screen == domain::screening::history) out += badge("history", "repris tel quel");
    out += "<span class=\"number\">nº\u00A0" + std::to_string(number) + "</span></header>" +
           reading_html(comment.posted);
    if (comment.parent && *comment.parent != comment.root) {
        out += "<p class=\"answer\">en réponse à <a href=\"#c-" + comment.parent->to_string() + "\">";
        out += comment.parent_name ? "<bdi>" + html_text(*comment.parent_name) + "</bdi>" : "ce commentaire";
        out += "</a></p>";
    }
    return out;
}

/// The text that stands in the page, or the stone that stands for it.
std::string text_html(const archived_comment& comment, const archived_revision* newest) {
    if (!newest) return "<p class=\"tombstone\">Ce commentaire a été effacé. Il n’en reste que la trace.</p>";
    if (comment.status != domain::comment_status::deleted) return body_html(comment, *newest);
    return "<p class=\"tombstone\">Supprimé par son auteur ou par le site.</p><details><summary>Le texte "
           "archivé</summary>" +
           body_html(comment, *newest) + "</details>";
}

std::string versions_html(const archived_comment& comment) {
    if (comment.revisions.size() < 2) return {};
    const auto older = static_cast<std::int64_t>(comment.revisions.size()) - 1;
    std::string out = "<details><summary>" +
                      french_count(older, "version antérieure", "versions antérieures") + "</summary>";
    for (const auto& revision : comment.revisions) {
        if (&revision == &comment.revisions.back()) break;
        out += "<div class=\"version\"><span class=\"when\">version " + std::to_string(revision.revision) +
               ", reçue le " + time_html(revision.received_at) + "</span>" + body_html(comment, revision) +
               "</div>";
    }
    return out + "</details>";
}

std::string of_version(const archived_comment& comment, int revision) {
    return revision == comment.revision ? std::string() : " (version " + std::to_string(revision) + ")";
}

std::string quotation(std::string_view text) {
    return text.empty() ? std::string() : "<br><q dir=\"auto\">" + html_text(text) + "</q>";
}

std::string note_html(const archived_comment& comment, const archived_flag& flag) {
    return "<p class=\"note flag\"><b>" + html_text(flag.rule) + "</b>" + of_version(comment, flag.revision) +
           "<br>" + (flag.mode == "shadow" ? "règle à l’essai, sans effet" : "règle") +
           "\u00A0: " + html_text(action_label(flag.action)) + ", " +
           french_count(flag.score, "point", "points") + ", règles v" + std::to_string(flag.ruleset_version) +
           (flag.policy ? ", " + html_text(*flag.policy) : std::string()) + "</p>";
}

std::string effect_label(const archived_report_flag& flag) {
    std::string label;
    const auto add = [&](std::string_view what) { label.append(label.empty() ? "" : ", ").append(what); };
    if (flag.throttled) add("suspendue, sans effet");
    if (flag.mode == "shadow") add("à l’essai, sans effet");
    if (flag.priority != 0)
        add("priorité " + std::string(flag.priority > 0 ? "+" : "−") +
            std::to_string(std::abs(flag.priority)));
    if (flag.escalate) add("transmis à un superviseur");
    if (flag.hide) add("commentaire masqué");
    if (flag.discount) add("signalement sans poids");
    return label.empty() ? "aucun effet" : label;
}

std::string rules_html(const archived_report& report) {
    std::string out;
    for (const auto& flag : report.rules)
        out += "<br>règle " + html_text(flag.rule) + " (règles v" + std::to_string(flag.ruleset_version) +
               ")\u00A0: " + effect_label(flag);
    return out;
}

std::string note_html(const archived_comment& comment, const archived_report& report) {
    return "<p class=\"note report\"><b>Signalé\u00A0: " + html_text(report.reason) + "</b>" +
           of_version(comment, report.revision) + "<br>" + std::string(kind_label(to_string(report.kind))) +
           ", le " + time_html(report.received_at) + ", " +
           std::string(outcome_label(to_string(report.outcome))) + quotation(report.text) +
           rules_html(report) + "</p>";
}

std::string note_html(const archived_comment& comment, const archived_decision& decision) {
    return "<p class=\"note decision\"><b>" + html_text(decision_label(decision.action)) +
           "\u00A0: " + html_text(decision.reason) + "</b>" + of_version(comment, decision.revision) +
           "<br>le " + time_html(decision.decided_at) + ", " +
           html_text(status_label(decision.status_before)) + " → " +
           html_text(status_label(decision.status_after)) + quotation(decision.note) + "</p>";
}

std::string notes_html(const archived_comment& comment) {
    std::string notes;
    for (const auto& flag : comment.flags) notes += note_html(comment, flag);
    for (const auto& report : comment.reports) notes += note_html(comment, report);
    for (const auto& decision : comment.decisions) notes += note_html(comment, decision);
    if (comment.review && comment.review->state != domain::case_state::closed)
        notes += "<p class=\"note\">" + std::string(case_label(to_string(comment.review->state))) +
                 " depuis le " + time_html(comment.review->opened_at) + "</p>";
    return notes.empty() ? notes : "<aside class=\"notes\" aria-label=\"Modération\">" + notes + "</aside>";
}

} // namespace

std::string time_html(domain::timestamp time) {
    return "<time datetime=\"" + domain::to_rfc3339(time) + "\">" + french_date(time) + "</time>";
}

std::string comment_html(const archived_comment& comment, std::int64_t number) {
    const auto found = std::ranges::find(comment.revisions, comment.revision, &archived_revision::revision);
    const archived_revision* newest = found == comment.revisions.end() ? nullptr : &*found;
    return "<article class=\"comment " + std::string(to_string(comment.status)) + "\" id=\"c-" +
           comment.id.to_string() + "\">\n<div class=\"main\">" + header_html(comment, newest, number) +
           text_html(comment, newest) + versions_html(comment) + "</div>" + notes_html(comment) +
           "</article>\n";
}

} // namespace greffe::archive
