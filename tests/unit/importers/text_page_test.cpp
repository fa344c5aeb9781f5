// The elements of an article page that was saved as plain text, one by one.
#include "tests/unit/importers/pages.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

namespace greffe::test {
namespace {

using domain::body_block;
using testing::HasSubstr;

TEST(text_page, title_and_source_line) {
    const auto page = read_named("full.txt");
    EXPECT_EQ(page.article.title,
              "Taux d'intérêt : la banque centrale promet de \"garder toutes les options ouvertes\"");
    EXPECT_EQ(page.article.source.raw,
              "information fournie par Portail Bourse avec Dépêches Éco\u00A012/03/2023 à 14:20");
    EXPECT_EQ(page.article.source.publisher, "Portail Bourse");
    EXPECT_EQ(page.article.source.partner, "Dépêches Éco");
    EXPECT_EQ(page.article.published_at, at("2023-03-12T13:20:00Z"));
    EXPECT_EQ(bytes_of(page, "title"), page.article.title);
    EXPECT_EQ(bytes_of(page, "source"), page.article.source.raw);
    EXPECT_EQ(bytes_of(page, "source/publisher"), "Portail Bourse");
    EXPECT_EQ(bytes_of(page, "source/partner"), "Dépêches Éco");
    EXPECT_EQ(bytes_of(page, "published_at"), "12/03/2023 à 14:20");
}

TEST(text_page, the_lead_stands_before_the_captions) {
    const auto page = read_named("full.txt");
    EXPECT_EQ(
        page.article.lead,
        "\"Rien n'est décidé d'avance, et rien ne presse\", a résumé l'institution à l'issue de sa réunion.");
    EXPECT_EQ(bytes_of(page, "lead"), page.article.lead);
}

TEST(text_page, identical_adjacent_captions_are_one_with_its_credit) {
    const auto page = read_named("full.txt");
    ASSERT_EQ(page.article.captions.size(), 1u);
    const domain::caption& caption = page.article.captions[0];
    EXPECT_EQ(caption.text, "Le siège de la banque centrale, au bord du fleuve, le 12 mars 2023.");
    EXPECT_EQ(caption.credit, "DÉPÊCHES ÉCO / ARCHIVES");
    EXPECT_EQ(caption.occurrences, 2);
    EXPECT_EQ(bytes_of(page, "caption/0/text"), caption.text);
    EXPECT_EQ(bytes_of(page, "caption/0/credit"), caption.credit);
    EXPECT_EQ(bytes_of(page, "caption/0"), caption.text + " ( " + caption.credit + " )");
    EXPECT_EQ(bytes_of(page, "caption/0/occurrence/1"), bytes_of(page, "caption/0"));
    EXPECT_EQ(notes_of(page, "image_not_captured").at(0).field, "caption/0");
}

TEST(text_page, the_body_keeps_its_bytes_and_infers_sub_heads) {
    const auto page = read_named("full.txt");
    const auto& body = page.article.body;
    ASSERT_EQ(body.size(), 7u);
    for (std::size_t i : {0u, 1u, 3u, 4u, 6u}) EXPECT_EQ(body[i].kind, body_block::kind_type::paragraph) << i;
    for (std::size_t i : {2u, 5u}) {
        EXPECT_EQ(body[i].kind, body_block::kind_type::heading) << i;
        EXPECT_TRUE(body[i].inferred) << i;
    }
    EXPECT_EQ(body[2].text, "\"Une pause, pas une fin\"");
    EXPECT_EQ(body[5].text, "Ce que cela change pour les épargnants");
    // Mistakes and stray spaces are the publisher's and stay.
    EXPECT_THAT(body[0].text, HasSubstr("s'est prolonguée dans la nuit"));
    EXPECT_THAT(body[0].text, HasSubstr("(IPCH) ."));
    for (std::size_t i = 0; i < body.size(); ++i)
        EXPECT_EQ(bytes_of(page, "body/" + std::to_string(i)), body[i].text);
    EXPECT_EQ(notes_of(page, "heading_inferred").size(), 2u);
}

TEST(text_page, seven_declared_one_captured) {
    const auto page = read_named("full.txt");
    EXPECT_EQ(page.capture.declared_comments, 7);
    EXPECT_EQ(page.capture.captured_comments, 1);
    EXPECT_EQ(bytes_of(page, "declared_comments"), "7 commentaires");
    std::ostringstream summary;
    importers::describe(page, summary);
    EXPECT_THAT(summary.str(), HasSubstr("7 declared, 1 captured"));
    EXPECT_THAT(summary.str(), HasSubstr("year inferred (2023, 2024)"));
    EXPECT_THAT(summary.str(), HasSubstr("author not captured"));
    EXPECT_THAT(summary.str(), HasSubstr("2 occurrences"));
}

TEST(text_page, the_comment_is_whole_with_its_line_break) {
    const auto page = read_named("full.txt");
    ASSERT_EQ(page.comments.size(), 1u);
    const domain::new_comment& comment = page.comments[0];
    EXPECT_EQ(
        comment.body,
        "Lu ce matin : \"La banque centrale n’a pas fini de monter\"\n"
        "Épargne. Les livrets suivront avec retard, comme toujours, et les banques garderont la différence.");
    EXPECT_EQ(comment.author.presence, domain::author_presence::not_captured);
    EXPECT_FALSE(comment.author.name);
    EXPECT_EQ(comment.screen, domain::screening::history);
    EXPECT_EQ(comment.observed_status, domain::comment_status::published);
    ASSERT_TRUE(comment.posted);
    EXPECT_EQ(comment.posted->utc, at("2023-03-14T08:05:00Z"));
    EXPECT_EQ(comment.posted->raw, "14 mars\u00A009:05");
    EXPECT_EQ(comment.posted->precision, domain::time_precision::minute);
    EXPECT_TRUE(comment.posted->year_inferred);
    EXPECT_EQ(comment.posted->candidate_years, (std::vector{2023, 2024}));
    EXPECT_EQ(bytes_of(page, "comment/0/posted_at"), comment.posted->raw);
}

TEST(text_page, a_known_capture_time_admits_more_years) {
    const auto page = read_named("full.txt", captured_at("2025-10-01T00:00:00Z"));
    EXPECT_EQ(page.comments.at(0).posted->candidate_years, (std::vector{2023, 2024, 2025}));
    EXPECT_EQ(page.comments[0].posted->utc, at("2023-03-14T08:05:00Z"));
    EXPECT_EQ(page.capture.captured_at, at("2025-10-01T00:00:00Z"));
    EXPECT_FALSE(page.capture.captured_not_before);
}

TEST(text_page, an_unknown_capture_time_is_bounded_by_the_newest_date) {
    const auto page = read_named("full.txt");
    EXPECT_FALSE(page.capture.captured_at);
    EXPECT_EQ(page.capture.captured_not_before, at("2025-01-30T17:36:00Z"));
}

TEST(text_page, related_items_belong_to_the_capture) {
    const auto page = read_named("full.txt");
    const auto& related = page.capture.related;
    ASSERT_EQ(related.size(), 4u);
    EXPECT_EQ(related[0].label_kind, "caption");
    EXPECT_THAT(related[0].label, testing::EndsWith("( AGENCE / PHOTOTHÈQUE )"));
    EXPECT_EQ(related[0].source, "AFP");
    EXPECT_EQ(related[0].raw_time, "30.01.2025\u00A018:36");
    EXPECT_EQ(related[0].published_at, at("2025-01-30T17:36:00Z"));
    EXPECT_EQ(related[1].label, "Le pétrole recule, l'offre restant abondante");
    EXPECT_EQ(related[1].label_kind, "title");
    EXPECT_EQ(related[1].source, "Reuters");
    EXPECT_EQ(related[3].source, "AFP avec Dépêches Éco");
    for (std::size_t i = 0; i < related.size(); ++i) {
        const std::string field = "related/" + std::to_string(i);
        EXPECT_TRUE(related[i].truncated);
        EXPECT_THAT(related[i].teaser, testing::Not(HasSubstr("Lire la suite")));
        EXPECT_EQ(bytes_of(page, field + "/label"), related[i].label);
        EXPECT_EQ(bytes_of(page, field + "/source"), related[i].source);
        EXPECT_EQ(bytes_of(page, field + "/time"), related[i].raw_time);
        EXPECT_EQ(bytes_of(page, field + "/teaser"), related[i].teaser);
    }
    EXPECT_THAT(related[0].teaser, testing::EndsWith("résultats d'entreprises ..."));
    EXPECT_THAT(related[2].teaser, testing::EndsWith("selon des courtiers."));
}

TEST(text_page, says_where_it_was_cut_off) {
    const auto page = read_named("full.txt");
    EXPECT_EQ(page.capture.cut_off, "Pages les plus populaires");
    EXPECT_EQ(bytes_of(page, "cut_off"), "Pages les plus populaires");
    EXPECT_FALSE(read_named("no_comments.txt").capture.cut_off);
}

TEST(text_page, identity_is_derived_unless_the_address_is_given) {
    const auto page = read_named("full.txt");
    EXPECT_TRUE(page.article.identity_derived);
    EXPECT_FALSE(page.article.url);
    EXPECT_TRUE(page.article_external_id.starts_with("derived:"));
    importers::page_options options;
    options.article_url = "https://bourse.example.org/actualites/taux";
    const auto named = read_named("full.txt", options);
    EXPECT_FALSE(named.article.identity_derived);
    EXPECT_EQ(named.article_external_id, *options.article_url);
    EXPECT_EQ(named.article.url, options.article_url);
    EXPECT_EQ(named.capture.url, options.article_url);
}

TEST(text_page, the_capture_holds_the_file_as_it_is) {
    for (const char* name : {"full.txt", "no_comments.txt", "with_data.html"}) {
        const auto page = read_named(name);
        EXPECT_EQ(page.capture.raw, page_bytes(name));
        EXPECT_EQ(page.capture.importer, "page/1");
    }
    EXPECT_EQ(read_named("full.txt").capture.media_type, "text/plain");
    EXPECT_EQ(read_named("with_data.html").capture.media_type, "text/html");
}

TEST(text_page, without_comments_and_with_carriage_returns_and_a_byte_order_mark) {
    const auto page = read_named("no_comments.txt");
    EXPECT_EQ(page.article.title, "Le dollar se stabilise avant les chiffres de l'emploi");
    EXPECT_EQ(page.article.source.publisher, "AFP");
    EXPECT_EQ(page.article.published_at, at("2024-02-01T08:05:00Z"));
    EXPECT_EQ(page.article.body.size(), 4u);
    EXPECT_TRUE(page.article.lead.empty());
    EXPECT_EQ(page.article.body.at(2).text, "Que disent les analystes ?");
    EXPECT_EQ(page.article.body[2].kind, body_block::kind_type::heading);
    EXPECT_EQ(page.capture.declared_comments, 0);
    EXPECT_TRUE(page.comments.empty());
}

TEST(text_page, with_a_margin_wrapped_lines_and_relative_times) {
    const auto page = read_named("relative_times.txt", captured_at("2025-04-01T10:00:00+02:00"));
    EXPECT_EQ(page.article.title, "Automobile : les immatriculations rebondissent en mars");
    EXPECT_EQ(page.article.source.publisher, "AFP");
    EXPECT_EQ(page.article.body.at(0).text, "Les immatriculations de voitures neuves ont rebondi en mars,\n"
                                            "portées par les flottes d'entreprise, selon\n"
                                            "les chiffres publiés mardi.");
    ASSERT_EQ(page.comments.size(), 4u);
    EXPECT_EQ(page.comments[0].posted->utc, at("2025-04-01T07:48:00Z"));
    EXPECT_EQ(page.comments[1].posted->utc, at("2025-04-01T07:15:00Z"));
    EXPECT_EQ(page.comments[2].posted->utc, at("2025-03-31T16:05:00Z"));
    EXPECT_EQ(page.comments[3].posted->utc, at("2025-04-01T05:00:00Z"));
    EXPECT_EQ(page.comments[3].posted->precision, domain::time_precision::day);
    EXPECT_FALSE(page.comments[0].posted->year_inferred);
}

TEST(text_page, a_relative_time_without_a_capture_time_stays_unknown) {
    const auto page = read_named("relative_times.txt");
    ASSERT_EQ(page.comments.size(), 4u);
    for (const auto& comment : page.comments) {
        EXPECT_EQ(comment.posted->precision, domain::time_precision::unknown);
        EXPECT_EQ(comment.posted->utc, *page.article.published_at); // not before
    }
    EXPECT_EQ(page.comments[0].posted->raw, "il y a 12\u202Fmin");
    EXPECT_EQ(notes_of(page, "time_unknown").size(), 4u);
}

TEST(text_page, every_line_is_in_a_field_or_in_a_note) {
    for (const auto& name : page_names()) {
        if (name.starts_with("refused") || name.ends_with(".html")) continue;
        const auto page = read_named(name);
        std::vector<bool> told(page.capture.raw.size(), false);
        const auto tell = [&](domain::byte_range range) {
            std::fill(told.begin() + static_cast<std::ptrdiff_t>(range.begin),
                      told.begin() + static_cast<std::ptrdiff_t>(range.end), true);
        };
        for (const auto& field : page.capture.fields) tell(field.range);
        for (const auto& note : page.capture.notes) tell(note.range);
        std::istringstream lines(page.capture.raw);
        std::size_t begin = 0;
        for (std::string line; std::getline(lines, line); begin += line.size() + 1) {
            const bool blank = line.find_first_not_of(" \r\xEF\xBB\xBF") == std::string::npos;
            const auto first = told.begin() + static_cast<std::ptrdiff_t>(begin);
            EXPECT_TRUE(blank || std::find(first, first + static_cast<std::ptrdiff_t>(line.size()), true) !=
                                     first + static_cast<std::ptrdiff_t>(line.size()))
                << name << ": " << line;
        }
    }
}

} // namespace
} // namespace greffe::test
