// The pack that ships: it compiles, every example holds, and it leaves ordinary French alone.
#include "rules/engine/packs.hpp"
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
