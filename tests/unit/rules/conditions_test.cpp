// Each condition of the language by itself.
#include "rules/text/view.hpp"
#include "tests/unit/rules/compile.hpp"

#include <algorithm>
#include <random>
#include <regex>

namespace greffe {
namespace {

using test::found;
using test::matches;
using parts = std::vector<std::string>;

TEST(text, is_unanchored_and_its_spans_are_leftmost_first_without_overlap) {
    EXPECT_EQ(found("{text: 'aa|a'}", "xaaax"), (parts{"aa", "a"}));
    EXPECT_EQ(found("{text: 'a|ab'}", "ab"), (parts{"a"})) << "leftmost-first, not longest";
    EXPECT_EQ(found("{text: 'tele\\w+'}", "Mon ＴÉLÉGRAM, mon T\u00ADélé\u200Bphone"),
              (parts{"ＴÉLÉGRAM", "T\u00ADélé\u200Bphone"}));
    EXPECT_FALSE(matches("{text: 'telegram'}", "télé gramme"));
}

TEST(text, looks_at_the_view_it_names) {
    EXPECT_TRUE(matches("{text: 'ete'}", "L’ÉTÉ"));
    EXPECT_FALSE(matches("{text: 'ete', view: raw}", "L’ÉTÉ"));
    EXPECT_TRUE(matches("{text: 'É', view: raw}", "E\u0301te\u0301")) << "raw is NFC";
    EXPECT_TRUE(matches("{text: 'a b'}", "a \n\u00A0b"));
    EXPECT_FALSE(matches("{text: 'a.b', view: raw}", "a\nb"));
}

TEST(text, drops_a_match_that_overlaps_an_exception_and_holds_if_one_remains) {
    const auto* rule = "{text: 'signal', except: [\"signal d'achat\"]}";
    EXPECT_FALSE(matches(rule, "un signal d’achat"));
    EXPECT_EQ(found(rule, "un signal d'achat sur Signal"), (parts{"Signal"}));
    EXPECT_FALSE(matches("{text: 'bc', except: ['ab', 'cd']}", "abcd"));
    EXPECT_TRUE(matches("{text: 'bc', except: ['a', 'd']}", "abcd")) << "touching is not overlapping";
}

TEST(words, compare_whole_words_only) {
    EXPECT_TRUE(matches("{words: [con]}", "Quel CON !"));
    EXPECT_FALSE(matches("{words: [con]}", "La consommation des ménages, constate-t-on à Mâcon"));
    EXPECT_TRUE(matches("{words: [arnaque]}", "l'arnaque"));
    EXPECT_FALSE(matches("{words: [cul]}", "Scunthorpe, calcul, culture"));
    EXPECT_EQ(found("{words: [été]}", "Cet été, l'E\u0301te\u0301 ; ete"),
              (parts{"été", "E\u0301te\u0301", "ete"}));
}

TEST(words, know_plurals_and_the_feminine_that_is_spelled_out) {
    for (const auto* text : {"connard", "Connards", "CONNARDE", "connardes"})
        EXPECT_TRUE(matches("{words: [connard(e)]}", text)) << text;
    EXPECT_TRUE(matches("{words: [escroc]}", "des escrocs"));
    EXPECT_FALSE(matches("{words: [rat]}", "la rate"));
    EXPECT_TRUE(matches("{words: [oignon frais]}", "des oignons frais"));
}

TEST(words, find_expressions_whose_words_follow_each_other) {
    EXPECT_EQ(found("{words: [fils de pute]}", "Ah, Fils  de-pute !"), (parts{"Fils  de-pute"}));
    EXPECT_FALSE(matches("{words: [ta gueule]}", "Il est dans ta. Gueule de bois"));
    EXPECT_FALSE(matches("{words: [fils de pute]}", "fils de"));
    EXPECT_EQ(found("{words: [sale, sale(s) con(ne)]}", "sale conne"), (parts{"sale"}))
        << "spans do not overlap";
    EXPECT_TRUE(matches("{words: [grosse con(ne)]}", "grosses connes"));
}

TEST(words, look_at_the_raw_view_with_case_and_accents) {
    EXPECT_TRUE(matches("{words: [Été], view: raw}", "Été"));
    EXPECT_FALSE(matches("{words: [Été], view: raw}", "été"));
}

TEST(words, leave_yaml_its_booleans) {
    EXPECT_TRUE(matches("{words: [no, on]}", "say NO"));
    EXPECT_TRUE(matches("{words: [oui, yes, off]}", "off"));
}

TEST(link, counts_links_and_compares_hosts_on_labels) {
    EXPECT_TRUE(matches("{link: {count: 2}}", "https://a.example et www.b.example"));
    EXPECT_FALSE(matches("{link: {count: 3}}", "https://a.example et www.b.example"));
    EXPECT_TRUE(matches("{link: {host_in: [t.me]}}", "ecrivez sur T.ME"));
    EXPECT_TRUE(matches("{link: {host_in: [whatsapp.com]}}", "chat.whatsapp.com/x"));
    EXPECT_FALSE(matches("{link: {host_in: [t.me]}}", "https://at.me/x et https://t.me.example/x"));
    EXPECT_FALSE(matches("{link: {host_in: [t.me]}}", "jean@t.me"));
    EXPECT_EQ(found("{link: {count: 1}}", "Voir https://gain.example/a?b=c."),
              (parts{"https://gain.example/a?b=c"}));
    EXPECT_FALSE(matches("{link: {count: 2, host_in: [t.me]}}", "t.me/a et https://b.example"));
}

TEST(length, counts_characters_strictly) {
    EXPECT_TRUE(matches("{length: {over: 2}}", "été"));
    EXPECT_FALSE(matches("{length: {over: 3}}", "été"));
    EXPECT_TRUE(matches("{length: {below: 4}}", "été"));
    EXPECT_FALSE(matches("{length: {below: 3}}", "été"));
    EXPECT_TRUE(matches("{length: {below: 1}}", ""));
}

TEST(words, drop_what_stands_in_an_exception) {
    const auto* rule = "{words: [merde, ment(eur|euse)], except: [mine de merde]}";
    EXPECT_FALSE(matches(rule, "une mine de merde"));
    EXPECT_EQ(found(rule, "merde, une mine de merde, menteuses"), (parts{"merde", "menteuses"}));
}

TEST(link, takes_a_host_for_what_it_looks_like) {
    EXPECT_TRUE(matches("{link: {host_in: [t.me]}}", "https://t.m\u0435/x")) << "Cyrillic";
    EXPECT_TRUE(matches("{link: {host_in: [t.me]}}", "ｔ．ｍｅ/x")) << "full width";
    EXPECT_TRUE(matches("{link: {host_in: [banque.example]}}", "https://BA\u039DQUE.example/x"))
        << "a Greek capital, which a browser makes small";
    EXPECT_TRUE(matches("{link: {host_in: [vanque.example]}}", "https://\u039DANQUE.example/x"))
        << "and then shows";
    EXPECT_TRUE(matches("{link: {host_in: [vente.example]}}", "https://\u03BDente.example/x"))
        << "a small one";
    EXPECT_FALSE(matches("{link: {host_in: [t.me]}}", "https://t.m\u0436/x"));
    EXPECT_TRUE(matches("{link: {host_in: [t.me]}}", "https://t.xn--m-jtb/x")) << "Cyrillic, in ACE";
    EXPECT_TRUE(matches("{link: {host_in: [t.me]}}", "https://xn--0.T.XN--M-JTB/x"))
        << "beside a label that spells nothing";
    EXPECT_FALSE(matches("{link: {host_in: [t.me]}}", "https://t.xn--m-ltb/x"));
    for (const auto* text : {"https://soci\u00E9t\u00E9.example/x", "https://www.xn--socit-esab.example"})
        EXPECT_TRUE(matches("{link: {host_in: [soci\u00E9t\u00E9.example]}}", text)) << text;
}

TEST(caps, are_a_share_of_the_letters) {
    EXPECT_TRUE(matches("{caps: {over: 80}}", "VENDEZ TOUT, ÉVIDEMMENT ok"));
    EXPECT_FALSE(matches("{caps: {over: 80}}", "VENDEZ tout, evidemment"));
    EXPECT_FALSE(matches("{caps: {over: 80}}", "OPA SUR X")) << "seven letters";
    EXPECT_TRUE(matches("{caps: {over: 80, letters: 5}}", "OPA SUR X"));
    EXPECT_FALSE(matches("{caps: {over: 99}}", "ABCDEFGHIJk"));
}

TEST(repeat, counts_in_a_row) {
    EXPECT_EQ(found("{repeat: {over: 3}}", "Nooooon !!!! 10000000 ..."), (parts{"ooooo", "!!!!"}))
        << "numbers are none";
    EXPECT_EQ(found("{repeat: {over: 2, of: words}}", "Achetez achetez, ACHETEZ ! vite vite"),
              (parts{"Achetez achetez, ACHETEZ"}));
    EXPECT_FALSE(matches("{repeat: {over: 5}}", "Nooooon"));
    EXPECT_TRUE(matches("{repeat: {over: 3}, in: name}", "a", {}, "xXxX"));
}

TEST(emoji, are_counted_and_shown) {
    EXPECT_EQ(found("{emoji: {over: 2}}", "🚀🚀 vers 👍🏽"), (parts{"🚀", "🚀", "👍🏽"}));
    EXPECT_FALSE(matches("{emoji: {over: 2}}", "🚀🚀 1 2 3"));
}

TEST(language, is_unknown_for_short_texts) {
    const std::string english = "The price of oil has been rising for weeks and nobody seems to care.";
    EXPECT_TRUE(matches("{language: {not_in: [fr]}}", english));
    EXPECT_TRUE(matches("{language: {in: [en, de]}}", english));
    EXPECT_FALSE(matches("{language: {in: [fr]}}", english));
    EXPECT_FALSE(matches("{language: {not_in: [fr]}}", "Hello"));
    EXPECT_FALSE(matches("{not: {language: {in: [fr]}}}", "Hello"));
}

TEST(text, in_the_skeleton_view_finds_what_is_hidden) {
    EXPECT_EQ(found("{text: '\\btelegram\\b', view: skeleton}", "Contactez-moi sur T é l é g r a m !"),
              (parts{"T é l é g r a m"}));
    EXPECT_EQ(found("{words: [salope], view: skeleton}", "une 5@lope, une s.a.l.o.p.e, une 5alope"),
              (parts{"s.a.l.o.p.e", "5alope"}));
    EXPECT_FALSE(matches("{text: 'telegram', view: skeleton}", "telegrarn"));
}

TEST(words, in_the_skeleton_view_take_a_run_of_a_letter_for_one_or_two) {
    const auto* insults = "{words: [connard, conasse, fils de salopard, grosse connasse], view: skeleton}";
    EXPECT_EQ(found(insults, "Connnard, connnnnarrrd, CONNNASSE, c.o.n.n.n.a.r.d, c0nnnard"),
              (parts{"Connnard", "connnnnarrrd", "CONNNASSE", "c.o.n.n.n.a.r.d", "c0nnnard"}));
    EXPECT_EQ(found(insults, "fils de salllopard, grossssse connnasssse, fiiils de saloparddd"),
              (parts{"fils de salllopard", "grossssse connnasssse", "fiiils de saloparddd"}));
    EXPECT_FALSE(matches(insults, "connnart, conard, conaaard, connase, fils de saloppard"));
}

TEST(words, in_the_skeleton_view_leave_a_single_letter_single_and_a_double_double) {
    for (const auto* text : {"poison", "poisonnn", "poiiison", "poi.son"})
        EXPECT_FALSE(matches("{words: [poisson], view: skeleton}", text)) << text;
    for (const auto* text : {"poisson", "poisssson", "poisssonnn", "p.o.i.s.s.s.o.n"})
        EXPECT_TRUE(matches("{words: [poisson], view: skeleton}", text)) << text;
    EXPECT_TRUE(matches("{words: [poison], view: skeleton}", "poissson"));
    EXPECT_FALSE(matches("{words: [poison], view: skeleton}", "poisson, poissonnn"));
    EXPECT_FALSE(matches("{words: [poisson]}", "poissson")) << "folded is as it is written";
    EXPECT_FALSE(matches("{words: [poisson], view: skeleton, except: [poisson rouge]}", "poissson rouuuge"));
    EXPECT_EQ(found("{words: [poisson, sel], view: skeleton}", "sel, poisssson, sel, poisson"),
              (parts{"sel", "poisssson", "sel", "poisson"}));
}

// By the definition: what a run of three or more may stand for, as an expression on the entry.
std::regex spellings_of(const std::string& written) {
    std::string pattern;
    for (std::size_t i = 0; i < written.size();) {
        const std::size_t end = std::min(written.find_first_not_of(written[i], i), written.size());
        pattern += written[i] + (end - i >= 3 ? std::string("{1,2}") : "{" + std::to_string(end - i) + "}");
        i = end;
    }
    return std::regex(pattern);
}

std::string random_word(std::mt19937& random, std::size_t longest) {
    std::string word(1 + random() % longest, 'a');
    for (char& c : word) c = random() % 2 == 0 ? 'a' : 'b';
    return word;
}

TEST(words, in_the_skeleton_view_agree_with_the_definition_of_runs) {
    std::mt19937 random(7);
    int hits = 0;
    for (int i = 0; i < 60; ++i) {
        const std::string entry = random_word(random, 5);
        const std::string seen = rules::text::make_view(rules::text::view_kind::skeleton, entry);
        const auto rules = test::compile_when("{words: [" + entry + "], view: skeleton}");
        for (int j = 0; j < 60; ++j) {
            const std::string written = random_word(random, 9);
            const bool expected = std::regex_match(seen, spellings_of(written));
            EXPECT_EQ(!test::judge(*rules, "Un " + written + " !").matches.empty(), expected)
                << entry << " in " << written;
            hits += expected ? 1 : 0;
        }
    }
    EXPECT_GT(hits, 100);
}

TEST(in, chooses_the_field) {
    EXPECT_TRUE(matches("{text: 'bot', in: name}", "bonjour", {}, "Bot"));
    EXPECT_FALSE(matches("{text: 'bot', in: name}", "bot", {}, "Anne"));
    rules::facts known;
    known.title = "Le pétrole monte";
    EXPECT_TRUE(matches("{words: [pétrole], in: title}", "bonjour", known));
    EXPECT_FALSE(matches("{words: [pétrole], in: title}", "pétrole"));
    EXPECT_TRUE(matches("{all: [{words: [a]}, {words: [b], in: name}, {words: [pétrole], in: title}]}", "a",
                        known, "b"));
}

} // namespace
} // namespace greffe
