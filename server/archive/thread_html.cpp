#include "server/archive/thread_html.hpp"

#include "server/archive/comment_html.hpp"
#include "server/archive/event.hpp"
#include "server/archive/french_labels.hpp"
#include "server/archive/html_text.hpp"
#include "server/archive/thread_html_style.hpp"

namespace greffe::archive {

namespace {

bool is_web_address(std::string_view url) {
    return url.starts_with("https://") || url.starts_with("http://");
}

std::string link_html(std::string_view url) {
    if (!is_web_address(url)) return html_text(url);
    return "<a rel=\"noreferrer nofollow\" href=\"" + html_attribute(url) + "\">" + html_text(url) + "</a>";
}

/// Even if a text ever became markup, the browser would run nothing and fetch nothing.
std::string security_policy() {
    const digest style = sha256(thread_html_style);
    return "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" +
           to_base64({reinterpret_cast<const char*>(style.data()), style.size()}) + "'";
}

std::string source_html(const archived_article& item) {
    const auto& content = item.content;
    std::string from = html_text(content.source.publisher);
    if (!content.source.partner.empty())
        from += (from.empty() ? "" : ", avec ") + html_text(content.source.partner);
    if (from.empty()) from = html_text(content.source.raw);

    std::vector<std::string> parts{from};
    parts.push_back(content.published_at ? "publié le " + time_html(*content.published_at)
                                         : "date de publication inconnue");
    parts.push_back(html_text(content.section));
    for (const auto& tag : content.tags) parts.push_back(html_text(tag));
    parts.push_back(content.url ? link_html(*content.url) : std::string());

    std::string out;
    for (const auto& part : parts)
        if (!part.empty()) out += (out.empty() ? "" : " · ") + part;
    return "<p class=\"source\">" + out + "</p>\n";
}

std::string caption_html(const domain::caption& caption) {
    std::string out = "<p class=\"caption\" dir=\"auto\">[image non capturée] " + html_text(caption.text);
    if (!caption.credit.empty()) out += " (" + html_text(caption.credit) + ")";
    if (caption.occurrences > 1)
        out += ", " + french_count(caption.occurrences, "fois", "fois") + " sur la page";
    return out + "</p>\n";
}

std::string content_html(const domain::article_content& content) {
    std::string out = "<div class=\"text\">\n";
    if (!content.lead.empty()) out += "<p class=\"lead\" dir=\"auto\">" + html_text(content.lead) + "</p>\n";
    for (const auto& caption : content.captions) out += caption_html(caption);
    for (const auto& block : content.body) {
        if (block.kind == domain::body_block::kind_type::heading)
            out += "<h3 dir=\"auto\"" + std::string(block.inferred ? " title=\"intertitre déduit\"" : "") +
                   ">" + html_text(block.text) + "</h3>\n";
        else
            out += "<p dir=\"auto\">" + html_text(block.text) + "</p>\n";
    }
    return out + "</div>\n";
}

/// "7 commentaires annoncés, 1 capturé": what the page said of itself beside what it showed.
std::string completeness_html(const domain::capture& observed) {
    const std::string captured = french_count(observed.captured_comments, "capturé", "capturés");
    if (!observed.declared_comments) return captured + ", nombre annoncé inconnu";
    return "<span class=\"said\" title=\"" + std::to_string(*observed.declared_comments) + " declared, " +
           std::to_string(observed.captured_comments) + " captured\">" +
           french_count(*observed.declared_comments, "commentaire annoncé", "commentaires annoncés") + ", " +
           captured + "</span>";
}

std::string related_html(const std::vector<domain::related_item>& related) {
    if (related.empty()) return {};
    std::string out = "<details><summary>" +
                      french_count(static_cast<std::int64_t>(related.size()),
                                   "article lié sur la page capturée", "articles liés sur la page capturée") +
                      "</summary><ul>";
    for (const auto& item : related) {
        out += "<li dir=\"auto\">" + html_text(item.label);
        if (!item.source.empty()) out += " (" + html_text(item.source) + ")";
        if (!item.raw_time.empty()) out += ", " + html_text(item.raw_time);
        out += "</li>";
    }
    return out + "</ul></details>";
}

std::string notes_html(const std::vector<domain::capture::note>& notes) {
    if (notes.empty()) return {};
    std::string out =
        "<details><summary>" +
        french_count(static_cast<std::int64_t>(notes.size()), "remarque de lecture", "remarques de lecture") +
        "</summary><ul>";
    for (const auto& note : notes) {
        out += "<li><code>" + html_text(note.code) + "</code>";
        if (!note.field.empty()) out += " " + html_text(note.field);
        if (!note.detail.empty()) out += ", " + html_text(note.detail);
        out += "</li>";
    }
    return out + "</ul></details>";
}

} // namespace

thread_html::thread_html(byte_sink sink) : sink_(std::move(sink)) {}

void thread_html::article(const archived_article& item) {
    exported_at_ = item.exported_at;
    const std::string title = html_text(item.content.title);
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"" +
        security_policy() +
        "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"robots\" content=\"noindex\">\n<meta name=\"generator\" content=\"Greffe\">\n"
        "<title>" +
        html_attribute(item.content.title) + "</title>\n<style>" + std::string(thread_html_style) +
        "</style>\n</head>\n<body>\n<div class=\"page\">\n<main>\n<div class=\"column\">\n";
    out += "<p class=\"label\"><bdi>" + html_text(item.site_name) +
           "</bdi> · archive d’un fil de commentaires</p>\n<h1 "
           "dir=\"auto\">" +
           title + "</h1>\n" + source_html(item) + content_html(item.content);
    out += "<div class=\"facts\">\n<p>" + french_count(item.comment_count, "commentaire", "commentaires") +
           ", dont " + french_count(item.published_count, "publié", "publiés") + ". État au " +
           time_html(item.exported_at) + ".</p>\n<p>Article <code>" + item.id.to_string() +
           "</code>, identifiant chez le site <code>" + html_text(item.external_id) + "</code>" +
           (item.content.identity_derived ? ", identité déduite de la page" : "") + ".</p>\n";
    if (item.merged_into)
        out += "<p>Fusionné dans l’article <code>" + item.merged_into->to_string() +
               "</code>, où sont ses commentaires.</p>\n";
    for (const auto& alias : item.aliases)
        out += "<p>Réunit aussi l’article <code>" + html_text(alias) + "</code>.</p>\n";
    out += "</div>\n";
    sink_(out);
}

void thread_html::enter(part wanted) {
    if (part_ == wanted) return;
    std::string out;
    const auto leave = [&] {
        switch (part_) {
        case part::head:
        case part::closing: break;
        case part::revisions: out += "</ol></details>\n</div>\n"; break;
        case part::captures: break;
        case part::comments:
            if (in_replies_) out += "</ol>\n";
            if (root_) out += "</li>\n";
            out += "</ol>\n</section>\n";
            break;
        }
    };
    leave();
    if (wanted >= part::comments && part_ < part::comments) out += "</div>\n";
    if (wanted == part::revisions)
        out += "<div class=\"facts\">\n<details><summary>Les versions de l’article</summary><ol>";
    if (wanted == part::comments)
        out += "<section class=\"comments\">\n<h2>Les commentaires</h2>\n<ol class=\"threads\">\n";
    part_ = wanted;
    if (!out.empty()) sink_(out);
}

void thread_html::article_revision(const archived_article_revision& item) {
    enter(part::revisions);
    sink_("<li>reçue le " + time_html(item.received_at) + ", SHA-256 <code>" + html_text(item.content_hash) +
          "</code></li>\n");
}

void thread_html::capture(const archived_capture& item) {
    enter(part::captures);
    const auto& observed = item.observation;
    std::string out = "<div class=\"facts\">\n<p>Page capturée";
    if (observed.captured_at)
        out += " le " + time_html(*observed.captured_at);
    else if (observed.captured_not_before)
        out += " à une date inconnue, au plus tôt le " + time_html(*observed.captured_not_before);
    else
        out += " à une date inconnue";
    if (observed.url) out += ", " + link_html(*observed.url);
    out += ".</p>\n<p>" + completeness_html(observed) + ".</p>\n";
    if (observed.cut_off)
        out += "<p dir=\"auto\">La capture s’interrompt après «\u00A0" + html_text(*observed.cut_off) +
               "\u00A0».</p>\n";
    out += "<p>" + french_count(item.size, "octet", "octets") + ", lus par " + html_text(observed.importer) +
           ", SHA-512 <code>" + html_text(item.sha512) + "</code></p>\n" + notes_html(observed.notes) +
           related_html(observed.related) + "</div>\n";
    sink_(out);
}

void thread_html::comment(const archived_comment& item) {
    enter(part::comments);
    std::string out;
    if (root_ != item.root) {
        if (in_replies_) out += "</ol>\n";
        if (root_) out += "</li>\n";
        out += "<li>\n";
        root_ = item.root;
        in_replies_ = false;
    } else if (!in_replies_) {
        out += "<ol class=\"replies\">\n";
        in_replies_ = true;
    }
    const std::string html = comment_html(item, ++written_comments_);
    out += in_replies_ ? "<li>" + html + "</li>\n" : html;
    sink_(out);
}

void thread_html::event(const archived_event& item) {
    events_have_gaps_ = events_have_gaps_ || item.seq != event_count_ + 1;
    ++event_count_;
}

void thread_html::end() {
    const bool empty = part_ < part::comments;
    enter(part::closing);
    std::string out;
    if (empty) out += "<section class=\"comments\"><p class=\"tombstone\">Aucun commentaire.</p></section>\n";
    out += "</main>\n<footer>\n<p>Le surligné est ce qu’une règle a reconnu, tel que le lecteur l’a écrit. "
           "Dans la marge\u00A0: "
           "les règles, les signalements, les décisions. Les heures sont en temps universel (UTC). Les "
           "caractères "
           "invisibles qui changent le sens de l’écriture sont montrés par leur code.</p>\n<p>" +
           french_count(event_count_, "événement au journal du fil", "événements au journal du fil") +
           (events_have_gaps_ ? ", avec des lacunes" : ", sans lacune") +
           ". La forme complète et vérifiable de ce fil est son export NDJSON. Écrit par Greffe, état au " +
           time_html(exported_at_) + ".</p>\n</footer>\n</div>\n</body>\n</html>\n";
    sink_(out);
}

} // namespace greffe::archive
