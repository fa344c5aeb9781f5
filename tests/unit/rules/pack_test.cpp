// The pack that ships: it compiles, every example holds, and it leaves ordinary French alone.
#include "rules/engine/packs.hpp"
#include "rules/engine/read_ruleset.hpp"
#include "rules/engine/ruleset.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace greffe {
namespace {

using namespace rules;

std::string printed(const diagnostics& all) {
    std::string out;
    for (const diagnostic& d : all) out += to_string(d) + "\n";
    return out;
}

compiled charter() {
    return ruleset::compile(
        "ruleset: site\nuse: [charter-fr]\nthresholds: {flag: 20, hold: 50, reject: 100}\n");
}

TEST(charter_fr, compiles_without_a_word_and_every_example_holds) {
    const auto pack = find_pack("charter-fr");
    ASSERT_TRUE(pack);
    for (const std::string_view source : {*pack, std::string_view("ruleset: site\nuse: [charter-fr]\n")}) {
        const auto made = ruleset::compile(source, {.file = "x.yaml"});
        EXPECT_EQ(printed(made.found), "");
        ASSERT_TRUE(made.rules);
        EXPECT_GE(made.examples, 2 * 25U);
    }
}

TEST(charter_fr, has_25_live_rules_under_its_name) {
    const auto made = ruleset::compile("ruleset: site\nuse: [charter-fr]\n");
    ASSERT_TRUE(made.rules) << printed(made.found);
    const auto sources = *find_pack("charter-fr");
    std::size_t rules = made.rules->size();
    for (std::size_t at = sources.find("\n    mode: "); at != std::string_view::npos;
         at = sources.find("\n    mode: ", at + 1))
        --rules;
    EXPECT_GE(rules, 25U) << "without those that are not live";
}

TEST(charter_fr, leaves_ordinary_comments_alone) {
    const auto made = charter();
    ASSERT_TRUE(made.rules) << printed(made.found);
    for (const auto* text : {
             "Bonjour, quelqu'un sait quand le dividende sera détaché cette année ?",
             "Les compagnies pétrolières profitent de la hausse du baril, comme en 2022. Rien de neuf.",
             "Je ne suis pas d'accord avec l'analyste : la marge du quatrième trimestre a reculé de 3,5 % et "
             "la dette monte.",
             "Excellent article. On oublie souvent que les coûts de raffinage ont doublé.",
             "Concernant le conseil d'administration, la composition reste contestable (constat partagé par "
             "l'AMF).",
             "Sanctions, embargo, contournement... les acheteurs indiens s'en donnent à cœur joie.",
             "J'en ai pris 200 à 58,40 et j'attends 65. Bon courage à tous les actionnaires !",
             "Le ministre a menti, c'est scandaleux, et personne ne dit rien.",
             "Un accord avec l'Iran ferait tomber le prix ; sans accord, on reste à 90 dollars.",
             "La porte-parole a déclaré que l'usine de Scunthorpe fermerait.",
             "Cet été, l'écart entre le Brent et le WTI s'est réduit.",
             "Il a raison sur le fond, mais le ton est condescendant.",
         }) {
        const auto answer =
            made.rules->judge(made.rules->scan({.body = text, .name = "Lecteur du soir"}), {});
        EXPECT_EQ(answer.does, action::publish)
            << text << " <- " << (answer.matches.empty() ? "" : answer.matches[0].rule);
    }
}

TEST(charter_fr, sums_scores_over_weak_signs) {
    const auto made = charter();
    ASSERT_TRUE(made.rules) << printed(made.found);
    const auto judge = [&](std::string_view text) {
        return made.rules->judge(made.rules->scan({.body = text, .name = {}}), {});
    };
    EXPECT_EQ(judge("Putain, encore une baisse").does, action::publish);
    EXPECT_EQ(judge("Putain, encore une baisse !!!!!!!").does, action::flag) << "15 + 10 reaches 20";
    EXPECT_EQ(judge("Contactez-moi sur Telegram").policy, "demarchage");
}

class packs_that_ship : public testing::TestWithParam<std::string_view> {};

TEST_P(packs_that_ship, compile_without_a_word_and_every_rule_has_examples) {
    const auto made = ruleset::compile(*find_pack(GetParam()), {.file = "x.yaml"});
    EXPECT_EQ(printed(made.found), "");
    ASSERT_TRUE(made.rules);
    EXPECT_GE(made.rules->size(), 20U);
    EXPECT_GE(made.examples, 3 * made.rules->size());
}

// Drafts and shadows, too: nobody should have to guess what a rule is for.
TEST_P(packs_that_ship, show_of_every_rule_what_it_matches_and_what_it_lets_pass) {
    diagnostics found;
    const auto spec = read_ruleset(*find_pack(GetParam()), "x.yaml", found);
    ASSERT_TRUE(spec);
    for (const rule_spec& rule : spec->rules) {
        EXPECT_TRUE(std::ranges::any_of(rule.examples, &example::must_match)) << rule.id;
        EXPECT_FALSE(std::ranges::all_of(rule.examples, &example::must_match)) << rule.id;
    }
}

INSTANTIATE_TEST_SUITE_P(rules, packs_that_ship, testing::ValuesIn(pack_names()), [](const auto& info) {
    std::string name(info.param);
    std::ranges::replace(name, '-', '_');
    return name;
});

compiled every_pack() {
    return ruleset::compile("ruleset: site\nuse: [charter-fr, finance-fr, spam, reports-fr]\n"
                            "thresholds: {flag: 20, hold: 50, reject: 100}\n");
}

TEST(packs_together, say_nothing_against_one_another) {
    const auto made = every_pack();
    EXPECT_EQ(printed(made.found), "");
    EXPECT_TRUE(made.rules);
}

TEST(packs_together, hold_one_sign_and_reject_two) {
    const auto made = every_pack();
    ASSERT_TRUE(made.rules) << printed(made.found);
    const auto does = [&](std::string_view text) {
        return made.rules->judge(made.rules->scan({.body = text, .name = "Lecteur du soir"}), {}).does;
    };
    for (const auto* one :
         {"Contactez-moi sur Telegram", "Voir https://t.me/abc", "Appelez-moi au 06 12 34 56 78",
          "Lisez https://bit.ly/abc", "Gains garantis", "Quelle bande de cons !"})
        EXPECT_EQ(does(one), action::hold) << one;
    for (const auto* two :
         {"Gains garantis, contactez-moi sur Telegram",
          "Je suis inspecteur de l'AMF, contactez-moi pour votre dossier au 06 12 34 56 78"})
        EXPECT_EQ(does(two), action::reject) << two;
    for (const auto* none :
         {"Le cours rejoint le signal d'achat.", "Un placement garanti en capital rapporte moins de 3 %.",
          "L'analyste de la banque garde son objectif de 62 € sur FR0000131104.",
          "L'AMF a ouvert une enquête sur la hausse du titre.",
          "M. Salaudin, maire de Condom, a rencontré les actionnaires de Concarneau.",
          "Le bitcoin a doublé en un an, l'ether a suivi."})
        EXPECT_EQ(does(none), action::publish) << none;
}

TEST(example_ruleset, compiles) {
    std::ifstream file(GREFFE_SOURCE_DIR "/docs/examples/site-ruleset.yaml");
    std::stringstream text;
    text << file.rdbuf();
    const auto made = ruleset::compile(text.str(), {.file = "site-ruleset.yaml"});
    EXPECT_EQ(printed(made.found), "");
    EXPECT_TRUE(made.rules);
}

} // namespace
} // namespace greffe
