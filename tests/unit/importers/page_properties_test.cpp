// What holds for every page, and for every page that was cut off anywhere.
#include "tests/unit/importers/pages.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>

namespace greffe::test {
namespace {

/// The white-space rule, written down a second time: each line without the white space at its ends.
std::string by_rule(std::string_view bytes) {
    constexpr std::string_view spaces[] = {" ", "\t", "\r", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89"};
    const auto stripped = [&](std::string_view line) {
        for (bool again = true; again;) {
            again = false;
            for (const auto space : spaces) {
                if (line.starts_with(space)) line.remove_prefix(space.size()), again = true;
                if (line.ends_with(space)) line.remove_suffix(space.size()), again = true;
            }
        }
        return line;
    };
    std::string out;
    while (true) {
        const auto end = bytes.find('\n');
        out += stripped(bytes.substr(0, end));
        if (end == std::string_view::npos) return out;
        out += '\n';
        bytes.remove_prefix(end + 1);
    }
}

/// HTML source as text: without tags and comments, with the character references that the pages use.
std::string without_mark_up(std::string_view bytes) {
    const std::map<std::string_view, std::string_view> references{
        {"&quot;", "\""}, {"&amp;", "&"},         {"&lt;", "<"},     {"&gt;", ">"},   {"&#39;", "'"},
        {"&#37;", "%"},   {"&nbsp;", "\xC2\xA0"}, {"&eacute;", "é"}, {"&ecirc;", "ê"}};
    std::string out;
    while (!bytes.empty()) {
        if (bytes.starts_with("<!--")) {
            bytes.remove_prefix(bytes.find("-->") + 3);
        } else if (bytes.front() == '<') {
            bytes.remove_prefix(std::min(bytes.find('>'), bytes.size() - 1) + 1);
            out += ' ';
        } else if (bytes.front() == '&') {
            const auto end = bytes.find(';') + 1;
            out += references.at(bytes.substr(0, end));
            bytes.remove_prefix(end);
        } else {
            out += bytes.front();
            bytes.remove_prefix(1);
        }
    }
    return out;
}

/// Without any white space: what mark-up does between words is not the question here.
std::string ink(std::string_view text) {
    std::string out(text);
    std::erase_if(out, [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
    return out;
}

/// The text that each field claims.
std::map<std::string, std::string> texts_of(const importers::captured_page& page) {
    std::map<std::string, std::string> out;
    const auto& article = page.article;
    out["title"] = article.title;
    out["source"] = article.source.raw;
    out["source/publisher"] = article.source.publisher;
    out["source/partner"] = article.source.partner;
    out["lead"] = article.lead;
    for (std::size_t i = 0; i < article.body.size(); ++i)
        out["body/" + std::to_string(i)] = article.body[i].text;
    for (std::size_t i = 0; i < article.captions.size(); ++i) {
        const std::string field = "caption/" + std::to_string(i);
        out[field + "/text"] = article.captions[i].text;
        out[field + "/credit"] = article.captions[i].credit;
    }
    for (std::size_t i = 0; i < page.comments.size(); ++i) {
        const std::string field = "comment/" + std::to_string(i);
        out[field + "/body"] = page.comments[i].body;
        out[field + "/posted_at"] = page.comments[i].posted->raw;
        out[field + "/author"] = page.comments[i].author.name.value_or("");
    }
    for (std::size_t i = 0; i < page.capture.related.size(); ++i) {
        const std::string field = "related/" + std::to_string(i);
        out[field + "/label"] = page.capture.related[i].label;
        out[field + "/source"] = page.capture.related[i].source;
        out[field + "/time"] = page.capture.related[i].raw_time;
        out[field + "/teaser"] = page.capture.related[i].teaser;
    }
    if (page.capture.cut_off) out["cut_off"] = *page.capture.cut_off;
    return out;
}

/// Every range lies in the file and says, by the rule, what its field says.
void expect_true_ranges(const importers::captured_page& page, const std::string& context) {
    const bool html = page.capture.media_type == "text/html";
    const auto texts = texts_of(page);
    std::size_t claimed = 0;
    for (const auto& [field, range] : page.capture.fields) {
        ASSERT_LE(range.begin, range.end) << context << ' ' << field;
        ASSERT_LE(range.end, page.capture.raw.size()) << context << ' ' << field;
        const auto text = texts.find(field);
        if (text == texts.end()) continue;
        ++claimed;
        const std::string_view bytes =
            std::string_view(page.capture.raw).substr(range.begin, range.end - range.begin);
        if (html && bytes.starts_with('{'))
            continue; // written with escapes in JSON-LD: the range covers the script
        if (html)
            ASSERT_EQ(ink(without_mark_up(bytes)), ink(text->second)) << context << ' ' << field;
        else
            ASSERT_EQ(by_rule(bytes), text->second) << context << ' ' << field;
    }
    // And no text is without a range.
    const auto with_text =
        std::ranges::count_if(texts, [](const auto& field) { return !field.second.empty(); });
    ASSERT_EQ(claimed, static_cast<std::size_t>(with_text)) << context;
    for (const auto& note : page.capture.notes) {
        ASSERT_LE(note.range.begin, note.range.end) << context << ' ' << note.code;
        ASSERT_LE(note.range.end, page.capture.raw.size()) << context << ' ' << note.code;
    }
}

constexpr const char* furniture[] = {
    "Aller au contenu principal", "Signaler le commentaire", "Lire la suite", "A lire aussi", "Fermer",
    "information fournie par"};

void expect_no_furniture(const importers::captured_page& page, const std::string& name,
                         const std::string& context) {
    for (const auto& [field, text] : texts_of(page)) {
        if (field == "cut_off" || field == "source") continue;
        for (const char* word : furniture) {
            // These pages have readers who write such words themselves.
            const bool readers_word =
                name == "says_fermer.txt" || name == "at_the_margin.txt" || name == "with_data.html";
            if (readers_word && field.starts_with("comment/")) continue;
            ASSERT_THAT(text, testing::Not(testing::HasSubstr(word))) << context << ' ' << field;
        }
    }
}

class every_page : public testing::TestWithParam<std::string> {};
class every_html_page : public every_page {};

TEST_P(every_page, has_true_ranges_and_no_furniture) {
    const std::string bytes = page_bytes(GetParam());
    const auto read = importers::read_page(bytes);
    const auto* page = std::get_if<importers::captured_page>(&read);
    ASSERT_EQ(page == nullptr, GetParam().starts_with("refused"));
    if (!page) return;
    expect_true_ranges(*page, GetParam());
    expect_no_furniture(*page, GetParam(), GetParam());
}

/// Pages that begin like full.txt need no second look at what they share with it.
std::size_t first_cut(const std::string& name, const std::string& bytes) {
    const std::string shared = page_bytes("full.txt");
    if (name == "full.txt") return 0;
    return static_cast<std::size_t>(std::ranges::mismatch(bytes, shared).in1 - bytes.begin());
}

TEST_P(every_page, may_be_cut_off_at_every_byte) {
    const std::string bytes = page_bytes(GetParam());
    for (std::size_t size = first_cut(GetParam(), bytes); size < bytes.size() && !HasFatalFailure(); ++size) {
        const auto read = importers::read_page(std::string_view(bytes).substr(0, size));
        const std::string context = GetParam() + " cut at " + std::to_string(size);
        if (const auto* refused = std::get_if<importers::page_error>(&read)) {
            ASSERT_FALSE(refused->message.empty() || refused->hint.empty()) << context;
            ASSERT_GE(refused->line, 1u) << context;
            continue;
        }
        const auto& page = std::get<importers::captured_page>(read);
        expect_true_ranges(page, context);
        expect_no_furniture(page, GetParam(), context);
    }
}

/// A browser that was stopped writes what it has and closes the elements.
TEST_P(every_html_page, may_be_cut_off_and_closed) {
    const std::string bytes = page_bytes(GetParam());
    for (std::size_t size = 100; size < bytes.size(); size += 3) {
        const auto read = importers::read_page(bytes.substr(0, size) + "</body></html>\n");
        if (const auto* page = std::get_if<importers::captured_page>(&read))
            for (const auto& [field, range] : page->capture.fields) {
                ASSERT_LE(range.begin, range.end) << size << ' ' << field;
                ASSERT_LE(range.end, page->capture.raw.size()) << size << ' ' << field;
            }
    }
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
    std::string name = info.param;
    std::ranges::replace(name, '.', '_');
    return name;
}

std::vector<std::string> html_page_names() {
    auto names = page_names();
    std::erase_if(names, [](const std::string& name) { return !name.ends_with(".html"); });
    return names;
}

INSTANTIATE_TEST_SUITE_P(pages, every_page, testing::ValuesIn(page_names()), test_name);
INSTANTIATE_TEST_SUITE_P(pages, every_html_page, testing::ValuesIn(html_page_names()), test_name);

} // namespace
} // namespace greffe::test
