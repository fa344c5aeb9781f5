#include "admin-cli/importers/html_lines.hpp"

#include "admin-cli/importers/french_text.hpp"
#include "admin-cli/importers/page_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace greffe::importers {

namespace {

using mark_type = page_line::mark_type;

struct known_element {
    std::string_view name;
    bool hidden;
    mark_type mark;
};
/// Elements that are no part of a line of text: their content is hidden, or stands in lines of its own.
constexpr known_element known_elements[] = {
    {"script", true, mark_type::none},
    {"style", true, mark_type::none},
    {"noscript", true, mark_type::none},
    {"template", true, mark_type::none},
    {"svg", true, mark_type::none},
    {"select", true, mark_type::none},
    {"button", true, mark_type::none},
    {"nav", true, mark_type::none},
    {"footer", true, mark_type::none},
    {"dialog", true, mark_type::none},
    {"iframe", true, mark_type::none},
    {"object", true, mark_type::none},
    {"textarea", true, mark_type::none},
    {"title", true, mark_type::none},
    {"h1", false, mark_type::title},
    {"h2", false, mark_type::heading},
    {"h3", false, mark_type::heading},
    {"h4", false, mark_type::heading},
    {"h5", false, mark_type::heading},
    {"h6", false, mark_type::heading},
    {"p", false, mark_type::paragraph},
    {"blockquote", false, mark_type::paragraph},
    {"pre", false, mark_type::paragraph},
    {"li", false, mark_type::paragraph},
    {"figcaption", false, mark_type::caption},
    {"div", false, mark_type::none},
    {"section", false, mark_type::none},
    {"article", false, mark_type::none},
    {"main", false, mark_type::none},
    {"aside", false, mark_type::none},
    {"header", false, mark_type::none},
    {"figure", false, mark_type::none},
    {"ul", false, mark_type::none},
    {"ol", false, mark_type::none},
    {"dl", false, mark_type::none},
    {"dt", false, mark_type::none},
    {"dd", false, mark_type::none},
    {"table", false, mark_type::none},
    {"tr", false, mark_type::none},
    {"td", false, mark_type::none},
    {"th", false, mark_type::none},
    {"form", false, mark_type::none},
    {"fieldset", false, mark_type::none},
    {"address", false, mark_type::none},
    {"body", false, mark_type::none},
    {"html", false, mark_type::none},
    {"head", false, mark_type::none},
    {"hr", false, mark_type::none},
};

constexpr std::array hiding_roles{"navigation", "dialog", "alertdialog", "search", "contentinfo", "menu"};
constexpr std::array lead_classes{"chapo", "lead", "standfirst", "chapeau"};

/// Elements without content; libxml2 closes them at once, and they never hold the lines apart.
constexpr std::string_view line_break = "br";

std::string_view value_of(const html_lines::attributes& with, std::string_view name) {
    const auto found = with.find(name);
    return found == with.end() ? std::string_view() : found->second;
}

/// A name among those in a class attribute, alone or as the last part of one ("c-article__chapo").
bool has_class(std::string_view classes, std::string_view wanted) {
    for (auto at = classes.find(wanted); at != std::string_view::npos; at = classes.find(wanted, at + 1)) {
        const bool starts =
            at == 0 || std::string_view(" -_").find(classes[at - 1]) != std::string_view::npos;
        const auto end = at + wanted.size();
        if (starts && (end == classes.size() || classes[end] == ' ')) return true;
    }
    return false;
}

/// No page nests its text like this; below, elements no longer count.
constexpr std::size_t deepest = 500;

bool is_white(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

} // namespace

html_lines::element html_lines::describe(std::string_view name, const attributes& with) const {
    element out;
    out.name = name;
    if (const auto* known = std::ranges::find(known_elements, name, &known_element::name);
        known != std::end(known_elements)) {
        out.as = known->hidden ? role::hidden : role::block;
        out.mark = known->mark;
    }
    if (with.contains("hidden") || value_of(with, "aria-hidden") == "true" ||
        std::ranges::find(hiding_roles, value_of(with, "role")) != hiding_roles.end())
        out.as = role::hidden;
    const auto classes = value_of(with, "class");
    if (out.as == role::block &&
        std::ranges::any_of(lead_classes, [&](auto c) { return has_class(classes, c); }))
        out.mark = mark_type::lead;
    out.item = name == "li" || (name == "article" && title_seen_) || value_of(with, "itemprop") == "comment";
    if (out.item && out.as == role::inline_text) out.as = role::block;
    out.link = name == "a";
    return out;
}

void html_lines::open(std::string_view name, const attributes& with) {
    if (name == line_break) {
        if (hidden_ == 0) end_line();
        return;
    }
    if (open_.size() == deepest) {
        ++too_deep_;
        return;
    }
    element opened = describe(name, with);
    if (hidden_ == 0 && opened.as == role::block) {
        end_block();
        title_seen_ = title_seen_ || opened.mark == mark_type::title;
        if (opened.item) item_pending_ = true;
    }
    if (hidden_ == 0 && name == "time") {
        open_time_.emplace();
        open_time_->begin = line_.text.size() + (space_pending_ && !line_.text.empty() ? 1 : 0);
        open_time_->exact = domain::parse_rfc3339(value_of(with, "datetime"));
    }
    if (hidden_ == 0 && opened.link)
        link_begin_ = line_.text.size() + (space_pending_ && !line_.text.empty() ? 1 : 0);
    hidden_ += opened.as == role::hidden;
    items_ += opened.item;
    links_ += opened.link;
    open_.push_back(std::move(opened));
}

void html_lines::close(std::string_view name) {
    if (name == line_break) return;
    if (too_deep_ > 0) {
        --too_deep_;
        return;
    }
    const auto found =
        std::find_if(open_.rbegin(), open_.rend(), [&](const element& e) { return e.name == name; });
    if (found == open_.rend()) return;
    // The parser closes what was left open inside by itself; were it not so, the inner ones end here too.
    for (const auto closing = open_.size() - static_cast<std::size_t>(found - open_.rbegin()) - 1;
         open_.size() > closing;) {
        const element& last = open_.back();
        if (hidden_ == 0 && last.as == role::block) end_block();
        if (hidden_ == 0 && last.name == "time" && open_time_) {
            open_time_->end = line_.text.size();
            if (open_time_->end > open_time_->begin) line_.time = open_time_;
            open_time_.reset();
        }
        if (hidden_ == 0 && last.link) end_link();
        hidden_ -= last.as == role::hidden;
        items_ -= last.item;
        links_ -= last.link;
        open_.pop_back();
    }
}

void html_lines::append(char byte, domain::byte_range from) {
    line_.text += byte;
    line_.origin.push_back(from);
}

void html_lines::text(std::string_view bytes, domain::byte_range from) {
    if (hidden_ > 0) return;
    const bool as_is = from.end - from.begin == bytes.size();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const domain::byte_range origin =
            as_is ? domain::byte_range{from.begin + i, from.begin + i + 1} : from;
        if (is_white(bytes[i])) {
            if (!space_pending_) space_ = origin;
            space_pending_ = true;
            continue;
        }
        if (space_pending_ && !line_.text.empty()) append(' ', space_);
        space_pending_ = false;
        append(bytes[i], origin);
        if (links_ == 0) ++unlinked_;
    }
}

/// What the elements say of a line: the innermost that says anything, but a paragraph in a caption is still a
/// caption.
page_line::mark_type html_lines::innermost_mark() const {
    auto mark = mark_type::none;
    for (const element& e : open_) {
        if (e.mark != mark_type::none) mark = e.mark;
        if (mark == mark_type::caption || mark == mark_type::lead) break;
    }
    return mark;
}

void html_lines::end_line() {
    const std::string_view shown = trim(line_.text);
    if (!shown.empty()) {
        const auto cut = static_cast<std::ptrdiff_t>(shown.data() - line_.text.data());
        const auto size = static_cast<std::ptrdiff_t>(shown.size());
        page_line line;
        line.origin.assign(line_.origin.begin() + cut, line_.origin.begin() + cut + size);
        line.text = shown;
        line.range = {line.origin.front().begin, line.origin.back().end};
        const auto upto = std::max(line.range.begin, counted_to_);
        number_ += static_cast<std::size_t>(
            std::ranges::count(source_.substr(counted_to_, upto - counted_to_), '\n'));
        counted_to_ = upto;
        line.number = number_;
        line.item = item_pending_;
        line.indent = items_ == 0 ? 0 : 4 * items_ - (item_pending_ ? 2 : 0);
        line.opens_block = block_pending_;
        line.is_link = unlinked_ == 0;
        line.mark = innermost_mark();
        if (line_.time && line_.time->begin >= static_cast<std::size_t>(cut)) {
            line.time = line_.time;
            line.time->begin -= static_cast<std::size_t>(cut);
            line.time->end = std::min(line.time->end - static_cast<std::size_t>(cut), line.text.size());
            if (line.time->begin >= line.time->end) line.time.reset();
        }
        done_.push_back(std::move(line));
        item_pending_ = false;
        block_pending_ = false;
    }
    line_ = page_line();
    space_pending_ = false;
    unlinked_ = 0;
    link_begin_.reset();
    if (open_time_) open_time_->begin = 0;
}

/// A link that is a word of the furniture ("Lire la suite") becomes a line of its own.
void html_lines::end_link() {
    const auto begin = std::exchange(link_begin_, std::nullopt);
    if (!begin || *begin >= line_.text.size()) return;
    if (word_of(std::string_view(line_.text).substr(*begin)) == page_word::none) return;
    page_line link;
    link.text = line_.text.substr(*begin);
    const auto cut = static_cast<std::ptrdiff_t>(*begin);
    link.origin.assign(line_.origin.begin() + cut, line_.origin.end());
    line_.text.resize(*begin);
    line_.origin.resize(*begin);
    if (line_.time && line_.time->end > *begin) line_.time.reset();
    end_line();
    line_ = std::move(link);
    end_line();
}

void html_lines::end_block() {
    end_line();
    if (!done_.empty()) done_.back().closes_block = true;
    block_pending_ = true;
}

std::vector<page_line> html_lines::finish() {
    end_block();
    return std::move(done_);
}

} // namespace greffe::importers
