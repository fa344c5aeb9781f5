// Each condition of the language by itself.
#include "tests/unit/rules/compile.hpp"

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
