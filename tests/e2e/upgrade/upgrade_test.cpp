// An upgrade under traffic, with two builds: greffe-server, and greffe-server-next, which carries one
// migration more. Both serve while the schema changes under them, either is taken away under load, and nobody
// outside sees anything but a retry at a server that stops.
#include "server/store/connection_pool.hpp"
#include "tests/e2e/upgrade/newsroom.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/process.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/test_database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fstream>

namespace greffe::test {
namespace {

constexpr const char* rules = R"(ruleset: load
rules:
  - id: a-verifier
    mode: live
    when: {words: [vérifier]}
    then: {action: hold, score: 50}
    examples:
      match: [{text: "À vérifier"}]
      pass: [{text: "Merci"}]
)";

const std::filesystem::path bin{GREFFE_BIN_DIR};

/// The build before: of this tree, or another one's program, named from outside to try a real upgrade.
std::filesystem::path build_before() {
    const char* named = std::getenv("GREFFE_TEST_SERVER_BEFORE");
    return named ? std::filesystem::path(named) : bin / "greffe-server";
}

class server {
  public:
    server(const std::filesystem::path& program, const std::filesystem::path& data,
           const std::string& database)
        : process_(program, {"--listen", "127.0.0.1:0", "--data", data.string(), "--log-level", "warning",
                             "--database", database}) {
        const auto line = process_.wait_for_line("greffe-server listening on ", std::chrono::minutes{2});
        url_ = line.substr(line.find("http://"));
    }
    const std::string& url() const { return url_; }
    /// Under load: it finishes what it has begun. True: it ended well.
    bool stops() {
        process_.signal(SIGTERM);
        return process_.wait() == 0;
    }
    bool is_ready() const { return http_client(url_).get("/readyz").status == 200; }
    std::string log() const { return process_.output(); }

  private:
    process process_;
    std::string url_;
};

class database_look {
  public:
    explicit database_look(const std::string& url) : connection_(store::connect(url)) {}
    pqxx::result rows(const std::string& sql) {
        pqxx::work tx(*connection_);
        return tx.exec(sql);
    }
    std::string value(const std::string& sql) { return rows(sql)[0][0].c_str(); }

  private:
    std::unique_ptr<pqxx::connection> connection_;
};

constexpr int a_while = 150; ///< answers of a server

TEST(Upgrade, TwoBuildsServeTogetherAcrossAMigrationAndBack) {
    const auto database = empty_database();
    const scratch_folder folder;
    balancer through;

    auto before = std::make_unique<server>(build_before(), folder / "before", database);
    std::string key;
    std::ifstream(folder / "before/admin.key") >> key;
    const http_client admin(before->url(), key);
    ASSERT_EQ(admin.post("/v1/sites", R"({"name":"load"})").status, 201);
    ASSERT_EQ(
        admin.send("PUT", "/v1/sites/load/ruleset", rules, {{"Content-Type", "application/yaml"}}).status,
        201);
    for (const std::string n : {"0", "1", "2", "3"})
        ASSERT_EQ(
            admin
                .put(
                    "/v1/sites/load/articles/load-" + n,
                    R"({"title":"Le marché","section":"bourse","body":[{"kind":"paragraph","text":"Un mot."}]})")
                .status,
            201);
    database_look look(database);
    const auto newest = "SELECT max(version)::text FROM greffe.schema_version";
    const auto schema_before = look.value(newest);

    through.add(before->url());
    newsroom people(through, key, 6, 2);
    through.wait_for_answers(before->url(), a_while);

    // The newer build migrates while the older one serves; then both do.
    auto after = std::make_unique<server>(bin / "greffe-server-next", folder / "after", database);
    EXPECT_EQ(look.value(newest), "9000");
    EXPECT_NE(schema_before, "9000");
    through.add(after->url());
    through.wait_for_answers(before->url(), a_while);
    through.wait_for_answers(after->url(), a_while);
    EXPECT_TRUE(before->is_ready());
    EXPECT_TRUE(after->is_ready());

    // Upgraded: the older one goes.
    through.expect_stop_of(before->url());
    EXPECT_TRUE(before->stops()) << before->log();
    through.remove(before->url());
    through.wait_for_answers(after->url(), a_while);

    // And back: the older build starts on the newer schema, then serves it alone.
    before = std::make_unique<server>(build_before(), folder / "before", database);
    through.add(before->url());
    through.wait_for_answers(before->url(), a_while);
    through.expect_stop_of(after->url());
    EXPECT_TRUE(after->stops()) << after->log();
    through.remove(after->url());
    through.wait_for_answers(before->url(), a_while);
    EXPECT_TRUE(before->is_ready());

    people.stop();
    EXPECT_THAT(through.odd(), testing::IsEmpty()) << before->log();

    // All that was acknowledged is there, once.
    std::map<std::string, std::string> stored;
    for (const auto& row : look.rows("SELECT c.external_id, r.body FROM greffe.comment c "
                                     "JOIN greffe.revision r USING (site_id, comment_id, revision)"))
        stored[row[0].c_str()] = row[1].c_str();
    EXPECT_EQ(stored, people.kept().bodies);
    EXPECT_EQ(look.value("SELECT count(*) FROM greffe.report"), std::to_string(people.kept().reports));
    EXPECT_EQ(look.value("SELECT count(*) FROM greffe.decision"), std::to_string(people.kept().decisions));
    EXPECT_GT(people.kept().reports, 10);
    EXPECT_GT(people.kept().decisions, 10);
    EXPECT_EQ(
        look.value("SELECT count(*) FROM (SELECT t.article_id FROM greffe.thread t LEFT JOIN greffe.event e "
                   "USING (site_id, article_id) GROUP BY t.site_id, t.article_id, t.next_seq "
                   "HAVING count(e.seq) <> t.next_seq - 1) broken"),
        "0")
        << "sequence numbers have gaps";
    EXPECT_EQ(
        look.value("SELECT count(*) FROM (SELECT site_id, article_id, seq FROM "
                   "(SELECT site_id, article_id, seq FROM greffe.log UNION ALL "
                   "SELECT site_id, article_id, seq FROM greffe.outbox) placed "
                   "FULL JOIN greffe.event e USING (site_id, article_id, seq) "
                   "GROUP BY site_id, article_id, seq HAVING count(*) <> 1 OR count(e.kind) <> 1) wrong"),
        "0")
        << "an event without its one place in the log or the outbox";
    EXPECT_EQ(look.value("SELECT count(*) FROM greffe.event e LEFT JOIN greffe.event_salt s USING (site_id, "
                         "article_id, seq) "
                         "CROSS JOIN LATERAL (SELECT convert_from(e.leaf, 'UTF8')::jsonb -> 'c' AS c) leaf "
                         "WHERE (SELECT count(*) FROM jsonb_object_keys(c)) <> "
                         "(SELECT count(*) FROM jsonb_object_keys(coalesce(s.salts, '{}')))"),
              "0")
        << "a field without its salt";
}

TEST(Upgrade, AServerThatMayOnlyLookSaysWhatIsMissing) {
    const auto database = fresh_database();
    const scratch_folder folder;
    const auto ended = run_program(bin / "greffe-server-next",
                                   {"--listen", "127.0.0.1:0", "--data", (folder / "data").string(),
                                    "--database", database, "--migrate", "check"});
    EXPECT_EQ(ended.exit_code, 1);
    EXPECT_THAT(ended.errors, testing::HasSubstr("V9000__next.sql"));
    database_look look(database);
    EXPECT_EQ(look.value("SELECT count(*) FROM greffe.schema_version WHERE version = 9000"), "0");
}

} // namespace
} // namespace greffe::test
