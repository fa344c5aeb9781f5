// A captured page by the real programs: imported twice it changes nothing, a later capture adds what it shows
// more, an export holds it all, and what can't be read leaves nothing behind.
#include "tests/e2e/cli/one_server.hpp"
#include "tests/support/scratch_folder.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

namespace greffe::test {

namespace json = boost::json;

namespace {

const std::string pages = std::string(GREFFE_SOURCE_DIR) + "/tests/e2e/cli/pages/";
const std::string address = "https://gazette.example/fibre-saint-aubin";

outcome import_page(const std::string& site, const std::string& file) {
    return one_server().greffe({"import", "page", file, "--site", site, "--article-url", address});
}

/// The lines of an export, by kind of record.
std::map<std::string, std::vector<json::object>> exported(const std::string& article) {
    const scratch_folder scratch;
    const auto file = (scratch / "thread.ndjson").string();
    const auto ran = one_server().greffe({"export", article, "--out", file});
    EXPECT_EQ(ran.exit_code, 0) << ran.errors;
    EXPECT_FALSE(std::filesystem::exists(file + ".part"));
    std::map<std::string, std::vector<json::object>> records;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        auto record = json::parse(line).as_object();
        const std::string kind(record.at("record").as_string());
        records[kind].push_back(std::move(record));
    }
    return records;
}

std::string only_article_of(const std::string& site) {
    const auto ran = one_server().greffe({"--json", "articles", "--site", site});
    const auto items = json::parse(ran.output).at("items").as_array();
    EXPECT_EQ(items.size(), 1U);
    return site + "/" + std::string(items.at(0).at("external_id").as_string());
}

std::set<std::string> bodies(const std::vector<json::object>& revisions) {
    std::set<std::string> all;
    for (const auto& revision : revisions) all.emplace(revision.at("body").as_string());
    return all;
}

} // namespace

TEST(ImportPage, TwiceChangesNothing) {
    open_site("once");
    const auto first = import_page("once", pages + "first.txt");
    ASSERT_EQ(first.exit_code, 0) << first.errors;
    EXPECT_NE(first.output.find("5 declared, 1 captured"), std::string::npos) << first.output;
    EXPECT_NE(first.output.find("1 comment created"), std::string::npos) << first.output;
    const auto before = exported(only_article_of("once"));

    const auto second = import_page("once", pages + "first.txt");
    ASSERT_EQ(second.exit_code, 0) << second.errors;
    EXPECT_NE(second.output.find("1 comment unchanged"), std::string::npos) << second.output;
    EXPECT_EQ(second.output.find("created"), std::string::npos) << second.output;
    const auto after = exported(only_article_of("once"));
    for (const char* record : {"article_revision", "capture", "comment", "revision", "event"})
        EXPECT_EQ(before.at(record), after.at(record)) << record;
}

TEST(ImportPage, ASecondCaptureWithThreeCommentsAddsTwo) {
    open_site("grows");
    ASSERT_EQ(import_page("grows", pages + "first.txt").exit_code, 0);
    const auto second = import_page("grows", pages + "second.txt");
    ASSERT_EQ(second.exit_code, 0) << second.errors;
    EXPECT_NE(second.output.find("5 declared, 3 captured"), std::string::npos) << second.output;
    EXPECT_NE(second.output.find("2 comment created, 1 comment unchanged"), std::string::npos)
        << second.output;

    const auto records = exported(only_article_of("grows"));
    EXPECT_EQ(records.at("comment").size(), 3U);
    EXPECT_EQ(records.at("capture").size(), 2U);
    EXPECT_EQ(records.at("article_revision").size(), 1U)
        << "comments and counts are no content of the article";
    const auto text = bodies(records.at("revision"));
    EXPECT_EQ(text.count("On nous le promet depuis trois ans.\nJe croirai à la fibre quand je l'aurai."), 1U)
        << "the line break stays";
    EXPECT_EQ(text.count("Le bouton « Fermer » de votre page ne marche pas, au passage."), 1U);
    for (const auto& comment : records.at("comment")) {
        EXPECT_EQ(comment.at("author_presence").as_string(), "not_captured");
        EXPECT_EQ(comment.at("screen").as_string(), "history");
        EXPECT_EQ(comment.at("status").as_string(), "published");
    }
    EXPECT_EQ(records.count("flag") + records.count("report") + records.count("decision"), 0U)
        << "history is not judged";
}

TEST(ImportPage, WhatCannotBeReadLeavesNothingBehind) {
    open_site("refuses");
    const scratch_folder scratch;
    const auto file = (scratch / "page.txt").string();
    std::ofstream(file) << "Un titre\n\nDu texte, mais rien qui dise d'où il vient ni quand.\n";
    const auto ran = import_page("refuses", file);
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_NE(ran.errors.find(file + ":"), std::string::npos) << ran.errors;
    EXPECT_NE(ran.errors.find("nothing was imported"), std::string::npos) << ran.errors;
    const auto listed = one_server().greffe({"--json", "articles", "--site", "refuses"});
    EXPECT_EQ(json::parse(listed.output).at("items").as_array().size(), 0U);
}

TEST(ImportPage, APageOfWhichAPartWouldBeTooLargeLeavesNothingBehind) {
    open_site("vast");
    const scratch_folder scratch;
    const auto file = (scratch / "page.html").string();
    std::ifstream page(std::string(GREFFE_SOURCE_DIR) + "/tests/data/pages/with_data.html");
    std::ofstream(file) << page.rdbuf() << "<!-- " << std::string(13 << 20, 'x') << " -->\n";
    const auto ran = import_page("vast", file);
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_NE(ran.errors.find("too large"), std::string::npos) << ran.errors;
    EXPECT_NE(ran.errors.find("nothing was imported"), std::string::npos) << ran.errors;
    const auto listed = one_server().greffe({"--json", "articles", "--site", "vast"});
    EXPECT_EQ(json::parse(listed.output).at("items").as_array().size(), 0U);
}

TEST(ImportPage, AnUnknownSiteIsRefused) {
    const auto ran = import_page("nowhere", pages + "first.txt");
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_NE(ran.errors.find("refused"), std::string::npos) << ran.errors;
}

} // namespace greffe::test
