#include "admin-cli/importers/related_items.hpp"

#include "admin-cli/importers/article_body.hpp"
#include "admin-cli/importers/caption_credit.hpp"
#include "admin-cli/importers/page_words.hpp"
#include "admin-cli/importers/source_line.hpp"

#include <algorithm>

namespace greffe::importers {

namespace {

class item_reader {
  public:
    item_reader(const page_lines& page, page_record& record, std::size_t index)
        : page_(page), lines_(page.lines), record_(record), field_("related/" + std::to_string(index)) {}

    /// nullopt: nothing in it can be read.
    std::optional<found_related> read(line_span span) {
        out_.line = lines_[span.first].number;
        out_.item.label_kind = "unknown";
        std::size_t at = span.first;
        while (at < span.last && !opens_source_line(lines_[at].content())) ++at;
        if (at == span.last) // without a source line nothing but a blank line ends the label
            for (at = span.first + 1; at < span.last && !lines_[at].opens_block && !is_cut_off(at);) ++at;
        if (at > span.first) label({span.first, at});
        if (at < span.last && source(lines_[at])) {
            record_.use(at);
            ++at;
        }
        teaser({at, span.last});
        if (end_ == 0) return std::nullopt;
        out_.item.range = {lines_[span.first].range.begin, end_};
        record_.field(field_, out_.item.range);
        return std::move(out_);
    }

  private:
    /// The last line of a file that was cut off: a source line that only begins.
    bool is_cut_off(std::size_t at) const {
        return page_.ends_open && at + 1 == lines_.size() && is_cut_source_line(lines_[at].text);
    }

    void label(line_span span) {
        std::string text(lines_[span.first].content());
        if (span.last > span.first + 1) text += '\n' + joined(lines_, span.first + 1, span.last);
        for (std::size_t at = span.first; at < span.last; ++at) record_.use(at);
        if (split_credit(text)) out_.item.label_kind = "caption";
        const auto range = record_.range_of(span.first, span.last);
        out_.item.label = std::move(text);
        end_ = range.end;
        record_.field(field_ + "/label", range);
    }

    bool source(const page_line& line) {
        const auto read = read_source_line(line.content());
        if (!read) return false;
        if (out_.item.label_kind == "unknown" && !out_.item.label.empty()) out_.item.label_kind = "title";
        out_.item.source = read->publisher;
        if (!read->partner.empty())
            out_.item.source =
                line.text.substr(static_cast<std::size_t>(read->publisher.data() - line.text.data()),
                                 static_cast<std::size_t>(read->partner.data() + read->partner.size() -
                                                          read->publisher.data()));
        out_.item.raw_time = read->raw_time;
        out_.date = read->date;
        out_.line = line.number;
        end_ = line.range.end;
        const auto from = line.source(read->publisher);
        record_.field(field_ + "/source",
                      {from.begin, read->partner.empty() ? from.end : line.source(read->partner).end});
        record_.field(field_ + "/time", line.source(read->raw_time));
        return true;
    }

    void teaser(line_span span) {
        std::size_t first = span.last;
        std::size_t last = span.last;
        std::string text;
        domain::byte_range range;
        for (std::size_t at = span.first; at < span.last; ++at) {
            const page_line& line = lines_[at];
            const bool furniture = word_of(line.text) == page_word::navigation;
            if (furniture) out_.item.truncated = true; // a "Lire la suite" in a line of its own
            if (furniture || opens_source_line(line.content()) || is_cut_off(at)) continue;
            const bool cut = page_.ends_open && at + 1 == lines_.size();
            const std::string_view shown =
                std::string_view(line.text).substr(0, length_before_read_on(line.text, cut));
            record_.use(at);
            if (shown.size() < line.text.size()) out_.item.truncated = true;
            if (shown.empty()) continue;
            if (first == span.last) {
                first = at;
                range.begin = line.range.begin;
            } else {
                text += '\n';
            }
            last = at;
            text += shown;
            range.end = line.source(shown).end;
        }
        if (last == span.last) return;
        if (ends_in_ellipsis(text)) out_.item.truncated = true;
        out_.item.teaser = std::move(text);
        end_ = range.end;
        record_.field(field_ + "/teaser", range);
    }

    const page_lines& page_;
    const std::vector<page_line>& lines_;
    page_record& record_;
    std::string field_;
    found_related out_;
    std::size_t end_ = 0; ///< of what was read; 0: nothing yet
};

} // namespace

std::vector<found_related> read_related(const page_lines& page, line_span related, page_record& record) {
    std::vector<found_related> out;
    const auto& lines = page.lines;
    const auto opens = [&](std::size_t at, std::size_t indent) {
        return lines[at].item && lines[at].indent == indent;
    };
    std::size_t at = related.first;
    while (at < related.last && !lines[at].item) ++at;
    if (at == related.last) return out;
    const std::size_t indent = lines[at].indent;
    while (at < related.last) {
        std::size_t end = at + 1;
        // At the margin stands what is no part of the list any more.
        while (end < related.last && !opens(end, indent) && !(indent > 0 && lines[end].indent == 0)) ++end;
        if (!lines[at].content().empty()) {
            item_reader reader(page, record, out.size());
            if (auto found = reader.read({at, end})) out.push_back(*std::move(found));
        }
        for (at = end; at < related.last && !opens(at, indent);) ++at;
    }
    return out;
}

} // namespace greffe::importers
