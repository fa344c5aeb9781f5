// What counts as the same text, the same number: signatures, telephone numbers, forms.
#include "rules/text/language.hpp"
#include "rules/text/near_signature.hpp"
#include "rules/text/phones.hpp"
#include "rules/text/shape.hpp"
#include "rules/text/utf8.hpp"
#include "tests/unit/rules/random_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace greffe {
namespace {

using namespace rules::text;

bool near(std::string_view a, std::string_view b) {
    const auto x = near_signature_of(a);
    const auto y = near_signature_of(b);
    return x && y && are_near(*x, *y);
}

TEST(near_signature, tells_a_paraphrased_campaign_from_other_texts_on_the_same_share) {
    const std::string_view campaign =
        "Achetez vite des actions Ternova avant vendredi, objectif 12 euros, gain de 40 % assuré !";
    for (const auto* paraphrase : {
             "Avant vendredi, achetez des actions TERNOVA : objectif 12 euros et gain assuré de 40 %",
             "achetez vite l'action Ternova !!! objectif 12 euros, 40 % de gain assuré avant ce vendredi",
             "Achetez vite des act1ons Tern0va avant vendredi : objectif 12 euros, gain de 40 % assuré",
         })
        EXPECT_TRUE(near(campaign, paraphrase)) << paraphrase;
    for (const auto* other : {
             "J'ai vendu mes actions Ternova vendredi : trop de dettes, et la direction ne répond jamais aux "
             "petits porteurs.",
             "Le gain de 40 % annoncé pour Ternova n'engage que l'analyste, la dette reste lourde et le "
             "carnet baisse.",
             "Objectif : tenir jusqu'au dividende. Quelqu'un connaît la date du détachement cette année ?",
         })
        EXPECT_FALSE(near(campaign, other)) << other;
    EXPECT_FALSE(near_signature_of("Bonne journée à tous")) << "too short to be a campaign";
    EXPECT_FALSE(near_signature_of(""));
}

TEST(near_signature, agrees_with_the_share_of_words_in_common) {
    std::mt19937 random(5);
    int close = 0;
    int found = 0;
    int far = 0;
    int mistaken = 0;
    for (int round = 0; round < 300; ++round) {
        const auto text = [&](int first, int count) {
            std::string out;
            for (int i = first; i < first + count; ++i)
                out += "mot" + std::to_string(round) + "x" + std::to_string(i) + " ";
            return out;
        };
        const int words = 20 + static_cast<int>(random() % 60);
        ++close;
        found += near(text(0, words), text(words / 5, words)) ? 1 : 0; // 4/6 in common
        ++far;
        mistaken += near(text(0, words), text(words * 3 / 4, words)) ? 1 : 0; // 1/7
    }
    EXPECT_GE(found, close * 97 / 100);
    EXPECT_LE(mistaken, far / 100);
}

TEST(near_signature, never_changes) {
    const auto made = near_signature_of("Achetez vite des actions avant vendredi, objectif douze euros");
    ASSERT_TRUE(made);
    EXPECT_EQ(made->bits, near_signature_of("avant vendredi objectif douze euros actions achetez vite")->bits)
        << "order is nothing";
    EXPECT_EQ(differing_bits(*made, *made), 0);
    // Computed apart from this code, by the formula that near_signature.hpp names.
    EXPECT_EQ(made->bits[0], 0xDB7280C99CF40CB3ULL);
    EXPECT_EQ(made->bits[1], 0x418E4A1B786D813FULL);
    EXPECT_EQ(made->bands[0], 0x777AB38A4CC4D41EULL);
    EXPECT_EQ(made->bands[15], 0x38229B6885FD7121ULL);
}

std::vector<std::string> numbers(std::string_view text) {
    std::vector<std::string> out;
    for (const auto& phone : find_phone_numbers(text)) out.push_back(phone.number);
    return out;
}

TEST(phones, are_found_in_french_spellings) {
    for (const auto* text : {
             "06 12 34 56 78",
             "06.12.34.56.78",
             "06-12-34-56-78",
             "0612345678",
             "06/12/34/56/78",
             "0612 34 56 78",
             "O6 12 34 56 78",
             "+33 6 12 34 56 78",
             "+33612345678",
             "0033 6 12 34 56 78",
             "+33 (0)6 12 34 56 78",
             "06 12 34 56 78.",
             "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
             "zero six, 12, 34, cinquante six, 78",
             "０６ １２ ３４ ５６ ７８",
             "appelez le 06 12 34 56 78 ce soir",
             "6 fois sur 10 ; tel : 06 12 34 56 78",
         })
        EXPECT_EQ(numbers(text), std::vector<std::string>{"+33612345678"}) << text;
    EXPECT_EQ(numbers("zéro un quatre-vingt-dix-neuf vingt et un soixante et onze quatre-vingts"),
              std::vector<std::string>{"+33199217180"});
    EXPECT_EQ(numbers("01 23 45 67 89 ou 06 12 34 56 78"),
              (std::vector<std::string>{"+33123456789", "+33612345678"}));
}

TEST(phones, are_not_seen_in_dates_prices_and_codes) {
    for (const auto* text : {"01.02.2024 10 30", "FR0000131104", "le 12 34 56 78 90", "10 000 000 000 euros",
                             "il y en a six ou sept, douze peut-être", "06 12 34 56", "200612345678",
                             "IBAN FR76 3000 6000 0112 3456 7890 189", "2024-01-02 03:04:05", ""})
        EXPECT_EQ(numbers(text), std::vector<std::string>{}) << text;
}

TEST(phones, tell_where_they_stand) {
    const std::string text = "Tél : +33 (0)6 12 34 56 78 !";
    const auto found = find_phone_numbers(text);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(text.substr(found[0].at.begin, found[0].at.end - found[0].at.begin), "+33 (0)6 12 34 56 78");
    std::mt19937 random(1);
    for (unsigned seed = 0; seed < 500; ++seed) {
        std::string mixed = test::random_text(seed, 6) + "06 12 34 56 78" + test::random_text(seed + 1, 6);
        for (const auto& phone : find_phone_numbers(mixed)) {
            ASSERT_LE(phone.at.end, mixed.size());
            ASSERT_TRUE(
                is_valid_utf8(std::string_view(mixed).substr(phone.at.begin, phone.at.end - phone.at.begin)));
        }
    }
}

TEST(language, is_unknown_below_thirty_letters_and_told_above) {
    EXPECT_EQ(language_of("Le cours de l'action a beaucoup baissé cette semaine, dommage."), "fr");
    EXPECT_EQ(language_of("The price of oil has been rising for weeks and nobody seems to care."), "en");
    EXPECT_EQ(language_of("Bonjour"), std::nullopt);
    EXPECT_EQ(language_of("12345 67890 12345 67890 12345 67890 !!!!"), std::nullopt) << "no letters";
    EXPECT_EQ(language_of("\xff\xfe Le cours de l'action a beaucoup baissé cette semaine"), std::nullopt);
    EXPECT_TRUE(is_language("fr"));
    EXPECT_FALSE(is_language("xx"));
    EXPECT_FALSE(is_language("french"));
}

std::size_t emoji(std::string_view text) {
    std::vector<byte_range> found;
    find_emoji(text, found);
    return found.size();
}

TEST(emoji, count_as_they_are_seen) {
    EXPECT_EQ(emoji("bonjour 1 # * © ™"), 0U);
    EXPECT_EQ(emoji("👍🏽"), 1U);
    EXPECT_EQ(emoji("👨‍👩‍👧‍👦❤️"), 2U);
    EXPECT_EQ(emoji("🇫🇷🇧🇪"), 2U);
    EXPECT_EQ(emoji("1️⃣ 🚀🚀🚀"), 4U);
    EXPECT_EQ(emoji("❤"), 0U) << "a sign, as long as it is not drawn";
}

} // namespace
} // namespace greffe
