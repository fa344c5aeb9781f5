// A page as lines of text, the one form in which plain text and HTML come to the reader: each line knows the
// bytes it was read from, how deep it stands, and what mark-up said of it. Values; the lines of a page own
// their text.
//
// The white-space rule: a line loses the white space at its two ends and nothing else; of HTML, runs of ASCII
// white space inside it also become one space. Several lines that make one text are joined by the line breaks
// that lay between them.
#pragma once
#include "admin-cli/importers/news_article.hpp"
#include "server/domain/article.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::importers {

/// With which a page in UTF-8 may begin.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct page_line {
    enum class mark_type { none, title, heading, paragraph, lead, caption };

    std::string text;
    domain::byte_range range;
    /// Of each byte of `text`, the bytes it was read from; empty when the text is the range's bytes as they
    /// are.
    std::vector<domain::byte_range> origin;
    std::size_t number = 0;       ///< line in the file, from 1
    std::size_t indent = 0;       ///< columns; of HTML told from the nesting of lists
    std::size_t bullet_bytes = 0; ///< at the front of `text`; of HTML the bullet is not text
    bool item = false;            ///< opens an item of a list
    bool opens_block = false; ///< nothing but a blank line, or the start of a block element, stands before it
    bool closes_block = false;
    bool is_link = false; ///< HTML: all of it is a link
    mark_type mark = mark_type::none;
    struct marked_time {       ///< HTML: a <time> element
        std::size_t begin = 0; ///< in `text`
        std::size_t end = 0;
        std::optional<domain::timestamp> exact; ///< its datetime attribute, when that has an offset
    };
    std::optional<marked_time> time;

    std::string_view content() const { return std::string_view(text).substr(bullet_bytes); }
    /// The bytes of the file from which a part was read. Precondition: `part` is a view into `text`.
    domain::byte_range source(std::string_view part) const;
};

struct page_lines {
    bool marked_up = false; ///< HTML: headings and captions are told, not inferred
    std::vector<page_line> lines;
    std::size_t last_line = 1;           ///< how many lines the file has
    bool ends_open = false;              ///< the file's last line has no end: it may be cut off in the middle
    std::optional<located_text> address; ///< HTML: the canonical link
    std::optional<news_article> data;    ///< HTML: JSON-LD
    bool unreadable_data = false;        ///< HTML: there was JSON-LD that is no JSON
};

} // namespace greffe::importers
