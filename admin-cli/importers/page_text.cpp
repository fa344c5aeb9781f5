#include "admin-cli/importers/page_text.hpp"

#include "admin-cli/importers/french_text.hpp"
#include "admin-cli/importers/page_words.hpp"
#include "server/domain/text.hpp"

#include <algorithm>

namespace greffe::importers {

namespace {

constexpr std::size_t most_bytes = 16 * 1024 * 1024;
constexpr std::size_t tab_stop = 8;

std::size_t columns(std::string_view white_space) {
    std::size_t column = 0;
    for (const char c : white_space) {
        if (c == '\t')
            column += tab_stop - column % tab_stop;
        else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80)
            ++column;
    }
    return column;
}

} // namespace

std::optional<page_error> refuse_bytes(std::string_view bytes) {
    if (bytes.empty() || trim(bytes).empty())
        return page_error{1, "the file is empty", "save the page again, with its text"};
    if (bytes.size() > most_bytes)
        return page_error{1, "the file is over 16 MiB",
                          "save the page's text or HTML alone, without its images"};
    for (std::size_t number = 1, begin = 0; begin < bytes.size(); ++number) {
        const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
        if (!domain::is_valid_text(bytes.substr(begin, end - begin)))
            return page_error{
                number, "this is no UTF-8 text",
                "save the page as text or HTML in UTF-8; a file cut off in mid-character ends like this too"};
        begin = end + 1;
    }
    return std::nullopt;
}

page_lines read_text_lines(std::string_view bytes) {
    page_lines out;
    std::size_t begin = bytes.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    bool after_blank = true;
    for (std::size_t number = 1; begin < bytes.size(); ++number) {
        const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
        const std::string_view whole = bytes.substr(begin, end - begin);
        const std::string_view shown = trim(whole);
        out.last_line = number;
        if (shown.empty()) {
            if (!after_blank) out.lines.back().closes_block = true;
        } else {
            page_line line;
            const auto start = static_cast<std::size_t>(shown.data() - bytes.data());
            line.text = shown;
            line.range = {start, start + shown.size()};
            line.number = number;
            line.indent = columns(whole.substr(0, start - begin));
            line.bullet_bytes = bullet_length(shown);
            line.item = line.bullet_bytes > 0;
            line.opens_block = after_blank;
            out.lines.push_back(std::move(line));
        }
        after_blank = shown.empty();
        begin = end + 1;
    }
    if (!out.lines.empty()) out.lines.back().closes_block = true;
    // Some programs write the whole page with a margin.
    const auto margin = std::ranges::min_element(out.lines, {}, &page_line::indent);
    const std::size_t columns_off = margin == out.lines.end() ? 0 : margin->indent;
    for (page_line& line : out.lines) line.indent -= columns_off;
    out.ends_open = !bytes.ends_with('\n');
    return out;
}

} // namespace greffe::importers
