// Article pages that were saved as HTML, with and without JSON-LD.
#include "tests/unit/importers/pages.hpp"

#include <gmock/gmock.h>

namespace greffe::test {
namespace {

using domain::body_block;
using testing::HasSubstr;
using testing::Not;

constexpr const char* title =
    "Taux d'intérêt : la banque centrale promet de \"garder toutes les options ouvertes\"";

TEST(html_page, elements_and_character_references_become_text) {
    const auto page = read_named("without_data.html");
    EXPECT_EQ(page.article.title, title);
    EXPECT_EQ(page.article.source.publisher, "Portail Bourse");
    EXPECT_EQ(page.article.source.partner, "Dépêches Éco");
    EXPECT_EQ(page.article.published_at, at("2023-03-12T13:20:00Z"));
    EXPECT_THAT(page.article.lead, HasSubstr("et rien ne presse"));
    ASSERT_EQ(page.article.captions.size(), 1u);
    EXPECT_EQ(page.article.captions[0].credit, "DÉPÊCHES ÉCO / ARCHIVES");
}

TEST(html_page, headings_are_told_by_mark_up_not_inferred) {
    const auto page = read_named("without_data.html");
    ASSERT_EQ(page.article.body.size(), 4u);
    EXPECT_EQ(page.article.body[2].kind, body_block::kind_type::heading);
    EXPECT_FALSE(page.article.body[2].inferred);
    EXPECT_EQ(page.article.body[2].text, "\"Une pause, pas une fin\"");
    EXPECT_TRUE(notes_of(page, "heading_inferred").empty());
    EXPECT_THAT(page.article.body[0].text, HasSubstr("\"encore trop élevée\" (IPCH) ."));
    EXPECT_THAT(page.article.body[1].text, HasSubstr("0,3%"));
    EXPECT_EQ(page.article.body[3].text,
              "Selon le compte rendu de séance, plusieurs membres ont plaidé pour une pause,\n"
              "tandis que d'autres voulaient une hausse d'un quart de point & rien d'autre.");
}

TEST(html_page, ranges_cover_the_source_with_its_mark_up) {
    const auto page = read_named("without_data.html");
    EXPECT_EQ(bytes_of(page, "title"), "Taux d&#39;int&eacute;r&ecirc;t : la banque centrale promet de\n"
                                       "    &quot;garder <em>toutes</em> les options ouvertes&quot;");
    EXPECT_EQ(bytes_of(page, "source/partner"), "Dépêches Éco");
    EXPECT_EQ(bytes_of(page, "published_at"), "12/03/2023 à 14:20");
    EXPECT_EQ(bytes_of(page, "comment/0/posted_at"), "14 mars&nbsp;09:05");
}

TEST(html_page, scripts_hidden_parts_menus_and_buttons_are_no_text) {
    for (const char* name : {"with_data.html", "without_data.html"}) {
        const auto page = read_named(name);
        for (const auto& line : to_import_lines(page)) {
            if (line.find("\"type\":\"capture\"") != std::string::npos) continue; // holds the file
            for (const char* never : {"Lire la suite", "Texte masqué", "Accueil", "Un réseau",
                                      "Offre partenaire", "var x", "Mentions légales", "Aller au contenu"})
                EXPECT_THAT(line, Not(HasSubstr(never))) << name;
        }
        for (const auto& item : page.capture.related) {
            EXPECT_THAT(item.teaser, Not(HasSubstr("Lire la suite")));
            EXPECT_TRUE(item.truncated);
            EXPECT_EQ(item.label_kind, "title");
        }
        EXPECT_EQ(page.capture.related.size(), 2u);
    }
}

TEST(html_page, json_ld_tells_address_section_and_publication) {
    const auto page = read_named("with_data.html");
    EXPECT_EQ(page.article_external_id, "https://bourse.example.org/actualites/taux-options-ouvertes");
    EXPECT_FALSE(page.article.identity_derived);
    EXPECT_EQ(page.article.section, "Taux");
    EXPECT_EQ(page.article.published_at, at("2023-03-12T13:20:31Z"));
    EXPECT_EQ(bytes_of(page, "published_at"), "2023-03-12T14:20:31+01:00");
    EXPECT_EQ(bytes_of(page, "section"), "Taux");
    EXPECT_EQ(page.article.title, title);
    EXPECT_TRUE(notes_of(page, "data_differs").empty());
}

TEST(html_page, the_address_given_wins) {
    importers::page_options options;
    options.article_url = "https://bourse.example.org/autre";
    EXPECT_EQ(read_named("with_data.html", options).article_external_id, *options.article_url);
}

TEST(html_page, time_elements_head_comments_with_author_and_replies) {
    const auto page = read_named("with_data.html");
    EXPECT_EQ(page.capture.declared_comments, 7);
    ASSERT_EQ(page.comments.size(), 2u);
    EXPECT_EQ(page.comments[0].author.presence, domain::author_presence::named);
    EXPECT_EQ(page.comments[0].author.name, "epargnant_75");
    EXPECT_EQ(page.comments[0].posted->utc, at("2023-03-14T08:05:00Z"));
    EXPECT_FALSE(page.comments[0].posted->year_inferred); // the attribute has the year
    EXPECT_THAT(page.comments[0].body, testing::EndsWith("garderont la différence."));
    EXPECT_EQ(page.comments[1].parent_external_id, page.comments[0].external_id);
    EXPECT_EQ(page.comments[1].body, "Fermer\n\nles agences <en ligne> aussi ?");
    EXPECT_EQ(page.comments[1].author.presence, domain::author_presence::not_captured);
}

TEST(html_page, json_ld_alone_is_enough) {
    const auto page = read_named("data_only.html");
    EXPECT_EQ(page.article.title, "Les mines d'argent à plein régime");
    EXPECT_EQ(page.article.source.publisher, "Portail Bourse");
    EXPECT_EQ(page.article.lead, "La demande industrielle tire les cours.");
    EXPECT_EQ(page.article.body.size(), 2u);
    ASSERT_EQ(page.comments.size(), 2u);
    EXPECT_EQ(page.comments[0].author.name, "lingot");
    EXPECT_EQ(page.comments[0].posted->utc, at("2024-11-05T07:15:00Z"));
    EXPECT_EQ(page.comments[1].body, "Attention aux frais\nde garde.");
    EXPECT_EQ(page.capture.declared_comments, 2);
}

TEST(html_page, json_ld_that_differs_is_said_and_one_that_is_broken_passed_over) {
    std::string bytes = page_bytes("with_data.html");
    bytes.replace(bytes.find("2023-03-12T14:20:31"), 19, "2023-03-12T15:20:31");
    EXPECT_EQ(notes_of(read_bytes(bytes), "data_differs").size(), 1u);

    bytes.replace(bytes.find("\"@context\""), 10, "@context!!");
    const auto page = read_bytes(bytes);
    EXPECT_EQ(notes_of(page, "data_unreadable").size(), 1u);
    EXPECT_EQ(page.article.published_at, at("2023-03-12T13:20:00Z"));
    EXPECT_TRUE(page.article.identity_derived);
}

} // namespace
} // namespace greffe::test
