// A campaign that comes in through two programs at once is one campaign: what rules count is counted by the
// registry, not by a server.
#include "server/store/connection_pool.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/process.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/test_database.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <barrier>
#include <fstream>
#include <thread>

namespace greffe::test {
namespace {

namespace json = boost::json;

constexpr const char* rules = R"(ruleset: campagne
rules:
  - id: grappe
    mode: shadow
    when: {duplicate: {kind: near, across: tag, tags: 'isin:*', over: 10, authors_over: 11, within: 10m}}
    then: {action: hold}
  - id: afflux
    mode: shadow
    when: {rate: {by: tag, tags: 'isin:*', over: 11, within: 10m}}
    then: {action: hold}
)";

constexpr const char* paraphrases[] = {
    "Action Nordalp objectif douze euros avant mardi, achetez maintenant, fusion annoncée imminente !",
    "Achetez maintenant Nordalp : fusion annoncée imminente, objectif douze euros avant mardi, action sûre",
    "Avant mardi, objectif douze euros ! Fusion imminente annoncée, Nordalp, achetez l'action maintenant.",
    "Objectif : douze euros avant mardi. Action Nordalp, fusion annoncée, imminente… ACHETEZ MAINTENANT",
    "Nordalp, fusion imminente annoncée, action à douze euros objectif avant mardi, achetez maintenant",
    "Maintenant achetez, avant mardi : action Nordalp, objectif douze euros, fusion annoncée imminente",
    "Fusion imminente annoncée ! Nordalp, action objectif douze euros, achetez maintenant avant mardi",
    "Douze euros, objectif avant mardi, action Nordalp : achetez maintenant, fusion imminente annoncée",
    "Imminente, la fusion annoncée de Nordalp, achetez maintenant l'action, objectif douze euros avant mardi",
    "Achetez l'action Nordalp maintenant, fusion annoncée, imminente, objectif avant mardi douze euros",
    "Mardi avant tout : objectif douze euros, Nordalp action, fusion annoncée imminente, achetez maintenant",
    "Action : Nordalp. Objectif : douze euros. Avant mardi. Fusion annoncée, imminente. Achetez maintenant",
};

class server {
  public:
    server(const std::filesystem::path& data, const std::string& database)
        : process_(std::filesystem::path{GREFFE_BIN_DIR} / "greffe-server",
                   {"--listen", "127.0.0.1:0", "--data", data.string(), "--log-level", "warning",
                    "--database", database}) {
        const auto line = process_.wait_for_line("greffe-server listening on ", std::chrono::minutes{2});
        url = line.substr(line.find("http://"));
    }
    std::string url;

  private:
    process process_;
};

std::string comment(const std::string& id, const std::string& author, const std::string& body) {
    return json::serialize(
        json::object{{"external_id", id}, {"author", json::object{{"external_id", author}}}, {"body", body}});
}

TEST(Campaign, OfTwelveAccountsUnderNineArticlesThroughTwoProgramsIsOneCluster) {
    const auto database = fresh_database();
    const scratch_folder folder;
    const server first(folder / "first", database);
    std::string key;
    std::ifstream(folder / "first/admin.key") >> key;
    const server second(folder / "second", database);

    const http_client admin(first.url, key);
    ASSERT_EQ(admin.post("/v1/sites", R"({"name":"bourse"})").status, 201);
    ASSERT_EQ(
        admin.send("PUT", "/v1/sites/bourse/ruleset", rules, {{"Content-Type", "application/yaml"}}).status,
        201);
    ASSERT_EQ(admin.put("/v1/sites/bourse/articles/a0", R"({"title":"Ailleurs","body":[]})").status, 201);
    for (int i = 1; i <= 9; ++i)
        ASSERT_EQ(admin
                      .put("/v1/sites/bourse/articles/a" + std::to_string(i),
                           R"({"title":"Nordalp","tags":["isin:FR0000000017"],"body":[]})")
                      .status,
                  201);
    for (const auto& url : {first.url, second.url}) { // until it runs the ruleset
        const http_client client(url, key);
        for (int probe = 0;; ++probe) {
            const auto got = client.post("/v1/sites/bourse/articles/a0/comments",
                                         comment(url + std::to_string(probe), "essai", "Bonjour"));
            ASSERT_LT(probe, 5000) << got.body;
            if (got.status == 201 && got.json().at("verdict").at("ruleset_version").as_int64() == 1) break;
        }
    }

    std::barrier together(12);
    std::vector<std::thread> accounts;
    std::atomic<int> accepted = 0;
    for (int i = 0; i < 12; ++i)
        accounts.emplace_back([&, i] {
            const http_client client(i % 2 == 0 ? first.url : second.url, key);
            const auto text = comment("c" + std::to_string(i), "compte" + std::to_string(i), paraphrases[i]);
            together.arrive_and_wait();
            const auto target = "/v1/sites/bourse/articles/a" + std::to_string(i % 9 + 1) + "/comments";
            if (client.post(target, text).status == 201) ++accepted;
        });
    for (auto& account : accounts) account.join();
    ASSERT_EQ(accepted, 12);

    const auto connection = store::connect(database);
    pqxx::work look(*connection);
    const auto row = look.exec("SELECT count(*), count(DISTINCT rule), count(DISTINCT comment_id) "
                               "FROM greffe.flag")[0];
    EXPECT_EQ(row[0].as<int>(), 2) << "the last one saw the eleven others, and nobody else did";
    EXPECT_EQ(row[1].as<int>(), 2);
    EXPECT_EQ(row[2].as<int>(), 1);
}

} // namespace
} // namespace greffe::test
