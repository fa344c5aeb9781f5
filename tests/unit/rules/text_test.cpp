// Words, French forms, hosts and links.
#include "rules/text/french.hpp"
#include "rules/text/hosts.hpp"
#include "rules/text/links.hpp"
#include "rules/text/tokens.hpp"
#include "tests/unit/rules/random_text.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>

namespace greffe {
namespace {

using namespace rules::text;
using words = std::vector<std::string>;

TEST(words_of_a_text, end_at_apostrophes_hyphens_and_signs) {
    const auto found = words_of("l'arnaque, va-t'en _vite_ 2x été !");
    EXPECT_EQ(words(found.begin(), found.end()),
              (words{"l", "arnaque", "va", "t", "en", "vite", "2x", "été"}));
    EXPECT_TRUE(words_of(" …!? ").empty());
}

std::vector<std::string_view> read_fast(std::string_view text) {
    std::vector<std::uint32_t> edges;
    const std::size_t count = find_words(text, edges);
    std::vector<std::string_view> read;
    for (std::size_t i = 0; i < count; ++i)
        read.push_back(text.substr(edges[2 * i], edges[2 * i + 1] - edges[2 * i]));
    return read;
}

TEST(words_of_a_text, are_the_same_when_they_are_read_fast) {
    for (unsigned seed = 0; seed < 3000; ++seed) {
        const std::string text = test::random_text(seed, 5 + static_cast<int>(seed % 60));
        ASSERT_EQ(read_fast(text), words_of(text)) << text;
    }
    std::mt19937 random(7);
    for (int round = 0; round < 3000; ++round) {
        std::string text(random() % 200, ' ');
        for (char& c : text)
            c = random() % 3 == 0 ? "@[`{/:\x7F\x80\xC3\xA9\xFF"[random() % 11] : "az AZ09'"[random() % 8];
        ASSERT_EQ(read_fast(text), words_of(text)) << round;
    }
    for (int byte = 0; byte < 256; ++byte)
        for (const std::size_t before : {0U, 14U, 15U, 16U, 62U, 63U, 64U}) {
            const std::string text = std::string(before, 'a') + static_cast<char>(byte) + "b";
            ASSERT_EQ(read_fast(text), words_of(text)) << byte;
        }
}

TEST(french_forms, spell_both_genders) {
    EXPECT_EQ(french_forms("ment(eur|euse)"), (words{"menteur", "menteuse", "menteurs", "menteuses"}));
    EXPECT_EQ(french_forms("con(ne)"), (words{"con", "conne", "cons", "connes"}));
}

TEST(words_of_a_text, are_joined_by_white_space_hyphens_and_apostrophes_only) {
    EXPECT_TRUE(joins_words(" "));
    EXPECT_TRUE(joins_words("-"));
    EXPECT_TRUE(joins_words("’"));
    EXPECT_FALSE(joins_words(". "));
    EXPECT_FALSE(joins_words(", "));
}

TEST(french_forms_of_a_word, are_its_plural_and_the_feminine_that_is_spelled_out) {
    EXPECT_EQ(french_forms("arnaque"), (words{"arnaque", "arnaques"}));
    EXPECT_EQ(french_forms("connard(e)"), (words{"connard", "connarde", "connards", "connardes"}));
    EXPECT_EQ(french_forms("con(ne)"), (words{"con", "conne", "cons", "connes"}));
    EXPECT_EQ(french_forms("normal"), (words{"normal", "normals", "normaux"}));
    EXPECT_EQ(french_forms("jeu"), (words{"jeu", "jeus", "jeux"}));
    EXPECT_EQ(french_forms("gros"), (words{"gros"}));
    EXPECT_EQ(french_forms("f1"), (words{"f1"}));
}

TEST(french_forms_of_a_word, invent_no_feminine) {
    // "rate" and "cône" are other words.
    EXPECT_EQ(french_forms("rat"), (words{"rat", "rats"}));
    EXPECT_EQ(french_forms("con"), (words{"con", "cons"}));
}

TEST(host, is_normalised_as_a_browser_would) {
    EXPECT_EQ(normalized_host("T.Me"), "t.me");
    EXPECT_EQ(normalized_host("ｔ．ｍｅ"), "t.me");
    EXPECT_EQ(normalized_host("t.\u200Bme"), "t.me");
    EXPECT_EQ(normalized_host("bourse.fr."), "bourse.fr");
    EXPECT_EQ(normalized_host("société.fr"), "xn--socit-esab.fr");
    EXPECT_EQ(normalized_host("10.0.0.1"), "10.0.0.1");
    for (const auto* bad :
         {"", "t", "a..b", "-a.fr", "a-.fr", "3.14", "1.2.3", "a b.fr", "a_b.fr", "http://a.fr"})
        EXPECT_EQ(normalized_host(bad), std::nullopt) << bad;
}

TEST(host, is_shown_in_the_letters_that_its_labels_spell) {
    EXPECT_EQ(shown_host("xn--socit-esab.fr"), "soci\u00E9t\u00E9.fr");
    EXPECT_EQ(shown_host("www.t.xn--m-jtb"), "www.t.m\u0435");
    for (const auto* plain : {"t.me", "10.0.0.1", "xn--0.fr", "a.xn--a-b"})
        EXPECT_EQ(shown_host(plain), plain);
}

TEST(host_list, compares_on_label_boundaries) {
    host_list list;
    list.add("t.me");
    EXPECT_TRUE(list.contains("t.me"));
    EXPECT_TRUE(list.contains("www.t.me"));
    EXPECT_FALSE(list.contains("at.me"));
    EXPECT_FALSE(list.contains("t.me.evil.com"));
    EXPECT_FALSE(list.contains("me"));
}

struct seen {
    std::string text;
    std::string host;
    bool certain;
    bool operator==(const seen&) const = default;
};
std::ostream& operator<<(std::ostream& out, const seen& s) {
    return out << "{" << s.text << " " << s.host << " " << s.certain << "}";
}

std::vector<seen> links_in(std::string_view text) {
    std::vector<link> found;
    find_links(text, found);
    std::vector<seen> out;
    for (const link& l : found)
        out.push_back({std::string(text.substr(l.at.begin, l.at.end - l.at.begin)), l.host, l.certain});
    return out;
}

TEST(links, are_found_with_and_without_scheme) {
    using all = std::vector<seen>;
    EXPECT_EQ(links_in("Voir https://T.me/abc?x=1."), (all{{"https://T.me/abc?x=1", "t.me", true}}));
    EXPECT_EQ(links_in("(www.gain.example)"), (all{{"www.gain.example", "www.gain.example", true}}));
    EXPECT_EQ(links_in("t.me/abc, puis wa.me/33"),
              (all{{"t.me/abc", "t.me", true}, {"wa.me/33", "wa.me", true}}));
    EXPECT_EQ(links_in("ecrivez sur t.me"), (all{{"t.me", "t.me", false}}));
    EXPECT_EQ(links_in("gain-facile.com !"), (all{{"gain-facile.com", "gain-facile.com", true}}));
    EXPECT_EQ(links_in("https://jean:x@site.example:8080/a)"),
              (all{{"https://jean:x@site.example:8080/a", "site.example", true}}));
    EXPECT_EQ(links_in("ｔ．ｍｅ/abc"), (all{{"ｔ．ｍｅ/abc", "t.me", true}}));
    EXPECT_EQ(links_in("fini.http://site.example/x"), (all{{"http://site.example/x", "site.example", true}}));
    EXPECT_EQ(links_in("http://10.1.2.3/a"), (all{{"http://10.1.2.3/a", "10.1.2.3", true}}));
    EXPECT_EQ(links_in("«t.me/a»"), (all{{"t.me/a", "t.me", true}}));
    EXPECT_EQ(links_in("-t.me/a"), (all{{"t.me/a", "t.me", true}}));
}

TEST(links, are_no_addresses_numbers_or_sentences_without_a_space) {
    for (const auto* text :
         {"jean.dupont@mail.example", "jean@t.me", "+3.5% et 1.200,50", "etc...", "v1.2.3.4",
          "C'est fini.Le cours monte", "M.Dupont", "a.b", "...", ".com", "https://", "le 12.04.2024"})
        for (const seen& s : links_in(text)) EXPECT_FALSE(s.certain) << text << " -> " << s;
}

TEST(links, take_hostile_text_in_linear_time) {
    for (const std::string part : {"a.", ".", "://", "a@", "http://", "t.me/", "\u3002", "-."}) {
        std::string text;
        while (text.size() < (1 << 20)) text += part;
        std::vector<link> found;
        find_links(text, found);
        for (const link& l : found) ASSERT_LE(l.at.end, text.size());
    }
}

} // namespace
} // namespace greffe
