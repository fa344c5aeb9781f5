// What an archivist gets of a thread that went the whole way: registered, captured, commented, screened,
// reported, decided. Every stored row is in the export, counted against the tables; every disclosed text
// verifies against its event.
#include "server/archive/event.hpp"
#include "server/archive/thread_ndjson.hpp"
#include "tests/integration/store/export_house.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <map>
#include <set>
#include <thread>

namespace greffe::test {
namespace {

namespace json = boost::json;
using domain::comment_status;
using domain::errc;

class Export : public testing::Test {
  protected:
    export_house house;
};

TEST_F(Export, EveryStoredRowIsALineOfTheNdjson) {
    const auto article = live_through(house);
    // Another thread of the same site, which must not be in it.
    house.add_article("autre", "Autre chose");
    house.submit("autre", comment_of("x1", "Paul", "Rien à voir."));

    auto spooled = house.run(article, service::export_format::ndjson);
    ASSERT_TRUE(spooled) << spooled.error().detail;
    const auto lines = lines_of(contents(spooled->file()));
    const auto stored = [&](const std::string& table, const std::string& where) {
        return static_cast<std::size_t>(
            house.count("SELECT count(*) FROM greffe." + table + " WHERE " + where, {article.to_string()}));
    };
    const std::string of_article = "article_id = $1::uuid";
    const std::string of_comment =
        "comment_id IN (SELECT comment_id FROM greffe.comment WHERE article_id = $1::uuid)";
    EXPECT_EQ(records(lines, "article").size(), 1U);
    EXPECT_EQ(records(lines, "article_revision").size(), stored("article_revision", of_article));
    EXPECT_EQ(records(lines, "capture").size(), stored("capture", of_article));
    EXPECT_EQ(records(lines, "comment").size(), stored("comment", of_article));
    EXPECT_EQ(records(lines, "revision").size(), stored("revision", of_comment));
    EXPECT_EQ(records(lines, "flag").size(), stored("flag", of_comment));
    EXPECT_EQ(records(lines, "report").size(), stored("report", of_comment));
    EXPECT_EQ(records(lines, "decision").size(), stored("decision", of_comment));
    EXPECT_EQ(records(lines, "event").size(), stored("event", of_article));
    // None of these is empty by accident.
    EXPECT_EQ(stored("article_revision", of_article), 2U);
    EXPECT_EQ(stored("capture", of_article), 1U);
    EXPECT_EQ(stored("comment", of_article), 5U);
    EXPECT_EQ(stored("revision", of_comment), 6U);
    EXPECT_EQ(stored("flag", of_comment), 2U);
    EXPECT_EQ(stored("report", of_comment), 3U);
    EXPECT_EQ(stored("decision", of_comment), 2U);
    EXPECT_GE(stored("event", of_article), 14U);
}

TEST_F(Export, CommentsStandInThreadOrderWithTheirParts) {
    const auto article = live_through(house);
    auto spooled = house.run(article, service::export_format::ndjson);
    ASSERT_TRUE(spooled);
    const auto lines = lines_of(contents(spooled->file()));
    std::vector<std::string> order;
    for (const auto& comment : records(lines, "comment")) order.push_back(text_of(comment, "external_id"));
    EXPECT_EQ(order, (std::vector<std::string>{"h1", "c1", "r1", "c2", "d1"})) << "h1 was posted in 2024";

    std::string current;
    for (const auto& line : lines) {
        const auto kind = text_of(line, "record");
        if (kind == "comment") current = text_of(line, "id");
        if (kind == "revision" || kind == "flag" || kind == "report" || kind == "decision") {
            EXPECT_EQ(text_of(line, "comment"), current) << "a part stands under its comment";
        }
    }
    const auto history = records(lines, "comment").at(0);
    EXPECT_EQ(text_of(history, "author_presence"), "not_captured");
    EXPECT_EQ(history.at("posted").at("candidate_years"), (json::array{2024, 2025}));
    EXPECT_EQ(text_of(records(lines, "capture").at(0), "completeness"), "7 declared, 1 captured");
    const auto rejected = records(lines, "comment").at(2);
    EXPECT_EQ(text_of(rejected, "status"), "rejected");
    EXPECT_EQ(rejected.at("case").at("state"), "closed");
    EXPECT_EQ(lines.back().at("record"), "end");
}

TEST_F(Export, EventsAreNumberedWithoutGapsAndTheirTextsVerify) {
    const auto article = live_through(house);
    auto spooled = house.run(article, service::export_format::ndjson);
    ASSERT_TRUE(spooled);
    const auto lines = lines_of(contents(spooled->file()));

    std::map<std::string, std::string> texts; // "comment/revision/field" -> text, as the lines disclose them
    for (const auto& line : records(lines, "revision")) {
        const auto key =
            text_of(line, "comment") + "/" + std::to_string(line.at("revision").as_int64()) + "/";
        texts[key + "body"] = text_of(line, "body");
        if (line.contains("pseudonym")) texts[key + "author"] = text_of(line, "pseudonym");
    }
    std::map<std::string, std::string> by_id;
    for (const auto& line : records(lines, "report")) by_id[text_of(line, "id")] = text_of(line, "text");
    for (const auto& line : records(lines, "decision")) by_id[text_of(line, "id")] = text_of(line, "note");

    std::int64_t seq = 0;
    std::multiset<std::string> verified;
    for (const auto& event : records(lines, "event")) {
        EXPECT_EQ(event.at("seq").as_int64(), ++seq);
        const auto leaf = json::parse(text_of(event, "leaf")).as_object();
        EXPECT_EQ(leaf.at("seq").as_int64(), seq);
        EXPECT_EQ(text_of(leaf, "thread"), article.to_string());
        EXPECT_EQ(text_of(leaf, "kind"), text_of(event, "kind"));
        const auto& codes = leaf.at("d").as_object();
        for (const auto& [field, salt_hex] : event.at("salts").as_object()) {
            const std::string name(field.data(), field.size());
            std::string text;
            if (name == "body" || name == "author")
                text = texts.at(text_of(codes, "comment") + "/" +
                                std::to_string(codes.at("revision").as_int64()) + "/" + name);
            else if (name == "text")
                text = by_id.at(text_of(codes, "report"));
            else if (name == "note")
                text = by_id.at(text_of(codes, "decision"));
            else
                continue; // content: the article's, whose canonical bytes content_hash_test pins
            archive::salt with{};
            const auto hex = json::value_to<std::string>(salt_hex);
            ASSERT_EQ(hex.size(), 2 * with.size());
            for (std::size_t i = 0; i < with.size(); ++i)
                with[i] = static_cast<std::uint8_t>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
            const auto again = archive::commit(name, with, text);
            EXPECT_EQ(json::value_to<std::string>(leaf.at("c").at(field)),
                      archive::to_hex({reinterpret_cast<const char*>(again.data()), again.size()}))
                << text_of(event, "leaf");
            verified.insert(name);
        }
    }
    EXPECT_EQ(seq, records(lines, "article").at(0).at("event_count").as_int64());
    EXPECT_EQ(verified.count("body"), 6U) << "each revision's";
    EXPECT_EQ(verified.count("author"), 5U) << "all but the one that was not captured";
    EXPECT_EQ(verified.count("text"), 1U);
    EXPECT_EQ(verified.count("note"), 2U);
}

TEST_F(Export, NoReadersPersonalDataLeavesTheStore) {
    const auto article = live_through(house);
    for (const auto format : {service::export_format::ndjson, service::export_format::html}) {
        auto spooled = house.run(article, format);
        ASSERT_TRUE(spooled);
        const auto bytes = contents(spooled->file());
        for (const char* secret : {"lecteur-7", "lecteur-8", "lecteur-9", "192.0.2.77", "membre-c1", "Untel",
                                   "untel@", "Diffamation au sens"})
            EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
        for (const auto& row : house.sql("SELECT reader_id FROM personal.reader"))
            EXPECT_EQ(bytes.find(row[0].c_str()), std::string::npos) << "not even the random key";
        // A salt without its text would only help to guess it.
        for (const auto& row :
             house.sql("SELECT salts ->> 'explanation' FROM greffe.event_salt WHERE salts ? 'explanation'"))
            EXPECT_EQ(bytes.find(row[0].c_str()), std::string::npos);
        for (const auto& row :
             house.sql("SELECT salts ->> 'author_id' FROM greffe.event_salt WHERE salts ? 'author_id'"))
            EXPECT_EQ(bytes.find(row[0].c_str()), std::string::npos);
    }
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.event_salt WHERE salts ? 'explanation'"), 1);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.event_salt WHERE salts ? 'author_id'"), 5);
}

TEST_F(Export, ThePageShowsTheThread) {
    const auto article = live_through(house);
    auto spooled = house.run(article, service::export_format::html);
    ASSERT_TRUE(spooled);
    const auto page = contents(spooled->file());
    for (const char* shown :
         {"Le port rouvre après les travaux", "Qui paiera la digue, au juste ?",
          "<mark title=\"insulte\">bande de clowns</mark>", "Vu avec le chef d’édition.",
          "Il insulte tout le monde.", "7 declared, 1 captured", "sans lacune", "</html>"})
        EXPECT_NE(page.find(shown), std::string::npos) << shown;
    EXPECT_EQ(spooled->media_type(), "text/html; charset=utf-8");
    EXPECT_EQ(spooled->file_name(), "greffe-" + article.to_string() + ".html");
}

TEST_F(Export, AnotherSitesArticleIsNotFound) {
    const auto article = live_through(house);
    const auto other = house.add_tenant("autre-site");
    const auto refused = house.run(article, service::export_format::ndjson, other.site);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::not_found);
    EXPECT_TRUE(house.run(article, service::export_format::ndjson, house.site));
    const auto unknown = house.run({house.env.new_id()}, service::export_format::html);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, errc::not_found);
    EXPECT_TRUE(std::filesystem::is_empty(house.folder.path() / "spool"))
        << "what was refused leaves no file";
}

TEST_F(Export, TheSpoolFileIsPrivateAndGoesWithItsValue) {
    const auto article = house.add_article("port", "Le port rouvre");
    std::filesystem::path path;
    {
        auto spooled = house.run(article, service::export_format::ndjson);
        ASSERT_TRUE(spooled);
        path = spooled->file();
        struct stat info{};
        ASSERT_EQ(::stat(path.c_str(), &info), 0);
        EXPECT_EQ(info.st_mode & 0777, 0600U);
        const service::spooled_export moved = std::move(*spooled);
        EXPECT_TRUE(std::filesystem::exists(path));
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(Export, LeftoversAreClearedAtTheStart) {
    const auto spool = house.folder.path() / "spool";
    std::ofstream(spool / "export-of-a-server-that-was-killed") << "half";
    std::ofstream(spool / "notes.txt") << "not ours";
    const service::export_thread again(house.export_store, house.env, spool);
    EXPECT_FALSE(std::filesystem::exists(spool / "export-of-a-server-that-was-killed"));
    EXPECT_TRUE(std::filesystem::exists(spool / "notes.txt"));
}

TEST_F(Export, AnExportIsOneMomentWhileWritesGoOn) {
    const auto article = house.add_article("port", "Le port rouvre");
    house.submit("port", comment_of("c0", "Marthe", "Un."));
    std::atomic<bool> stop = false;
    std::thread writer([&] {
        for (int i = 1; !stop; ++i)
            house.submit("port", comment_of("c" + std::to_string(i), "Marthe", "Encore."));
    });
    std::size_t before = 0;
    for (int i = 0; i < 12; ++i) {
        auto spooled = house.run(article, service::export_format::ndjson);
        ASSERT_TRUE(spooled);
        const auto lines = lines_of(contents(spooled->file()));
        const auto comments = records(lines, "comment").size();
        const auto head = records(lines, "article").at(0);
        EXPECT_EQ(static_cast<std::int64_t>(comments), head.at("comment_count").as_int64());
        EXPECT_EQ(records(lines, "revision").size(), comments);
        EXPECT_EQ(static_cast<std::int64_t>(records(lines, "event").size()),
                  head.at("event_count").as_int64());
        EXPECT_EQ(records(lines, "event").size(), comments + 1) << "each comment's event, and the article's";
        EXPECT_GE(comments, before);
        before = comments;
    }
    stop = true;
    writer.join();
    EXPECT_GT(before, 1U) << "writes went on meanwhile";
}

TEST_F(Export, RepliesFollowTheirRootInALongThread) {
    const auto place = house.add_tenant("ordre");
    std::vector<domain::comment_id> roots;
    for (int i = 0; i < 120; ++i)
        roots.push_back(house.add_comment(place, "r" + std::to_string(i), comment_status::published));
    // Replies come later and in the other order, across the chunks of the cursor.
    for (int i = 119; i >= 0; --i)
        for (int n = 0; n < 2; ++n)
            house.add_comment(place, "a" + std::to_string(i) + "-" + std::to_string(n),
                              comment_status::published, "Réponse.", roots[static_cast<std::size_t>(i)]);
    std::string bytes;
    archive::thread_ndjson into([&](std::string_view piece) { bytes += piece; });
    ASSERT_TRUE(await(
        house.export_store.read_thread(review_house::someone(domain::role::archivist), place.article, into)));
    std::vector<std::string> wanted, got;
    for (int i = 0; i < 120; ++i)
        for (const auto& name :
             {"r" + std::to_string(i), "a" + std::to_string(i) + "-0", "a" + std::to_string(i) + "-1"})
            wanted.push_back(name);
    for (const auto& line : records(lines_of(bytes), "comment")) got.push_back(text_of(line, "external_id"));
    EXPECT_EQ(got, wanted);
}

} // namespace
} // namespace greffe::test
