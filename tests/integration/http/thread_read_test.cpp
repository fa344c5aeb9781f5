// Threads as a publisher's site reads them: conditional requests, counts, pages from memory that are never
// older than promised, and articles that close, end elsewhere and give comments away.
#include "tests/integration/http/bargain_rules.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/test_database.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

namespace greffe::test {
namespace {

namespace json = boost::json;
using clock = std::chrono::steady_clock;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string site = "/v1/sites/fil";
const std::string thread = site + "/articles/art/thread?limit=200";

/// "external_id=body" of each comment, a tombstone's without one.
std::vector<std::string> shown(const http_response& got) {
    EXPECT_EQ(got.status, 200) << got.body;
    std::vector<std::string> all;
    const auto page = got.json();
    for (const auto& c : page.at("comments").as_array()) {
        const auto& comment = c.as_object();
        std::string text(comment.at("external_id").as_string());
        if (comment.contains("body")) text += "=" + std::string(comment.at("body").as_string());
        all.push_back(std::move(text));
    }
    return all;
}

struct thread_read : testing::Test {
    const std::string database = fresh_database();
    test_server server{[this](app::settings& with) { with.options.database = database; }};
    http_client admin = server.as_admin();
    thread_read() {
        server.create_site("fil");
        server.create_article("fil", "art");
    }
};

TEST_F(thread_read, AnUnchangedThreadIsNotSentAgain) {
    server.submit("fil", "art", "c1");
    const auto first = admin.get(thread);
    const auto tag = first.headers.at("etag");
    EXPECT_TRUE(tag.starts_with('"')) << "a strong one: " << tag;
    for (const auto& known : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
        const auto again = admin.send("GET", thread, {}, {{"If-None-Match", known}});
        EXPECT_EQ(again.status, 304) << known;
        EXPECT_TRUE(again.body.empty());
        EXPECT_EQ(again.headers.at("etag"), tag);
    }
    EXPECT_EQ(admin.send("GET", thread, {}, {{"If-None-Match", "\"other\""}}).status, 200);
    EXPECT_EQ(admin.send("GET", thread + "&sort=newest", {}, {{"If-None-Match", tag}}).status, 200)
        << "another page, another tag";
    server.submit("fil", "art", "c2");
    const auto changed = admin.send("GET", thread, {}, {{"If-None-Match", tag}});
    EXPECT_EQ(changed.status, 200);
    EXPECT_NE(changed.headers.at("etag"), tag);
    EXPECT_EQ(changed.json().at("published_count").as_int64(), 2);
    EXPECT_EQ(admin.get(thread + "&sort=sideways").status, 422);
}

TEST_F(thread_read, ACopyIsKnownToAServerThatNeverMadeIt) {
    server.submit("fil", "art", "c1");
    test_server other([&](app::settings& with) { with.options.database = database; });
    const auto tag = admin.get(thread).headers.at("etag");
    const http_client there(other.url(), server.admin_key());
    EXPECT_EQ(there.send("GET", thread, {}, {{"If-None-Match", tag}}).status, 304);
    EXPECT_EQ(there.get(thread).body, admin.get(thread).body);
}

TEST_F(thread_read, OwnWritesAreSeenAtOnceAndOthersWithinASecond) {
    test_server other([&](app::settings& with) { with.options.database = database; });
    const http_client there(other.url(), server.admin_key());
    std::mt19937 random(3);
    std::vector<std::pair<std::string, std::string>> comments; // in the order of the thread; "" is deleted
    std::vector<std::pair<clock::time_point, std::vector<std::string>>> states{{clock::now(), {}}};
    const auto expected = [&] {
        std::vector<std::string> all;
        for (const auto& [id, body] : comments)
            if (!body.empty()) all.push_back(id + "=" + body);
        return all;
    };
    const auto until = clock::now() + std::chrono::milliseconds{2500};
    for (int step = 0; clock::now() < until; ++step) {
        const auto dice = random() % 4;
        if (comments.size() < 3 || (dice == 0 && comments.size() < 150)) {
            const auto id = "c" + std::to_string(step);
            // Each later than the one before: the model is a list.
            const json::object sent{
                {"external_id", id},
                {"body", "Un."},
                {"posted_at", "2024-04-09T10:" + std::to_string(10 + comments.size() / 60) + ":" +
                                  std::to_string(100 + comments.size() % 60).substr(1) + "Z"}};
            ASSERT_EQ(admin.post(site + "/articles/art/comments", json::serialize(sent)).status, 201);
            comments.emplace_back(id, "Un.");
        } else if (auto& [id, body] = comments[random() % comments.size()]; !body.empty()) {
            if (dice == 1) {
                ASSERT_EQ(admin.del(site + "/comments/" + id).status, 200);
                body.clear();
            } else {
                body = "Corrigé " + std::to_string(step);
                ASSERT_EQ(
                    admin.put(site + "/comments/" + id, json::serialize(json::object{{"body", body}})).status,
                    200);
            }
        }
        states.emplace_back(clock::now(), expected());
        ASSERT_EQ(shown(admin.get(thread)), states.back().second) << "the server that wrote";

        const auto asked = clock::now();
        const auto seen = shown(there.get(thread));
        bool known = seen == states.back().second;
        for (std::size_t i = states.size() - 1; i-- > 0 && !known;) {
            if (states[i + 1].first < asked - std::chrono::seconds{1}) break; // over for more than a second
            known = seen == states[i].second;
        }
        ASSERT_TRUE(known) << "the other server shows what is over for more than a second";
    }
}

TEST_F(thread_read, WhoWasToldOfHisCommentSeesItHoweverManyRead) {
    constexpr int writers = 4, each = 40;
    std::vector<std::thread> threads;
    std::atomic<int> missed = 0;
    for (int w = 0; w < writers; ++w)
        threads.emplace_back([&, w] {
            for (int i = 0; i < each; ++i) {
                const auto id = "w" + std::to_string(w) + "-" + std::to_string(i);
                if (admin.post(site + "/articles/art/comments", comment_json(id)).status != 201) ++missed;
                if (admin.get(thread).body.find("\"" + id + "\"") == std::string::npos) ++missed;
            }
        });
    for (auto& each_thread : threads) each_thread.join();
    EXPECT_EQ(missed, 0);
}

TEST_F(thread_read, ASettingOfTheSiteChangesWhatIsShownAtOnce) {
    server.submit("fil", "art", "c1");
    ASSERT_EQ(admin.put(site + "/ruleset", bargain_rules).status, 201);
    ASSERT_EQ(admin.put(site + "/comments/c1", R"({"body":"Quelle aubaine !"})").status, 200);
    EXPECT_THAT(shown(admin.get(thread)), ElementsAre("c1=Un commentaire."));
    const auto changed = admin.patch(site, R"({"held_edits":"nothing"})");
    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_THAT(shown(admin.get(thread)), IsEmpty());
}

TEST_F(thread_read, CountsTakeNamesWithCommasToo) {
    server.create_article("fil", "un%2Cdeux");
    server.submit("fil", "art", "c1");
    server.submit("fil", "un%2Cdeux", "c2");
    const auto got = admin.get(site + "/counts?articles=art,nowhere,art&article=un%2Cdeux&article=art");
    ASSERT_EQ(got.status, 200) << got.body;
    EXPECT_EQ(got.json().at("counts"), (json::value{{"art", 1}, {"nowhere", nullptr}, {"un,deux", 1}}));
    EXPECT_EQ(admin.get(site + "/counts").status, 422);
    std::string many = "art";
    for (int i = 1; i < 100; ++i) many += ",a" + std::to_string(i);
    const auto hundred = admin.get(site + "/counts?articles=" + many);
    ASSERT_EQ(hundred.status, 200) << hundred.body;
    EXPECT_EQ(hundred.json().at("counts").as_object().size(), 100u);
    EXPECT_EQ(hundred.json().at("counts").at("art"), 1);
    EXPECT_EQ(admin.get(site + "/counts?articles=" + many + ",a100").status, 422);
    EXPECT_EQ(admin.get(site + "/counts?articles=a&articles=b").status, 422);
}

TEST_F(thread_read, AnArticleLivesThroughHttp) {
    const auto other = server.create_article("fil", "autre");
    server.submit("fil", "art", "c1");
    server.submit("fil", "art", "c2");
    const auto comment = [&](const std::string& article, const std::string& id) {
        return admin.post(site + "/articles/" + article + "/comments", comment_json(id)).status;
    };
    EXPECT_EQ(admin.patch(site + "/articles/art", R"({"state":"closed"})").json().at("state").as_string(),
              "closed");
    EXPECT_EQ(comment("art", "c3"), 409);
    EXPECT_EQ(admin.get(thread).json().at("state").as_string(), "closed");
    EXPECT_EQ(admin.patch(site + "/articles/art", R"({"state":"shut"})").status, 422);
    EXPECT_EQ(admin.del(site + "/articles/art").json().at("state").as_string(), "withdrawn");
    EXPECT_EQ(admin.get(thread).status, 404) << "also from memory";
    EXPECT_EQ(admin.patch(site + "/articles/art", R"({"state":"open"})").status, 200);

    EXPECT_EQ(admin.post(site + "/comments/c2/move", R"({"article":"autre"})").json().at("moved").as_int64(),
              1);
    EXPECT_THAT(shown(admin.get(thread)), ElementsAre("c1=Un commentaire."));
    const auto merged = admin.post(site + "/articles/art/merge", R"({"into":"autre"})");
    ASSERT_EQ(merged.status, 200) << merged.body;
    EXPECT_EQ(merged.json().at("external_id").as_string(), "autre");
    EXPECT_EQ(shown(admin.get(thread)).size(), 2u) << "the old name";
    EXPECT_EQ(comment("art", "c3"), 201);
    EXPECT_EQ(admin.put(site + "/articles/art", article_json("Un autre titre")).json().at("id").as_string(),
              other);
    EXPECT_EQ(admin.get("/v1/articles/" + other).json().at("aliases"), json::array{"art"});
    EXPECT_EQ(admin.post(site + "/articles/art/merge", R"({"into":"nowhere"})").status, 409);
}

} // namespace
} // namespace greffe::test
