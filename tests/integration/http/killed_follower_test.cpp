// The loop that docs/publishing.md gives to a publisher's site, killed a hundred times while comments are
// written, edited, decided on and deleted, and while transactions commit out of their order: its copy is what
// is stored.
#include "server/store/connection_pool.hpp"
#include "tests/integration/http/bargain_rules.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/doc_steps.hpp"
#include "tests/support/process.hpp"
#include "tests/support/test_database.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

namespace greffe::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

/// The documented loop in a folder of its own, which holds its copy and its cursor from one life to the next.
class followed_copy {
  public:
    followed_copy(const std::string& url, std::string key)
        : environment_{"GREFFE_URL=" + url, "PUBLISHER_KEY=" + std::move(key)} {
        const auto shown = text_of(std::filesystem::path(GREFFE_SOURCE_DIR) / "docs" / "publishing.md");
        std::ofstream(folder_ / "follow.sh") << read_blocks(shown, "follow").steps.at(0).commands;
    }
    ~followed_copy() { kill(); }

    void start() {
        // A session of its own, so that what the shell has started dies with it.
        running_ = std::make_unique<process>("/usr/bin/setsid",
                                             std::vector<std::string>{"/bin/bash", "-c",
                                                                      "cd \"$0\" && . ./follow.sh",
                                                                      folder_.path().string()},
                                             environment_);
    }
    void kill() {
        if (!running_) return;
        if (::kill(-running_->pid(), SIGKILL) != 0) running_->signal(SIGKILL); // not in its own session yet
        running_->wait();
        running_.reset();
    }
    std::string cursor() const { return text_of(folder_ / "cursor"); }
    /// False: it did not within a minute.
    bool wait_for_cursor_other_than(const std::string& known) const {
        return soon([&] { return cursor() != known; });
    }
    bool wait_for_copy_of(const std::string& external_id) const {
        return soon([&] { return !text_of(folder_ / "copy" / external_id).empty(); });
    }
    std::map<std::string, std::string> copied() const {
        std::map<std::string, std::string> all;
        for (const auto& file : std::filesystem::directory_iterator(folder_ / "copy"))
            all[file.path().filename().string()] = first_line_of(file.path());
        return all;
    }
    std::string complaints() const { return running_ ? running_->output() : ""; }

  private:
    template <class Condition>
    static bool soon(Condition condition) {
        const auto until = std::chrono::steady_clock::now() + 1min;
        while (!condition()) {
            if (std::chrono::steady_clock::now() > until) return false;
            std::this_thread::sleep_for(2ms);
        }
        return true;
    }

    scratch_folder folder_;
    std::vector<std::string> environment_;
    std::unique_ptr<process> running_{};
};

constexpr int bulletin_articles = 4;

std::string article_id(int number) {
    return "art-" + std::to_string(number % bulletin_articles);
}

/// Writes, edits, decides and deletes until told to stop. Nobody else touches its comments, so that nothing
/// of it may be refused.
class restless_site {
  public:
    restless_site(const test_server& server, int number) : admin_(server.as_admin()), number_(number) {
        thread_ = std::thread([this] { run(); });
    }
    ~restless_site() {
        over_ = true;
        thread_.join();
    }

  private:
    void run() {
        std::mt19937 random(static_cast<unsigned>(number_));
        const auto article = "/v1/sites/bulletin/articles/" + article_id(number_) + "/comments";
        for (int n = 0; !over_; ++n) {
            const auto id = "c" + std::to_string(number_) + "-" + std::to_string(n);
            const auto comment = "/v1/sites/bulletin/comments/" + id;
            const bool held = random() % 3 == 0;
            const auto made =
                done(admin_.post(article, comment_json(id, held ? "Quelle aubaine !" : "Bien vu.")));
            if (random() % 2 == 0)
                done(admin_.put(comment, random() % 2 == 0 ? R"({"body":"Une aubaine, non ?"})"
                                                           : R"({"body":"Mieux dit."})"));
            if (held) decide(std::string(made.json().at("id").as_string()), random() % 2 == 0);
            if (random() % 5 == 0) done(admin_.del(comment));
        }
    }
    static http_response done(http_response got) {
        EXPECT_EQ(got.status / 100, 2) << got.body;
        return got;
    }
    void decide(const std::string& id, bool approve) {
        const auto shown = done(admin_.get("/v1/cases/" + id)).json();
        const json::object decision{{"action", approve ? "approve" : "reject"},
                                    {"reason", "ok"},
                                    {"version", shown.at("case").at("version")}};
        done(admin_.post("/v1/cases/" + id + "/decisions", json::serialize(decision)));
    }

    http_client admin_;
    int number_;
    std::atomic<bool> over_ = false;
    std::thread thread_;
};

/// From now on one transaction in eight dawdles at its commit, with its events written and its place in the
/// log not given: others, of other articles, overtake it.
void let_commits_dawdle(const std::string& database) {
    const auto connection = store::connect(superuser_url(database));
    pqxx::nontransaction tx(*connection);
    tx.exec(R"(
        CREATE FUNCTION public.dawdle() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF random() < 0.125 THEN PERFORM pg_sleep(0.25); END IF;
          RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON greffe.event
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.dawdle())");
}

/// How often a transaction that began earlier has the later place in the log.
int overtakings(const std::string& database) {
    const auto connection = store::connect(database);
    pqxx::nontransaction look(*connection);
    return look
        .exec(R"(
            SELECT count(*) FROM (
              SELECT e.xmin::text::bigint AS began, lag(e.xmin::text::bigint) OVER (ORDER BY l.log_index) AS before
              FROM greffe.log l JOIN greffe.event e USING (site_id, article_id, seq)) placed
            WHERE began < before)")[0][0]
        .as<int>();
}

std::map<std::string, std::string> stored(const std::string& database) {
    const auto connection = store::connect(database);
    pqxx::nontransaction look(*connection);
    std::map<std::string, std::string> all;
    for (const auto& row : look.exec("SELECT external_id, status FROM greffe.comment"))
        all[row[0].c_str()] = row[1].c_str();
    return all;
}

TEST(KilledFollower, HasACopyOfWhatIsStoredAfterAHundredKills) {
    const auto database = fresh_database();
    const test_server server([&](app::settings& with) { with.options.database = database; });
    server.create_site("bulletin");
    for (int i = 0; i < bulletin_articles; ++i) server.create_article("bulletin", article_id(i));
    const auto pushed = server.as_admin().put("/v1/sites/bulletin/ruleset", bargain_rules);
    ASSERT_EQ(pushed.status, 201) << pushed.body;
    let_commits_dawdle(database);

    followed_copy copy(server.url(), server.key(domain::role::publisher, "bulletin"));
    {
        restless_site one(server, 1), two(server, 2), three(server, 3), four(server, 4);
        std::mt19937 random(20);
        for (int kills = 0; kills < 100; ++kills) {
            copy.start();
            // In the middle of whatever it does: before its first request, or after some steps.
            for (auto steps = random() % 2; steps > 0; --steps)
                ASSERT_TRUE(copy.wait_for_cursor_other_than(copy.cursor())) << copy.complaints();
            std::this_thread::sleep_for(std::chrono::milliseconds(random() % 25));
            copy.kill();
        }
    }
    server.submit("bulletin", "art-0", "fin"); // the last of all
    copy.start();
    ASSERT_TRUE(copy.wait_for_copy_of("fin")) << copy.complaints();
    copy.kill();
    const auto expected = stored(database);
    EXPECT_GT(expected.size(), 50u);
    EXPECT_GT(overtakings(database), 0);
    EXPECT_EQ(copy.copied(), expected);
}

} // namespace
} // namespace greffe::test
