// A page that can't be read is refused as a whole, with the line where the reader lost the way and what to
// do.
#include "tests/unit/importers/pages.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace greffe::test {
namespace {

using testing::HasSubstr;

struct refused_case {
    const char* name;
    std::string bytes;
    std::size_t line;
    const char* message;
};

class refused : public testing::TestWithParam<refused_case> {};

TEST_P(refused, with_line_message_and_hint) {
    const auto error = refusal_of(GetParam().bytes);
    EXPECT_EQ(error.line, GetParam().line);
    EXPECT_THAT(error.message, HasSubstr(GetParam().message));
    EXPECT_FALSE(error.hint.empty());
}

INSTANTIATE_TEST_SUITE_P(
    pages, refused,
    testing::Values(
        refused_case{"empty", "", 1, "empty"},
        refused_case{"blank", "\xEF\xBB\xBF \n\t\n\xC2\xA0\n", 1, "empty"},
        refused_case{"binary", std::string("Un titre\nun \0 octet", 19), 2, "no UTF-8 text"},
        refused_case{"latin_1", "Un titre\ninformation fournie par AFP 09/04/2024 \xE0 09:56\n", 2,
                     "no UTF-8 text"},
        refused_case{"cut_in_a_character", "Un titre\ninformation fournie par AFP 09/04/2024 \xC3", 2,
                     "no UTF-8 text"},
        refused_case{"no_title", page_bytes("refused_no_title.txt"), 4, "no title"},
        refused_case{"no_title_at_all", "information fournie par AFP 09/04/2024 à 09:56\n\nTexte.\n", 1,
                     "no title"},
        refused_case{"no_source", page_bytes("refused_no_source.txt"), 7, "information fournie par"},
        refused_case{"no_date", page_bytes("refused_no_date.txt"), 2, "no date"},
        refused_case{"relative_publication",
                     "Un titre\ninformation fournie par AFP aujourd'hui à 09:56\n\nTexte.\n", 2,
                     "depends on when"},
        refused_case{"html_cut_off", page_bytes("refused_cut_off.html"), 26, "ends before </html>"},
        refused_case{"html_without_article", "<html><body><h1>Rien</h1>\n<p>du tout</p></body></html>\n", 2,
                     "information fournie par"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(refused_options, an_address_that_is_none) {
    importers::page_options options;
    for (const char* address :
         {"", "actualites/taux", "ftp://example.org/a", "https://", "javascript:alert(1)"}) {
        options.article_url = address;
        const auto error = refusal_of(page_bytes("full.txt"), options);
        EXPECT_EQ(error.line, 0u) << address;
        EXPECT_THAT(error.message, HasSubstr("address")) << address;
    }
}

TEST(refused_options, a_capture_before_what_the_page_shows) {
    const std::string bytes = page_bytes("full.txt");
    const auto error = refusal_of(bytes, captured_at("2024-01-01T00:00:00Z"));
    const auto newest = std::ranges::count(bytes.substr(0, bytes.find("30.01.2025")), '\n') + 1;
    EXPECT_EQ(error.line, static_cast<std::size_t>(newest));
    EXPECT_THAT(error.hint, HasSubstr("--captured-at"));
}

TEST(refused_options, an_unknown_time_zone) {
    importers::page_options options;
    options.time_zone = "Europe/Lutece";
    EXPECT_THAT(refusal_of(page_bytes("full.txt"), options).message, HasSubstr("Europe/Lutece"));
}

} // namespace
} // namespace greffe::test
