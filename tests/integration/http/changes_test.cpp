// A publisher's site follows what becomes of its comments over HTTP: everything visible, in order, at least
// once; waiting costs the server neither a thread nor a connection of the database.
#include "server/store/connection_pool.hpp"
#include "tests/integration/http/bargain_rules.hpp"
#include "tests/integration/http/raw_connection.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/test_database.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::test {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string text(const json::value& of, std::string_view name) {
    return std::string(of.at(name).as_string());
}

/// A follower that asks for more until it has seen enough.
class follower {
  public:
    follower(http_client server, std::string site) : server_(std::move(server)), site_(std::move(site)) {}

    /// "c1 published" … until this many came; what is too few after a while is answered as it is.
    std::vector<std::string> until(std::size_t count) {
        for (int tries = 0; told_.size() < count && tries < 30; ++tries) {
            const auto got = server_.get("/v1/sites/" + site_ + "/changes?wait=2" +
                                         (next_.empty() ? "" : "&after=" + next_));
            EXPECT_EQ(got.status, 200) << got.body;
            if (got.status != 200) break;
            const auto answer = got.json();
            for (const auto& one : answer.at("changes").as_array())
                told_.push_back(
                    text(one.at("comment"), "external_id") + " " + text(one, "change") +
                    (text(one, "change") == text(one, "status") ? "" : " " + text(one, "status")) + " r" +
                    std::to_string(one.at("revision").as_int64()));
            next_ = text(answer, "next");
        }
        return told_;
    }
    const std::string& next() const { return next_; }

  private:
    http_client server_;
    std::string site_;
    std::string next_{};
    std::vector<std::string> told_{};
};

http_response good(http_response got) {
    EXPECT_EQ(got.status / 100, 2) << got.body;
    return got;
}

void decide(const test_server& server, const std::string& id, const std::string& action) {
    const auto admin = server.as_admin();
    const auto version = good(admin.get("/v1/cases/" + id)).json().at("case").at("version").as_int64();
    good(admin.post(
        "/v1/cases/" + id + "/decisions",
        json::serialize(json::object{{"action", action}, {"reason", "ok"}, {"version", version}})));
}

/// A request for changes that waits, sent and not yet answered.
std::unique_ptr<raw_connection> waiting(const test_server& server, const std::string& after) {
    auto wire = std::make_unique<raw_connection>(server.url());
    wire->send("GET /v1/sites/relais/changes?wait=25&after=" + after +
               " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + server.admin_key() +
               "\r\nConnection: close\r\n\r\n");
    return wire;
}

void until_waiting(const test_server& server, int count) {
    const auto line = "\ngreffe_changes_waiting_followers " + std::to_string(count) + "\n";
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (std::chrono::steady_clock::now() < until)
        if (server.without_key().get("/metrics").body.find(line) != std::string::npos) return;
    FAIL() << "there were never " << count << " who wait";
}

TEST(Changes, TellsEverythingVisibleInOrderAndNothingElse) {
    test_server server;
    server.create_site("relais");
    server.create_article("relais", "art");
    const auto admin = server.as_admin();
    good(admin.put("/v1/sites/relais/ruleset", bargain_rules));
    server.submit("relais", "art", "clean");
    const auto held = server.submit("relais", "art", "held", "Quelle aubaine !");
    const auto edited = server.submit("relais", "art", "edited");
    good(admin.put("/v1/sites/relais/comments/edited", R"({"body":"Une aubaine, à la réflexion."})"));
    decide(server, held, "approve");
    decide(server, edited, "reject");
    good(admin.post("/v1/sites/relais/comments/clean/reports", R"({"reason":"insulte"})"));
    good(admin.del("/v1/sites/relais/comments/clean"));
    good(admin.del("/v1/sites/relais/comments/clean")); // again: nothing happens
    good(admin.post(
        "/v1/sites/relais/import?screen=history",
        R"({"type":"comment","article":"art","external_id":"old","body":"Ancien.","status":"published"})"
        "\n"));
    server.submit("relais", "art", "last");

    follower site(http_client(server.url(), server.key(domain::role::publisher, "relais")), "relais");
    EXPECT_THAT(site.until(8), ElementsAre("clean published r1", "held held r1", "edited published r1",
                                           "edited edited held r2", "held published r1", "edited rejected r2",
                                           "clean deleted r1", "last published r1"));

    const auto one = admin.get("/v1/sites/relais/changes?limit=1").json();
    EXPECT_TRUE(one.at("more").as_bool());
    const auto& first = one.at("changes").at(0);
    EXPECT_EQ(text(first.at("article"), "external_id"), "art");
    EXPECT_EQ(text(first, "cursor"), text(one, "next"));
    EXPECT_EQ(text(first.at("comment"), "id"),
              text(admin.get("/v1/sites/relais/comments/clean").json(), "id"));
    EXPECT_FALSE(text(first, "at").empty());
    const auto rest = admin.get("/v1/sites/relais/changes?limit=7&after=" + text(one, "next")).json();
    EXPECT_EQ(rest.at("changes").as_array().size(), 7u);
    EXPECT_FALSE(rest.at("more").as_bool());
    EXPECT_EQ(text(rest, "next"), site.next());
}

TEST(Changes, WaitersCostNoConnectionOfTheDatabaseAndAreWokenByAChange) {
    // One connection for all: whoever held it would keep everybody else out.
    test_server server([](app::settings& with) { with.options.connections = 1; });
    server.create_site("relais");
    server.create_article("relais", "art");
    server.submit("relais", "art", "before");
    follower site(server.as_admin(), "relais");
    site.until(1);
    std::vector<std::unique_ptr<raw_connection>> all;
    for (int i = 0; i < 60; ++i) all.push_back(waiting(server, site.next()));
    until_waiting(server, 60);
    server.submit("relais", "art", "now");
    for (const auto& one : all) {
        const auto told = one->read_to_end();
        EXPECT_THAT(told, HasSubstr("200 OK"));
        EXPECT_THAT(told, HasSubstr(R"("external_id":"now")"));
    }
    until_waiting(server, 0);
}

TEST(Changes, AnotherSitesChangesWakeNobody) {
    test_server server;
    for (const std::string name : {"relais", "autre"}) {
        server.create_site(name);
        server.create_article(name, "art");
    }
    server.submit("relais", "art", "before");
    follower site(server.as_admin(), "relais");
    site.until(1);
    const auto waits = waiting(server, site.next());
    until_waiting(server, 1);
    server.submit("autre", "art", "elsewhere");
    follower other(server.as_admin(), "autre");
    EXPECT_THAT(other.until(1), ElementsAre("elsewhere published r1"));
    EXPECT_FALSE(waits->ended());
    server.submit("relais", "art", "here");
    EXPECT_THAT(waits->read_to_end(), HasSubstr(R"("external_id":"here")"));
    const auto mixed = server.as_admin().get("/v1/sites/autre/changes?after=" + site.next());
    EXPECT_EQ(mixed.status, 422) << "a cursor is of one site";
}

TEST(Changes, WaitersAreAnsweredAtOnceWhenTheServerStops) {
    test_server server;
    server.create_site("relais");
    server.create_article("relais", "art");
    server.submit("relais", "art", "before");
    follower site(server.as_admin(), "relais");
    site.until(1);
    std::vector<std::unique_ptr<raw_connection>> all;
    for (int i = 0; i < 20; ++i) all.push_back(waiting(server, site.next()));
    until_waiting(server, 20);
    server.running().stop(); // returns when nobody is left, or throws them out after ten seconds
    for (const auto& one : all) {
        const auto told = one->read_to_end();
        EXPECT_THAT(told, HasSubstr("200 OK"));
        EXPECT_THAT(told, HasSubstr(R"("changes":[],"next":")" + site.next() + R"(","more":false)"));
    }
}

TEST(Changes, AnotherServersCommitsAreSeenAndWake) {
    const auto database = fresh_database();
    const auto same = [&](app::settings& with) { with.options.database = database; };
    test_server first(same);
    first.create_site("relais");
    first.create_article("relais", "art");
    test_server second(same); // finds a key already, so it has no admin.key of its own
    first.submit("relais", "art", "one");
    follower there(http_client(second.url(), first.admin_key()), "relais");
    EXPECT_THAT(there.until(1), ElementsAre("one published r1"));
    for (int i = 0; i < 20; ++i) first.submit("relais", "art", "c" + std::to_string(i));
    EXPECT_EQ(there.until(21).size(), 21u);
    EXPECT_EQ(there.until(21).back(), "c19 published r1") << "one log, whichever server sequences";
}

TEST(Changes, SaysWhatIsWrongWithARequest) {
    const auto database = fresh_database();
    test_server server([&](app::settings& with) { with.options.database = database; });
    server.create_site("relais");
    server.create_article("relais", "art");
    server.submit("relais", "art", "c");
    const auto changes = [&](const std::string& query) {
        return server.as_admin().get("/v1/sites/relais/changes?" + query);
    };
    for (const std::string query : {"limit=0", "limit=1001", "limit=x", "wait=26", "wait=-1", "wait=1.5",
                                    "after=", "after=!!", "after=AAAA", "since=1"})
        EXPECT_EQ(changes(query).status, 422) << query;
    EXPECT_EQ(changes("limit=1000&wait=0").status, 200);

    follower site(server.as_admin(), "relais");
    site.until(1);
    const auto start = changes("limit=1").json();
    ASSERT_EQ(start.at("changes").as_array().size(), 1u);
    const auto connection = store::connect(database);
    {
        pqxx::work later(*connection); // as housekeeping does after 30 days
        later.exec("DELETE FROM greffe.change");
        later.exec("INSERT INTO greffe.change_horizon SELECT site_id, 100 FROM greffe.site");
        later.exec("UPDATE greffe.log_head SET next_index = 100");
        later.commit();
    }
    const auto expired = changes("after=" + site.next());
    EXPECT_EQ(expired.status, 410);
    EXPECT_EQ(text(expired.json(), "code"), "cursor_expired");
    EXPECT_THAT(text(expired.json(), "detail"), HasSubstr("without `after`"));
    const auto anew = changes("");
    EXPECT_EQ(anew.status, 200);
    EXPECT_EQ(changes("after=" + text(anew.json(), "next")).status, 200) << "and from there it goes on";
}

TEST(Changes, TellsOperatorsHowFarTheLogIs) {
    test_server server;
    server.create_site("relais");
    server.create_article("relais", "art");
    server.submit("relais", "art", "c");
    follower site(server.as_admin(), "relais");
    site.until(1);
    const auto metrics = server.without_key().get("/metrics").body;
    EXPECT_THAT(metrics, HasSubstr("\ngreffe_log_entries 2\n")) << "the article's and the comment's";
    for (const std::string name :
         {"greffe_sequencer_lag_seconds", "greffe_outbox_events", "greffe_changes_oldest_seconds"})
        EXPECT_THAT(metrics, HasSubstr("\n" + name + " "));
}

} // namespace
} // namespace greffe::test
