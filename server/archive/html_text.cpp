#include "server/archive/html_text.hpp"

#include <algorithm>
#include <cstdio>

namespace greffe::archive {

namespace {

constexpr bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

struct character {
    char32_t code = 0;
    std::size_t length = 1;
};

character first_of(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    character out{lead, 1};
    if (lead >= 0xC0) out.code = lead & (lead >= 0xF0 ? 0x07 : lead >= 0xE0 ? 0x0F : 0x1F);
    while (out.length < text.size() && is_continuation(text[out.length])) {
        out.code = out.code << 6 | (static_cast<unsigned char>(text[out.length]) & 0x3F);
        ++out.length;
    }
    return out;
}

constexpr bool is_hidden(char32_t code) {
    const bool control = (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7F && code < 0xA0);
    const bool turns = code == 0x061C || code == 0x200E || code == 0x200F ||
                       (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    const bool no_character = (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF);
    return control || turns || no_character;
}

void append_escaped(std::string& out, std::string_view text, std::string_view before,
                    std::string_view after) {
    while (!text.empty()) {
        const character c = first_of(text);
        switch (c.code) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        case '\r':
            // A browser reads CR LF as one line end, and CR alone as another.
            if (text.size() == 1 || text[1] != '\n') out += '\n';
            break;
        default:
            if (is_hidden(c.code)) {
                char shown[16];
                std::snprintf(shown, sizeof shown, "U+%04X", static_cast<unsigned>(c.code));
                out.append(before).append(shown).append(after);
            } else {
                out += text.substr(0, c.length);
            }
        }
        text.remove_prefix(c.length);
    }
}

std::size_t character_start(std::string_view text, std::size_t at) {
    at = std::min(at, text.size());
    while (at > 0 && at < text.size() && is_continuation(text[at])) --at;
    return at;
}

std::size_t character_end(std::string_view text, std::size_t at) {
    at = std::min(at, text.size());
    while (at < text.size() && is_continuation(text[at])) ++at;
    return at;
}

/// The labels of the marks that cover a piece, each once, in the order of the rules' names.
std::string labels_of(const std::vector<const text_mark*>& active) {
    std::vector<std::string_view> labels;
    for (const auto* mark : active) labels.push_back(mark->label);
    std::ranges::sort(labels);
    labels.erase(std::ranges::unique(labels).begin(), labels.end());
    std::string out;
    for (const auto label : labels) out.append(out.empty() ? "" : ", ").append(label);
    return out;
}

} // namespace

std::string html_text(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    append_escaped(out, text, "<span class=\"control\">", "</span>");
    return out;
}

std::string html_attribute(std::string_view text) {
    std::string out;
    append_escaped(out, text, "[", "]");
    return out;
}

std::string html_marked(std::string_view text, std::vector<text_mark> marks) {
    std::vector<std::size_t> cuts{0, text.size()};
    for (auto& mark : marks) {
        mark.begin = character_start(text, mark.begin);
        mark.end = character_end(text, mark.end);
        cuts.push_back(mark.begin);
        cuts.push_back(mark.end);
    }
    std::ranges::sort(cuts);
    cuts.erase(std::ranges::unique(cuts).begin(), cuts.end());
    std::ranges::sort(marks, {}, &text_mark::begin);

    std::string out;
    std::vector<const text_mark*> active;
    auto next = marks.begin();
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        std::erase_if(active, [&](const text_mark* mark) { return mark->end <= cuts[i]; });
        for (; next != marks.end() && next->begin <= cuts[i]; ++next)
            if (next->end > cuts[i]) active.push_back(&*next);
        const std::string piece = html_text(text.substr(cuts[i], cuts[i + 1] - cuts[i]));
        if (active.empty())
            out += piece;
        else
            out += "<mark title=\"" + html_attribute(labels_of(active)) + "\">" + piece + "</mark>";
    }
    return out;
}

} // namespace greffe::archive
