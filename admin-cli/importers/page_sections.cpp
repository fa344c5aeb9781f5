#include "admin-cli/importers/page_sections.hpp"

#include "admin-cli/importers/french_date.hpp"
#include "admin-cli/importers/page_words.hpp"
#include "admin-cli/importers/source_line.hpp"

#include <algorithm>

namespace greffe::importers {

namespace {

using mark_type = page_line::mark_type;

bool stands_alone(const page_line& line) {
    return line.indent == 0 && line.opens_block && line.closes_block;
}

/// The heading of a section stands at the margin, in a block of its own; a comment that says the same does
/// not.
bool is_section_head(const page_line& line) {
    if (!stands_alone(line)) return false;
    const page_word word = word_of(line.text);
    return word == page_word::related_head || word == page_word::other_head;
}

/// "7 commentaires" is also a counter in the page's head or at its share buttons; the heading of the comments
/// is the one behind which no further text of the article comes.
bool heads_comments(const std::vector<page_line>& lines, std::size_t at) {
    if (!stands_alone(lines[at])) return false;
    if (!comment_count(lines[at].text) && word_of(lines[at].text) != page_word::comments_head) return false;
    std::size_t next = at + 1;
    while (next < lines.size() &&
           (word_of(lines[next].text) == page_word::navigation || comment_count(lines[next].text)))
        ++next;
    if (next == lines.size()) return true;
    const page_line& line = lines[next];
    if (is_section_head(line) || word_of(line.text) != page_word::none) return true;
    // In HTML the author's name may stand before the time, in a line of its own.
    const bool time_follows = next + 1 < lines.size() && lines[next + 1].time;
    return line.item && (line.time || time_follows || find_french_date(line.content()).has_value());
}

std::optional<std::size_t> find_title(const page_lines& page, std::size_t before) {
    const auto& lines = page.lines;
    if (page.marked_up) {
        for (std::size_t at = before; at > 0; --at)
            if (lines[at - 1].mark == mark_type::title) return at - 1;
        return std::nullopt;
    }
    if (before == 0 || word_of(lines[before - 1].text) != page_word::none) return std::nullopt;
    return before - 1;
}

page_error no_source(const page_lines& page) {
    return {page.last_line,
            "read to the end of the page without a line \"information fournie par … dd/mm/yyyy à HH:mm\"",
            page.marked_up ? "an article page has that line, or JSON-LD with a NewsArticle"
                           : "save the whole article page; that line stands below the title"};
}

} // namespace

std::variant<page_sections, page_error> find_sections(const page_lines& page) {
    const auto& lines = page.lines;
    page_sections out;

    const auto source = std::ranges::find_if(
        lines, [](const page_line& line) { return line.indent == 0 && opens_source_line(line.text); });
    std::size_t body = 0;
    if (source != lines.end()) {
        out.source = static_cast<std::size_t>(source - lines.begin());
        out.title = find_title(page, *out.source);
        body = *out.source + 1;
        if (!out.title && !(page.data && page.data->headline))
            return page_error{source->number,
                              "there is no title above the line \"information fournie par …\"",
                              "save the whole article page, from its title on"};
    } else {
        if (!page.data || !page.data->published || !page.data->headline) return no_source(page);
        const auto title = std::ranges::find(lines, mark_type::title, &page_line::mark);
        if (title != lines.end()) {
            out.title = static_cast<std::size_t>(title - lines.begin());
            body = *out.title + 1;
        }
    }

    for (std::size_t at = body; at < lines.size() && !out.count; ++at)
        if (heads_comments(lines, at)) out.count = at;

    std::vector<std::size_t> heads;
    for (std::size_t at = body; at < lines.size(); ++at)
        if (at == out.count || is_section_head(lines[at])) heads.push_back(at);
    heads.push_back(lines.size());

    out.body = {body, heads.front()};
    for (std::size_t i = 0; i + 1 < heads.size(); ++i) {
        const line_span behind{heads[i] + 1, heads[i + 1]};
        if (heads[i] == out.count)
            out.comments = behind;
        else if (word_of(lines[heads[i]].text) == page_word::related_head && out.related.empty())
            out.related = behind;
    }
    if (heads.size() > 1 && heads[heads.size() - 2] + 1 == lines.size()) {
        const std::size_t last = lines.size() - 1;
        const bool nothing_to_show = comment_count(lines[last].text) == 0;
        if (!nothing_to_show) out.cut_off = last;
    }
    return out;
}

} // namespace greffe::importers
