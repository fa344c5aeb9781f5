// Where comments begin and end, and what is furniture of the page.
#include "tests/unit/importers/pages.hpp"

#include <gmock/gmock.h>

#include <set>
#include <sstream>

namespace greffe::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> bodies(const importers::captured_page& page) {
    std::vector<std::string> out;
    for (const auto& comment : page.comments) out.push_back(comment.body);
    return out;
}

/// A page with these lines behind its count.
std::string page_with(const std::string& comments, const std::string& count = "7 commentaires") {
    return "Un titre\ninformation fournie par AFP 09/04/2024 à 09:56\n\nUn paragraphe, avec un point.\n\n" +
           count + "\n\n" + comments;
}

TEST(comments, saying_fermer_survive) {
    const auto page = read_named("says_fermer.txt");
    EXPECT_THAT(bodies(page), ElementsAre("Fermer\n\n"
                                          "les agences, c'est tout ce qu'ils savent faire.\n"
                                          "Signaler le commentaire\n"
                                          "ne sert à rien non plus.",
                                          "A lire aussi\n\nle rapport annuel, page 12. 3 commentaires"));
    EXPECT_EQ(notes_of(page, "dialog").size(), 2u);
    EXPECT_EQ(page.capture.related.size(), 4u);
}

TEST(comments, a_line_like_a_head_in_a_body_is_text_and_said_to_be_ambiguous) {
    const auto page = read_named("ambiguous.txt");
    EXPECT_THAT(bodies(page), ElementsAre("Mes ordres de la semaine :\n"
                                          "• 10 avril 08:00\n"
                                          "acheté 100 titres\n"
                                          "• 11 avril 08:00\n"
                                          "revendu 50 titres",
                                          "Bien vu."));
    const auto notes = notes_of(page, "boundary_ambiguous");
    ASSERT_EQ(notes.size(), 2u);
    for (const auto& note : notes) EXPECT_EQ(note.field, "comment/0/body");
    EXPECT_EQ(page.capture.raw.substr(notes[0].range.begin, notes[0].range.end - notes[0].range.begin),
              "• 10 avril 08:00");
    std::ostringstream summary;
    importers::describe(page, summary);
    EXPECT_THAT(summary.str(), HasSubstr("boundary: ambiguous"));
}

TEST(comments, are_never_cut_in_two_by_a_head_at_another_depth) {
    for (const char* line : {"    • 10 avril 08:00", "      • 10 avril 08:00", "• 10 avril 08:00"}) {
        const auto page = read_bytes(
            page_with("  • 09 avril 12:52\n\n    Avant\n\n" + std::string(line) + "\n\n    après\n"));
        EXPECT_EQ(page.comments.size(), 1u) << line;
        EXPECT_THAT(page.comments.at(0).body, HasSubstr("10 avril 08:00")) << line;
        EXPECT_THAT(page.comments[0].body, testing::EndsWith("après")) << line;
        EXPECT_EQ(notes_of(page, "boundary_ambiguous").size(), 1u) << line;
    }
}

TEST(comments, beyond_those_declared_are_said_to_be_ambiguous) {
    const auto page = read_bytes(
        page_with("  • 09 avril 12:52\n\n    Un\n\n  • 10 avril 08:00\n\n    Deux\n", "1 commentaire"));
    EXPECT_EQ(page.comments.size(), 2u);
    const auto notes = notes_of(page, "boundary_ambiguous");
    ASSERT_EQ(notes.size(), 1u);
    EXPECT_EQ(notes[0].field, "comment/1");
}

TEST(comments, at_the_margin_are_told_by_blank_lines_and_that_is_said) {
    const auto page = read_named("at_the_margin.txt");
    EXPECT_THAT(bodies(page), ElementsAre("Fermer les agences ne suffira pas.\n\nFermer",
                                          "Deux lignes,\nun seul avis.", "Je reste à l'écart."));
    EXPECT_EQ(notes_of(page, "boundary_ambiguous").size(), 2u);
    EXPECT_EQ(notes_of(page, "repeated_hour").size(), 1u);
    EXPECT_EQ(page.comments[0].posted->utc, at("2024-10-27T00:30:00Z"));
}

TEST(comments, without_text_are_no_comments) {
    const auto page = read_bytes(page_with("  • 09 avril 12:52\n\n  • 10 avril 08:00\n\n    Deux\n"));
    EXPECT_THAT(bodies(page), ElementsAre("Deux"));
    EXPECT_EQ(notes_of(page, "comment_without_text").size(), 1u);
}

TEST(comments, end_where_the_margin_speaks) {
    const auto page =
        read_bytes(page_with("  • 09 avril 12:52\n\n    Un\n\nVoir les 6 autres avis\n\n    reste\n"));
    EXPECT_THAT(bodies(page), ElementsAre("Un"));
    EXPECT_EQ(notes_of(page, "not_taken").size(), 1u);
}

TEST(comments, text_like_a_bullet_list_stays_in_its_comment) {
    const auto page = read_bytes(page_with("  • 09 avril 12:52\n\n    Trois points :\n  • un\n  • deux\n"));
    EXPECT_THAT(bodies(page), ElementsAre("Trois points :\n• un\n• deux"));
}

TEST(comments, the_count_may_also_stand_beside_the_share_buttons) {
    const auto page = read_bytes(
        "Un titre\ninformation fournie par AFP 09/04/2024 à 09:56\n\n7 commentaires\n\nPartager\n\n"
        "Un paragraphe, avec un point.\n\n7 commentaires\n\n  • 09 avril 12:52\n\n    Un\n");
    EXPECT_EQ(page.article.body.size(), 1u);
    EXPECT_EQ(page.capture.declared_comments, 7);
    EXPECT_EQ(page.comments.size(), 1u);
}

TEST(identity, a_second_capture_adds_only_what_is_new) {
    const auto first = read_named("full.txt");
    const auto second = read_named("second_capture.txt");
    EXPECT_EQ(first.article_external_id, second.article_external_id);
    EXPECT_EQ(first.article, second.article);
    std::set<std::string> ids;
    for (const auto* page : {&first, &second})
        for (const auto& comment : page->comments) ids.insert(comment.external_id);
    EXPECT_EQ(ids.size(), 3u);
    EXPECT_EQ(first.comments.at(0).external_id, second.comments.at(2).external_id);
    for (const auto& id : ids) EXPECT_TRUE(id.starts_with("captured:"));
}

TEST(identity, importing_twice_yields_the_same_lines) {
    for (const auto& name : page_names()) {
        if (name.starts_with("refused")) continue;
        EXPECT_EQ(to_import_lines(read_named(name)), to_import_lines(read_named(name))) << name;
    }
}

TEST(identity, text_and_html_of_a_page_merge) {
    const auto text = read_named("full.txt");
    const auto html = read_named("without_data.html");
    EXPECT_EQ(text.article_external_id, html.article_external_id);
    ASSERT_EQ(html.comments.size(), 1u);
    EXPECT_EQ(text.comments.at(0).external_id, html.comments[0].external_id);
    EXPECT_EQ(text.comments[0].body, html.comments[0].body);
}

TEST(identity, equal_comments_are_told_apart_by_their_occurrence) {
    const auto page =
        read_bytes(page_with("  • 09 avril 12:52\n\n    Vendu !\n\n  • 09 avril 12:52\n\n    Vendu !\n"));
    ASSERT_EQ(page.comments.size(), 2u);
    EXPECT_NE(page.comments[0].external_id, page.comments[1].external_id);
}

TEST(identity, a_relative_time_is_no_part_of_it) {
    const auto early = read_bytes(page_with("  • il y a 5 min\n\n    Vendu !\n"));
    const auto later = read_bytes(page_with("  • il y a 3 h\n\n    Vendu !\n"));
    EXPECT_EQ(early.comments.at(0).external_id, later.comments.at(0).external_id);
}

TEST(identity, other_articles_other_comments) {
    importers::page_options options;
    options.article_url = "https://bourse.example.org/a";
    EXPECT_NE(read_named("full.txt").comments.at(0).external_id,
              read_named("full.txt", options).comments.at(0).external_id);
}

} // namespace
} // namespace greffe::test
