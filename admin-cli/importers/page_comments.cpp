#include "admin-cli/importers/page_comments.hpp"

#include "admin-cli/importers/french_text.hpp"
#include "admin-cli/importers/page_words.hpp"

namespace greffe::importers {

namespace {

struct comment_head {
    std::string_view raw_time; ///< views into the line
    std::string_view author;
    std::string_view rest; ///< HTML: text that begins in the same line
    std::optional<french_date> date;
    std::optional<domain::timestamp> exact;
};

std::optional<comment_head> read_head(const page_line& line) {
    if (!line.item) return std::nullopt;
    comment_head out;
    if (line.time) {
        const std::string_view text = line.text;
        out.raw_time = text.substr(line.time->begin, line.time->end - line.time->begin);
        out.author = trim(text.substr(0, line.time->begin));
        out.rest = trim(text.substr(line.time->end));
        out.exact = line.time->exact;
        out.date = parse_french_date(out.raw_time);
        if (out.exact || out.date) return out;
        return std::nullopt;
    }
    out.raw_time = trim(line.content());
    out.date = parse_french_date(out.raw_time);
    if (!out.date) return std::nullopt;
    return out;
}

class comments_reader {
  public:
    comments_reader(const page_lines& page, line_span span, page_record& record)
        : page_(page), lines_(page.lines), span_(span), record_(record) {}

    std::vector<found_comment> read(std::optional<int> declared) {
        for (at_ = span_.first; at_ < span_.last; ++at_) {
            const page_line& line = lines_[at_];
            const auto head = is_name_line(line) ? read_named_head() : read_head(line);
            if (head && opens_comment(line))
                open(line, *head);
            else if (is_furniture(line))
                furniture(line);
            else if (head_)
                body_line(line, head.has_value());
        }
        close();
        note_beyond(declared);
        return std::move(out_);
    }

  private:
    bool opens_comment(const page_line& line) const {
        if (!head_ || line.time || lines_[at_].time) return true;
        return line.indent == head_->indent && line.opens_block && line.closes_block == head_->closes_block;
    }

    /// HTML: an item opens with a name in a line of its own, and the next one is the time.
    bool is_name_line(const page_line& line) const {
        if (!page_.marked_up || !line.item || line.time || at_ + 1 >= span_.last) return false;
        const page_line& next = lines_[at_ + 1];
        return next.time && !next.item && next.time->begin == 0 && next.time->end == next.text.size();
    }
    std::optional<comment_head> read_named_head() {
        page_line with_time = lines_[at_ + 1];
        with_time.item = true;
        auto out = read_head(with_time);
        if (!out) return std::nullopt;
        record_.use(at_);
        ++at_;
        out->raw_time = lines_[at_].text;
        out->rest = {};
        out->author = lines_[at_ - 1].text;
        return out;
    }

    /// Comments at the margin: only blank lines tell a head from text, and only a pair tells the dialog.
    bool is_flat() const {
        for (std::size_t at = first_head_ + 1; at < span_.last; ++at)
            if (!read_head(lines_[at])) return lines_[at].indent <= head_->indent;
        return false;
    }

    bool is_furniture(const page_line& line) const {
        const page_word word = word_of(line.text);
        if (word == page_word::none) return false;
        if (page_.marked_up && line.is_link) return true;
        if (word == page_word::report_comment || word == page_word::close) {
            const bool dialog = in_dialog_ || starts_dialog();
            if (page_.marked_up || flat_) return dialog;
        }
        if (flat_) return line.opens_block && line.closes_block;
        return !head_ || line.indent <= head_->indent;
    }
    /// "Signaler le commentaire" with "Fermer" as the next line, or cut off before it.
    bool starts_dialog() const {
        if (word_of(lines_[at_].text) != page_word::report_comment) return false;
        return at_ + 1 == span_.last || word_of(lines_[at_ + 1].text) == page_word::close;
    }

    void furniture(const page_line& line) {
        const page_word word = word_of(line.text);
        in_dialog_ = word == page_word::report_comment;
        const bool dialog = in_dialog_ || word == page_word::close;
        record_.note({}, dialog ? "dialog" : "navigation", line.range, "line " + std::to_string(line.number));
        record_.use(at_);
        if (current_ && !current_->body.empty()) close();
    }

    void open(const page_line& line, const comment_head& head) {
        close();
        in_dialog_ = false;
        record_.use(at_);
        if (!head_) {
            head_ = &line;
            first_head_ = at_;
            flat_ = is_flat();
        } else if (flat_) {
            ambiguous_ = true;
            ambiguous_range_ = line.range;
        }
        current_.emplace();
        current_->raw_time = head.raw_time;
        current_->date = head.date;
        current_->exact = head.exact;
        current_->author = head.author;
        current_->time_range = lines_[at_].source(head.raw_time);
        current_->line = line.number;
        current_->indent = line.indent;
        current_->parent = parent_of(line.indent);
        head_range_ = line.range;
        if (!head.author.empty()) author_range_ = line.source(head.author);
        if (!head.rest.empty()) append(head.rest, line);
    }

    /// HTML: the nearest comment before that stands less deep than this one, unless one as deep or a
    /// shallower one ends it.
    std::optional<std::size_t> parent_of(std::size_t indent) const {
        if (!page_.marked_up) return std::nullopt;
        for (std::size_t i = out_.size(); i > 0 && indent > head_->indent; --i)
            if (out_[i - 1].indent < indent) return i - 1;
        return std::nullopt;
    }

    void body_line(const page_line& line, bool looks_like_head) {
        in_dialog_ = false;
        if (!current_) return;
        // At the margin stands what is no part of the list any more, unless all does.
        const bool in_text = looks_like_head || (line.item && !line.opens_block);
        if (!flat_ && line.indent <= head_->indent && !in_text) {
            if (!current_->body.empty()) close();
            return;
        }
        record_.use(at_);
        append(line.text, line);
        if (looks_like_head) text_heads_.push_back(line.range);
    }

    void append(std::string_view text, const page_line& line) {
        const auto from = text.data() == line.text.data() ? line.range : line.source(text);
        if (current_->body.empty()) {
            body_range_.begin = from.begin;
        } else {
            const std::size_t line_ends =
                page_.marked_up ? (line.opens_block ? 2 : 1) : line.number - last_number_;
            current_->body.append(line_ends, '\n');
        }
        current_->body += text;
        body_range_.end = from.end;
        last_number_ = line.number;
    }

    void close() {
        if (!current_) return;
        const std::string field = "comment/" + std::to_string(out_.size());
        if (current_->body.empty()) {
            record_.note({}, "comment_without_text", head_range_, "line " + std::to_string(current_->line));
        } else {
            record_.field(field + "/posted_at", current_->time_range);
            if (!current_->author.empty()) record_.field(field + "/author", author_range_);
            record_.field(field + "/body", body_range_);
            if (ambiguous_)
                record_.note(field, "boundary_ambiguous", ambiguous_range_,
                             "taken as the head of a comment; only blank lines tell it from text");
            for (const auto& range : text_heads_)
                record_.note(field + "/body", "boundary_ambiguous", range,
                             "looks like the head of a comment; taken as text of this one");
            out_.push_back(std::move(*current_));
        }
        current_.reset();
        ambiguous_ = false;
        text_heads_.clear();
    }

    void note_beyond(std::optional<int> declared) {
        if (!declared) return;
        for (std::size_t i = static_cast<std::size_t>(*declared); i < out_.size(); ++i)
            record_.note("comment/" + std::to_string(i), "boundary_ambiguous", out_[i].time_range,
                         "the page declares " + std::to_string(*declared) + ", and this one is beyond them");
    }

    const page_lines& page_;
    const std::vector<page_line>& lines_;
    line_span span_;
    page_record& record_;
    std::vector<found_comment> out_;
    std::size_t at_ = 0;
    const page_line* head_ = nullptr; ///< the first one: all others must look like it
    std::size_t first_head_ = 0;
    bool flat_ = false;
    bool in_dialog_ = false;
    std::optional<found_comment> current_;
    domain::byte_range head_range_;
    domain::byte_range author_range_;
    domain::byte_range body_range_;
    std::size_t last_number_ = 0;
    bool ambiguous_ = false;
    domain::byte_range ambiguous_range_;
    std::vector<domain::byte_range> text_heads_;
};

} // namespace

std::vector<found_comment> read_comments(const page_lines& page, line_span comments,
                                         std::optional<int> declared, page_record& record) {
    return comments_reader(page, comments, record).read(declared);
}

} // namespace greffe::importers
