// The small judgements: credits, source lines, words of the furniture, folding.
#include "admin-cli/importers/caption_credit.hpp"
#include "admin-cli/importers/french_text.hpp"
#include "admin-cli/importers/page_words.hpp"
#include "admin-cli/importers/source_line.hpp"

#include <gtest/gtest.h>

namespace greffe::importers {
namespace {

TEST(folding, makes_one_of_all_spellings) {
    EXPECT_EQ(fold_words("  À\u00A0LIRE \u202F aussi "), "a lire aussi");
    EXPECT_EQ(fold_words("De\u0301ce\u0301mbre"), "decembre");
    EXPECT_EQ(fold_words("aujourd’hui"), "aujourd'hui");
    const auto folded = fold("É\u00A0!");
    EXPECT_EQ(folded.text, "e !");
    EXPECT_EQ(folded.origin, (std::vector<std::size_t>{0, 2, 4, 5}));
}

TEST(trimming, takes_every_kind_of_space_and_nothing_else) {
    EXPECT_EQ(trim("\u00A0\t a b \u202F\u2009\r"), "a b");
    EXPECT_EQ(trim("\u2022"), "\u2022");
    EXPECT_EQ(trim(" \u00A0"), "");
    EXPECT_EQ(collapse(" a\u00A0\n b "), "a b");
}

TEST(credit, is_split_off) {
    const auto split = split_credit("Une vue de la Bourse, le 9 avril 2024. ( AFP / PHOTOTHÈQUE )");
    ASSERT_TRUE(split);
    EXPECT_EQ(split->text, "Une vue de la Bourse, le 9 avril 2024.");
    EXPECT_EQ(split->credit, "AFP / PHOTOTHÈQUE");
    EXPECT_TRUE(split_credit("Une vue (AFP)"));
    EXPECT_TRUE(split_credit("Une vue (Reuters / archives)"));
    EXPECT_TRUE(split_credit("Une vue (Crédit : la Ville)"));
    EXPECT_TRUE(split_credit("Une vue ( MAIRIE DE PARIS )"));
}

TEST(credit, is_not_any_parenthesis) {
    EXPECT_FALSE(split_credit("Le produit intérieur brut (PIB)"));
    EXPECT_FALSE(split_credit("Un mot (ou deux / trois)"));
    EXPECT_FALSE(split_credit("Un mot ( 12 / 24 )"));
    EXPECT_FALSE(split_credit("( AFP / X )"));
    EXPECT_FALSE(split_credit("Une phrase (AFP)."));
}

TEST(source_line, is_read_in_its_variants) {
    const auto read = [](std::string_view line) {
        const auto found = read_source_line(line);
        return found ? std::string(found->publisher) + "|" + std::string(found->partner) + "|" +
                           std::string(found->raw_time)
                     : std::string("none");
    };
    EXPECT_EQ(read("information fournie par AFP\u00A009/04/2024 à 09:56"), "AFP||09/04/2024 à 09:56");
    EXPECT_EQ(read("Information fournie par AFP, le 9 avril 2024 à 9h56"), "AFP||9 avril 2024 à 9h56");
    EXPECT_EQ(read("information fournie par AFP \u2022 09/04/2024 à 09:56 \u2022 3 min"),
              "AFP||09/04/2024 à 09:56");
    EXPECT_EQ(read("information fournie par Le Portail avec L'Agence - publié le 09.04.2024 09:56"),
              "Le Portail|L'Agence|09.04.2024 09:56");
    EXPECT_EQ(read("information fournie par AFP"), "none");
    EXPECT_EQ(read("information fournie par 09/04/2024 à 09:56"), "none");
    EXPECT_EQ(read("selon une information fournie par AFP 09/04/2024 à 09:56"), "none");
}

TEST(count, is_read_in_its_variants) {
    EXPECT_EQ(comment_count("7 commentaires"), 7);
    EXPECT_EQ(comment_count("1 commentaire"), 1);
    EXPECT_EQ(comment_count("1\u202F234 COMMENTAIRES"), 1234);
    EXPECT_EQ(comment_count("Commentaires (12)"), 12);
    EXPECT_EQ(comment_count("Aucun commentaire"), 0);
    EXPECT_FALSE(comment_count("Les 7 commentaires"));
    EXPECT_FALSE(comment_count("commentaires"));
    EXPECT_FALSE(comment_count("99999999999999999999 commentaires"));
}

TEST(words, of_the_furniture) {
    EXPECT_EQ(word_of("À lire aussi"), page_word::related_head);
    EXPECT_EQ(word_of("Fermer"), page_word::close);
    EXPECT_EQ(word_of("Fermer la porte"), page_word::none);
    EXPECT_TRUE(is_cut_word("Signaler le com"));
    EXPECT_TRUE(is_cut_word("7 commen"));
    EXPECT_FALSE(is_cut_word("7 comments"));
}

TEST(read_on, is_taken_off_the_end) {
    const auto left = [](std::string_view text, bool cut) {
        return std::string(text.substr(0, length_before_read_on(text, cut)));
    };
    EXPECT_EQ(left("Des chiffres ... Lire la suite", false), "Des chiffres ...");
    EXPECT_EQ(left("Des chiffres. Lire la suite", false), "Des chiffres.");
    EXPECT_EQ(left("Des chiffres ... Lire la", false), "Des chiffres ... Lire la");
    EXPECT_EQ(left("Des chiffres ... Lire la", true), "Des chiffres ...");
    EXPECT_EQ(left("Il aimait relire la suite", false), "Il aimait relire la suite");
}

} // namespace
} // namespace greffe::importers
