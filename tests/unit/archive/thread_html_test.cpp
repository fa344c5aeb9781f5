// The page for people: well-formed, without script, and nothing that a reader wrote can become part of it.
#include "server/archive/thread_html.hpp"

#include "tests/unit/archive/golden.hpp"
#include "tests/unit/archive/sample_thread.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

namespace greffe::archive {
namespace {

std::string exported(const test::sample_thread& thread) {
    std::string out;
    thread_html writer([&](std::string_view bytes) { out += bytes; });
    test::write(thread, writer);
    return out;
}

std::size_t count(std::string_view text, std::string_view what) {
    std::size_t n = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size())) ++n;
    return n;
}

/// The piece of the page that shows one comment.
std::string piece_of(const std::string& page, const archived_comment& comment) {
    const auto begin = page.find("id=\"c-" + comment.id.to_string() + "\"");
    return page.substr(begin, page.find("</article>", begin) - begin);
}

/// Every element that is opened is closed, in order; every attribute is quoted.
void expect_well_formed(const std::string& page) {
    std::vector<std::string> open;
    for (auto at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
        if (page.compare(at, 2, "<!") == 0) continue;
        const auto end = page.find('>', at);
        ASSERT_NE(end, std::string::npos);
        const std::string tag = page.substr(at + 1, end - at - 1);
        if (tag[0] == '/') {
            ASSERT_FALSE(open.empty()) << tag;
            ASSERT_EQ("/" + open.back(), tag) << "near " << page.substr(at > 200 ? at - 200 : 0, 260);
            open.pop_back();
            continue;
        }
        EXPECT_EQ(std::ranges::count(tag, '"') % 2, 0) << tag;
        const std::string name = tag.substr(0, tag.find(' '));
        if (name == "meta" || name == "br") continue;
        open.push_back(name);
        if (name == "style") at = page.find("</style>", at) - 1;
    }
    EXPECT_TRUE(open.empty()) << open.back();
}

TEST(ThreadHtml, ThePageIsPinned) {
    test::expect_golden("thread.html", exported(test::make_sample_thread()));
}

TEST(ThreadHtml, ThePageIsWellFormed) {
    expect_well_formed(exported(test::make_sample_thread()));
    auto empty = test::make_sample_thread();
    empty.comments.clear();
    empty.captures.clear();
    empty.revisions.clear();
    const auto page = exported(empty);
    expect_well_formed(page);
    EXPECT_NE(page.find("Aucun commentaire."), std::string::npos);
}

TEST(ThreadHtml, NothingAReaderWroteBecomesMarkup) {
    const auto page = exported(test::make_sample_thread());
    for (const char* markup : {"<script", "<img", "<svg", "<i>", "<b>règle", "<!--", "javascript:"})
        EXPECT_EQ(page.find(markup), std::string::npos) << markup;
    EXPECT_EQ(count(page, "</style>"), 1U);
    EXPECT_EQ(count(page, "\u202E"), 0U) << "turns of direction are shown, not obeyed";
    EXPECT_NE(page.find("U+202E"), std::string::npos);
    // Every element and attribute of the page is one of ours.
    static const std::set<std::string> elements = {
        "html",    "head",    "meta",  "title", "style", "body", "div",     "main",
        "p",       "bdi",     "h1",    "h2",    "h3",    "time", "a",       "code",
        "details", "summary", "ol",    "ul",    "li",    "span", "section", "article",
        "header",  "mark",    "aside", "b",     "br",    "q",    "footer"};
    static const std::set<std::string> attributes = {"lang",  "charset", "http-equiv", "content", "name",
                                                     "class", "dir",     "datetime",   "rel",     "href",
                                                     "title", "id",      "aria-label"};
    const std::regex tag("<([a-zA-Z0-9]+)((?: [^<>]*)?)>");
    const std::regex attribute(" ([^ =\"<>]+)=\"[^\"]*\"");
    const auto style = page.find("<style>");
    const auto body = page.substr(0, style) + page.substr(page.find("</style>"));
    for (std::sregex_iterator it(body.begin(), body.end(), tag), end; it != end; ++it) {
        EXPECT_TRUE(elements.contains((*it)[1])) << it->str();
        const std::string rest = (*it)[2];
        for (std::sregex_iterator at(rest.begin(), rest.end(), attribute); at != end; ++at)
            EXPECT_TRUE(attributes.contains((*at)[1])) << it->str();
        EXPECT_EQ(std::regex_replace(rest, attribute, ""), "")
            << "an attribute that is not quoted: " << it->str();
    }
}

TEST(ThreadHtml, TheBrowserIsForbiddenToRunOrFetchAnything) {
    const auto page = exported(test::make_sample_thread());
    EXPECT_NE(
        page.find("content=\"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-"),
        std::string::npos);
    EXPECT_EQ(page.find("unsafe-inline"), std::string::npos);
}

TEST(ThreadHtml, AnAddressThatIsNotOfTheWebIsNoLink) {
    auto thread = test::make_sample_thread();
    thread.article.content.url = "javascript:alert(1)";
    EXPECT_EQ(exported(thread).find("href=\"javascript"), std::string::npos);
    thread.article.content.url = "https://journal.example/\"onclick=\"x";
    EXPECT_NE(exported(thread).find("href=\"https://journal.example/&quot;onclick=&quot;x\""),
              std::string::npos);
}

TEST(ThreadHtml, TheDirectionOfEachTextIsItsOwn) {
    const auto thread = test::make_sample_thread();
    const auto page = exported(thread);
    EXPECT_EQ(
        count(page, "<div class=\"body\" dir=\"auto\">"),
        static_cast<std::size_t>(
            std::ranges::count_if(thread.comments, [](const auto& c) { return !c.revisions.empty(); }) + 1))
        << "each body, and the one earlier version";
    EXPECT_NE(page.find("<bdi class=\"name\">נועה</bdi>"), std::string::npos);
}

TEST(ThreadHtml, SaysWhatWasDeclaredAndWhatWasCaptured) {
    const auto page = exported(test::make_sample_thread());
    EXPECT_NE(page.find("7\u00A0commentaires annoncés, 1\u00A0capturé"), std::string::npos);
    EXPECT_NE(page.find("7 declared, 1 captured"), std::string::npos);
    EXPECT_NE(page.find("à une date inconnue, au plus tôt le"), std::string::npos) << "never now";
    EXPECT_NE(page.find("Pages les plus populaires"), std::string::npos);
}

TEST(ThreadHtml, RepliesStandUnderTheirRoot) {
    const auto thread = test::make_sample_thread();
    const auto page = exported(thread);
    EXPECT_EQ(count(page, "<ol class=\"replies\">"), 3U);
    const auto first = page.find(thread.comments[0].id.to_string());
    const auto reply = page.find("id=\"c-" + thread.comments[1].id.to_string());
    const auto next_root = page.find("id=\"c-" + thread.comments[3].id.to_string());
    const auto replies = page.find("<ol class=\"replies\">", first);
    EXPECT_TRUE(first < replies && replies < reply && reply < page.find("</ol>", reply) &&
                page.find("</ol>", reply) < next_root);
    EXPECT_NE(piece_of(page, thread.comments[2])
                  .find("en réponse à <a href=\"#c-" + thread.comments[1].id.to_string()),
              std::string::npos);
    EXPECT_EQ(piece_of(page, thread.comments[1]).find("en réponse à"), std::string::npos)
        << "an answer to the root is where it stands";
}

TEST(ThreadHtml, TheMarginTellsWhatHappened) {
    const auto thread = test::make_sample_thread();
    const auto page = exported(thread);
    const auto insult = piece_of(page, thread.comments[1]);
    EXPECT_NE(insult.find("<mark title=\"charte-fr/insulte-directe\">bande de clowns</mark>"),
              std::string::npos);
    EXPECT_NE(insult.find("Signalé\u00A0: insulte"), std::string::npos);
    EXPECT_NE(insult.find("fondé"), std::string::npos);
    EXPECT_NE(insult.find("Rejeté\u00A0: insulte"), std::string::npos);
    EXPECT_NE(insult.find("retenu → rejeté"), std::string::npos);
    EXPECT_NE(insult.find("Attaque de personnes"), std::string::npos);
    const auto scam = piece_of(page, thread.comments[3]);
    EXPECT_NE(scam.find("<mark title=\"messagerie-privee\">Contactez-moi sur T é l é g r a m</mark>"),
              std::string::npos);
    EXPECT_NE(scam.find("règle à l’essai, sans effet"), std::string::npos);
    EXPECT_NE(scam.find("dossier ouvert"), std::string::npos);
}

TEST(ThreadHtml, WhatIsGoneLeavesAStone) {
    const auto thread = test::make_sample_thread();
    const auto page = exported(thread);
    EXPECT_NE(piece_of(page, thread.comments[6]).find("Supprimé par son auteur ou par le site."),
              std::string::npos);
    const auto erased = piece_of(page, thread.comments[7]);
    EXPECT_NE(erased.find("Ce commentaire a été effacé."), std::string::npos);
    EXPECT_NE(erased.find("Auteur effacé"), std::string::npos);
    EXPECT_EQ(erased.find("class=\"body\""), std::string::npos);
}

TEST(ThreadHtml, WhatWasInferredIsSaid) {
    const auto thread = test::make_sample_thread();
    const auto old = piece_of(exported(thread), thread.comments[8]);
    EXPECT_NE(old.find("date lue «\u00A009 avril 16:52\u00A0»"), std::string::npos);
    EXPECT_NE(old.find("année déduite (possibles\u00A0: 2024, 2025)"), std::string::npos);
    EXPECT_NE(old.find("Auteur non capturé"), std::string::npos);
    EXPECT_NE(old.find("repris tel quel"), std::string::npos);
}

TEST(ThreadHtml, AGapInTheEventsIsSaid) {
    auto thread = test::make_sample_thread();
    EXPECT_NE(exported(thread).find("9\u00A0événements au journal du fil, sans lacune"), std::string::npos);
    thread.events.erase(thread.events.begin() + 3);
    EXPECT_NE(exported(thread).find("8\u00A0événements au journal du fil, avec des lacunes"),
              std::string::npos);
}

TEST(ThreadHtml, WritesOneItemAtATime) {
    std::size_t greatest = 0;
    std::size_t total = 0;
    thread_html writer([&](std::string_view bytes) {
        greatest = std::max(greatest, bytes.size());
        total += bytes.size();
    });
    auto thread = test::make_sample_thread();
    thread.comments.clear();
    for (int i = 1; i <= 2'000; ++i) thread.comments.push_back(test::make_comment(i, std::string(500, 'a')));
    test::write(thread, writer);
    EXPECT_GT(total, 2'000U * 500U);
    EXPECT_LT(greatest, 20'000U);
}

} // namespace
} // namespace greffe::archive
