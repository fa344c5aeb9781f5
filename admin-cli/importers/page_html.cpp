#include "admin-cli/importers/page_html.hpp"

#include "admin-cli/importers/french_text.hpp"
#include "admin-cli/importers/html_lines.hpp"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

namespace greffe::importers {

namespace {

constexpr std::size_t sniffed = 2048;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool contains(std::string_view text, std::string_view wanted_lower) {
    return !std::ranges::search(text, wanted_lower, {}, lower).empty();
}

std::string_view as_view(const xmlChar* text, int size) {
    return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)};
}
std::string as_string(const xmlChar* text) {
    return text ? reinterpret_cast<const char*>(text) : "";
}

/// Receives the parser's events and finds the bytes of each.
class page_events {
  public:
    /// `added`: how many bytes the parser was given in front of the file's.
    page_events(std::string_view bytes, std::size_t added, page_lines& out)
        : bytes_(bytes), added_(static_cast<long>(added)), out_(out), lines_(bytes) {}

    void follow(htmlParserCtxtPtr parser) { parser_ = parser; }

    void start(const xmlChar* name, const xmlChar** attributes) {
        const std::string element = as_string(name);
        html_lines::attributes with;
        for (; attributes && attributes[0]; attributes += 2)
            with.emplace(as_string(attributes[0]), as_string(attributes[1]));
        const domain::byte_range tag = passed();
        if (element == "script") in_data_ = with["type"] == "application/ld+json";
        if (element == "link" && with["rel"] == "canonical" && !out_.address) address(with["href"], tag);
        lines_.open(element, with);
    }
    void end(const xmlChar* name) {
        passed();
        if (in_data_ && as_string(name) == "script") end_data();
        lines_.close(as_string(name));
    }
    void text(std::string_view read) {
        const domain::byte_range from = source_of(read);
        if (!in_data_) {
            lines_.text(read, from);
            return;
        }
        if (data_.empty()) data_begin_ = from.begin;
        data_ += read;
    }

    void finish() { out_.lines = lines_.finish(); }

  private:
    /// The bytes read since the event before.
    domain::byte_range passed() {
        const long consumed = xmlByteConsumed(parser_) - added_;
        const std::size_t now =
            std::clamp(static_cast<std::size_t>(std::max(consumed, 0L)), at_, bytes_.size());
        const domain::byte_range between{at_, now};
        at_ = now;
        return between;
    }
    /// A text stands in the file as it is, or as a character reference; were it neither, all that was passed
    /// over is named.
    domain::byte_range source_of(std::string_view read) {
        const domain::byte_range between = passed();
        const std::size_t now = between.end;
        if (read.size() <= now && bytes_.substr(now - read.size(), read.size()) == read)
            return {now - read.size(), now};
        const auto reference = bytes_.substr(0, now).rfind('&');
        if (reference != std::string_view::npos && reference >= between.begin) return {reference, now};
        return between;
    }
    void address(const std::string& value, domain::byte_range tag) {
        if (value.empty()) return;
        const auto at = bytes_.substr(tag.begin, tag.end - tag.begin).find(value);
        if (at != std::string_view::npos) tag = {tag.begin + at, tag.begin + at + value.size()};
        out_.address = located_text{value, tag};
    }
    void end_data() {
        in_data_ = false;
        const auto found = out_.data ? std::nullopt : read_news_article(data_, data_begin_);
        if (!out_.data && !found) out_.unreadable_data = true;
        if (found && std::holds_alternative<news_article>(*found)) out_.data = std::get<news_article>(*found);
        data_.clear();
    }

    std::string_view bytes_;
    long added_;
    page_lines& out_;
    html_lines lines_;
    htmlParserCtxtPtr parser_ = nullptr;
    std::size_t at_ = 0;
    bool in_data_ = false;
    std::string data_;
    std::size_t data_begin_ = 0;
};

page_events& events(void* context) {
    return *static_cast<page_events*>(context);
}

htmlSAXHandler handlers() {
    htmlSAXHandler out;
    std::memset(&out, 0, sizeof out);
    out.startElement = [](void* c, const xmlChar* name, const xmlChar** with) {
        events(c).start(name, with);
    };
    out.endElement = [](void* c, const xmlChar* name) { events(c).end(name); };
    out.characters = [](void* c, const xmlChar* text, int size) { events(c).text(as_view(text, size)); };
    out.ignorableWhitespace = out.characters;
    out.cdataBlock = out.characters;
    return out;
}

} // namespace

bool is_html(std::string_view bytes) {
    const std::string_view start = trim(bytes.substr(0, sniffed));
    if (!start.starts_with('<')) return false;
    return std::ranges::any_of(
        std::initializer_list<std::string_view>{"<!doctype html", "<html", "<head", "<body"},
        [&](std::string_view tag) { return contains(start, tag); });
}

std::variant<page_lines, page_error> read_html_lines(std::string_view bytes) {
    page_lines out;
    out.marked_up = true;
    out.last_line = 1 + static_cast<std::size_t>(std::ranges::count(bytes.substr(0, bytes.size() - 1), '\n'));
    if (!contains(bytes, "</html>") && !contains(bytes, "</body>"))
        return page_error{out.last_line, "the page ends before </html>",
                          "it was cut off: save it again, whole"};

    // With it in front libxml2 takes the bytes as UTF-8, whatever a <meta> says, and its positions are the
    // file's.
    const std::string_view added = bytes.starts_with(byte_order_mark) ? std::string_view() : byte_order_mark;
    const std::string marked = std::string(added) + std::string(bytes);
    page_events received(bytes, added.size(), out);
    const std::unique_ptr<htmlParserCtxt, decltype(&htmlFreeParserCtxt)> parser(
        htmlCreateMemoryParserCtxt(marked.data(), static_cast<int>(marked.size())), &htmlFreeParserCtxt);
    if (!parser) return page_error{1, "libxml2 could not start", "save the page as text"};
    *parser->sax = handlers();
    parser->userData = &received;
    htmlCtxtUseOptions(parser.get(), HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
                                         HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC | HTML_PARSE_NODEFDTD);
    received.follow(parser.get());
    htmlParseDocument(parser.get());
    received.finish();
    return out;
}

} // namespace greffe::importers
