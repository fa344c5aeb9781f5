#include "admin-cli/importers/article_body.hpp"

#include "admin-cli/importers/caption_credit.hpp"
#include "admin-cli/importers/french_text.hpp"
#include "admin-cli/importers/page_words.hpp"

#include <algorithm>
#include <array>

namespace greffe::importers {

namespace {

using mark_type = page_line::mark_type;
using kind_type = domain::body_block::kind_type;

struct block {
    enum class kind_type { paragraph, short_line, heading, caption, lead };
    std::size_t first;
    std::size_t last;
    kind_type kind;
};

constexpr std::size_t longest_heading = 120; // bytes

/// Ends like a sentence, also inside a closing quotation mark or parenthesis.
bool ends_a_sentence(std::string_view text) {
    constexpr std::array<std::string_view, 6> closing{"\"", "\u00BB", "\u201D", "\u2019", "'", ")"};
    for (bool shorter = true; shorter;) {
        shorter = false;
        for (const auto sign : closing)
            if (text.ends_with(sign)) {
                text = trim(text.substr(0, text.size() - sign.size()));
                shorter = true;
            }
    }
    // A question may well be a sub-head: "Que faire ?"
    constexpr std::array<std::string_view, 6> ends{".", "!", "\u2026", ";", ":", ","};
    return std::ranges::any_of(ends, [&](std::string_view end) { return text.ends_with(end); });
}

bool may_be_heading(const page_line& line) {
    return line.text.size() <= longest_heading && line.bullet_bytes == 0 && !ends_a_sentence(line.text);
}

/// nullopt: no text of the article.
std::optional<block::kind_type> kind_of(const page_lines& page, std::size_t first, std::size_t last) {
    const page_line& line = page.lines[first];
    const bool single = last == first + 1;
    if (single && (word_of(line.text) != page_word::none || comment_count(line.text))) return std::nullopt;
    if (!page.marked_up) {
        if (single && split_credit(line.text)) return block::kind_type::caption;
        return single && may_be_heading(line) ? block::kind_type::short_line : block::kind_type::paragraph;
    }
    switch (line.mark) {
    case mark_type::caption: return block::kind_type::caption;
    case mark_type::heading: return block::kind_type::heading;
    case mark_type::lead: return block::kind_type::lead;
    case mark_type::paragraph:
        if (line.indent > 0 && line.is_link) return std::nullopt; // a list of links: share buttons, tabs
        return block::kind_type::paragraph;
    case mark_type::title:
    case mark_type::none: return std::nullopt;
    }
    return std::nullopt;
}

std::vector<block> blocks_of(const page_lines& page, line_span body) {
    std::vector<block> out;
    for (std::size_t first = body.first; first < body.last;) {
        std::size_t last = first + 1;
        while (last < body.last && !page.lines[last].opens_block) ++last;
        if (const auto kind = kind_of(page, first, last)) out.push_back({first, last, *kind});
        first = last;
    }
    return out;
}

class body_reader {
  public:
    body_reader(const page_lines& page, page_record& record, domain::article_content& into)
        : page_(page), record_(record), into_(into) {}

    void lead(const block& from) {
        into_.lead = joined(page_.lines, from.first, from.last);
        const auto range = take(from);
        record_.field("lead", range);
        if (from.kind != block::kind_type::lead) record_.note("lead", "lead_inferred", range);
    }

    void caption(const block& from, bool again) {
        const std::string text = joined(page_.lines, from.first, from.last);
        const auto range = take(from);
        if (again && text == last_caption_) {
            domain::caption& shown = into_.captions.back();
            record_.field(name("caption", into_.captions.size() - 1) + "/occurrence/" +
                              std::to_string(shown.occurrences),
                          range);
            ++shown.occurrences;
            return;
        }
        last_caption_ = text;
        const std::string field = name("caption", into_.captions.size());
        record_.field(field, range);
        domain::caption shown;
        shown.text = text;
        const page_line& line = page_.lines[from.last - 1];
        if (const auto split = split_credit(line.text); split && from.last == from.first + 1) {
            shown.text = split->text;
            shown.credit = split->credit;
            record_.field(field + "/text", line.source(split->text));
            record_.field(field + "/credit", line.source(split->credit));
        }
        record_.note(field, "image_not_captured", range);
        into_.captions.push_back(std::move(shown));
    }

    void text(const block& from, kind_type kind, bool inferred) {
        const std::string field = name("body", into_.body.size());
        const auto range = take(from);
        into_.body.push_back({kind, inferred, joined(page_.lines, from.first, from.last)});
        record_.field(field, range);
        if (inferred) record_.note(field, "heading_inferred", range);
    }

  private:
    static std::string name(std::string_view field, std::size_t index) {
        return std::string(field) + "/" + std::to_string(index);
    }
    domain::byte_range take(const block& from) {
        for (std::size_t line = from.first; line < from.last; ++line) record_.use(line);
        return {page_.lines[from.first].range.begin, page_.lines[from.last - 1].range.end};
    }

    const page_lines& page_;
    page_record& record_;
    domain::article_content& into_;
    std::string last_caption_;
};

} // namespace

std::string joined(const std::vector<page_line>& lines, std::size_t first, std::size_t last) {
    std::string out = lines[first].text;
    for (std::size_t at = first + 1; at < last; ++at) out += '\n' + lines[at].text;
    return out;
}

void read_body(const page_lines& page, line_span body, page_record& record, domain::article_content& into) {
    using kind = block::kind_type;
    const std::vector<block> blocks = blocks_of(page, body);
    const auto is = [&](std::size_t at, kind wanted) {
        return at < blocks.size() && blocks[at].kind == wanted;
    };
    body_reader reader(page, record, into);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const bool is_text = is(i, kind::paragraph) || is(i, kind::short_line);
        const bool leads = is(i, kind::lead) || (i == 0 && is_text && is(i + 1, kind::caption));
        if (leads && into.lead.empty())
            reader.lead(blocks[i]);
        else if (is(i, kind::caption))
            reader.caption(blocks[i], i > 0 && is(i - 1, kind::caption));
        else if (is(i, kind::heading))
            reader.text(blocks[i], kind_type::heading, false);
        else if (is(i, kind::short_line) && is(i + 1, kind::paragraph))
            reader.text(blocks[i], kind_type::heading, true);
        else
            reader.text(blocks[i], kind_type::paragraph, false);
    }
}

} // namespace greffe::importers
