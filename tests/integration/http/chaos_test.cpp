// kill -9 of the server and of PostgreSQL at random moments, under load from publishers, readers and
// moderators: no acknowledged comment, report or decision is lost or doubled, and a follower of the changes
// misses none. GREFFE_CHAOS=100,20 kills the server 100 times and PostgreSQL 20 times (`./dev chaos`).
#include "server/platform/embedded_postgres.hpp"
#include "tests/integration/http/desk_load.hpp"
#include "tests/integration/http/load.hpp"
#include "tests/integration/http/program.hpp"
#include "tests/integration/http/stored.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/scratch_folder.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <sstream>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace greffe::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

struct plan {
    int of_the_server = 5;
    int of_postgres = 2;
    unsigned seed = std::random_device{}();
};

plan chosen_plan() {
    plan chosen;
    if (const char* said = std::getenv("GREFFE_CHAOS"))
        std::sscanf(said, "%d,%d", &chosen.of_the_server, &chosen.of_postgres);
    if (const char* seed = std::getenv("GREFFE_CHAOS_SEED"))
        chosen.seed = static_cast<unsigned>(std::stoul(seed));
    return chosen;
}

/// A port that stays the server's from one life to the next.
std::string free_address() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof any;
    ::bind(socket, reinterpret_cast<sockaddr*>(&any), size);
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&any), &size);
    ::close(socket);
    return "127.0.0.1:" + std::to_string(ntohs(any.sin_port));
}

/// All that is stored, as archivists get it.
struct archive_of_all {
    std::map<std::string, std::vector<std::string>> changes; ///< external id -> statuses, told by its events
    std::map<std::string, int> comments;                     ///< external id -> how often
    std::map<std::string, int> reports;                      ///< receipt -> how often
    std::map<std::string, int> decisions;                    ///< id -> how often
};

/// A visible change is an event that says the comment's status; of a decision, only when that is another.
void note_change(std::vector<std::string>& statuses, const json::object& leaf) {
    const auto* status = leaf.at("d").as_object().if_contains("status");
    if (!status) return;
    std::string said(status->as_string());
    if (leaf.at("kind") == "decided" && !statuses.empty() && statuses.back() == said) return;
    statuses.push_back(std::move(said));
}

archive_of_all read_archive(const http_client& admin) {
    archive_of_all all;
    for (int i = 0; i < 4; ++i) {
        const auto found = admin.get("/v1/sites/load/articles?external_id=load-" + std::to_string(i)).json();
        const std::string id(found.at("items").at(0).at("id").as_string());
        const auto got = admin.get("/v1/articles/" + id + "/export?format=ndjson");
        if (got.status != 200) throw std::runtime_error(std::to_string(got.status) + " " + got.body);
        std::map<std::string, std::string> names; // of comments, by id
        std::istringstream lines(got.body);
        for (std::string line; std::getline(lines, line);) {
            const auto record = json::parse(line).as_object();
            const std::string_view kind = record.at("record").as_string();
            if (kind == "comment") {
                const std::string external_id(record.at("external_id").as_string());
                ++all.comments[external_id];
                names[std::string(record.at("id").as_string())] = external_id;
            }
            if (kind == "event" && record.contains("comment"))
                note_change(all.changes[names.at(std::string(record.at("comment").as_string()))],
                            json::parse(record.at("leaf").as_string()).as_object());
            if (kind == "report") ++all.reports[std::string(record.at("id").as_string())];
            if (kind == "decision") ++all.decisions[std::string(record.at("id").as_string())];
        }
    }
    return all;
}

/// Empty when exactly what was acknowledged is stored, each once.
std::string differences(const std::map<std::string, std::string>& acknowledged,
                        const std::map<std::string, int>& stored) {
    std::ostringstream wrong;
    for (const auto& [id, of] : acknowledged)
        if (!stored.contains(id)) wrong << id << " is lost; ";
    for (const auto& [id, times] : stored) {
        if (!acknowledged.contains(id)) wrong << id << " was done and never asked for; ";
        if (times != 1) wrong << id << " is there " << times << " times; ";
    }
    return wrong.str();
}

TEST(Chaos, NothingAcknowledgedIsLostOrDoubledAndNoChangeSkipped) {
    const plan planned = chosen_plan();
    SCOPED_TRACE("GREFFE_CHAOS=" + std::to_string(planned.of_the_server) + "," +
                 std::to_string(planned.of_postgres) + " GREFFE_CHAOS_SEED=" + std::to_string(planned.seed));
    std::mt19937 random(planned.seed);
    const scratch_folder folder;
    const auto data = folder / "data";
    const std::string address = free_address();
    const auto begin = [&] {
        return std::make_unique<server_program>(data, "", std::vector<std::string>{}, "error", address);
    };
    auto server = begin();
    const auto admin = server->as_admin();
    prepare_load_site(admin);
    const auto key = [&](const std::string& role) {
        const auto made = admin.post("/v1/keys", R"({"site":"load","role":")" + role + "\"}");
        return std::string(made.json().at("token").as_string());
    };
    const std::string publisher = key("publisher");
    const auto began = std::chrono::steady_clock::now();
    load publishers(server->url(), publisher, "load", 6, "chaos", true);
    desk_load desk(server->url(), publisher, key("reporter"), {key("moderator"), key("moderator")});
    change_follower follower(server->url(), publisher);

    enum class victim { server, postgres };
    std::vector<victim> kills(static_cast<std::size_t>(planned.of_the_server), victim::server);
    kills.resize(kills.size() + static_cast<std::size_t>(planned.of_postgres), victim::postgres);
    std::ranges::shuffle(kills, random);
    for (const victim next : kills) {
        ASSERT_TRUE(publishers.wait_for_acknowledged(publishers.acknowledged().size() + 5));
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 400));
        if (next == victim::server) {
            server->running().signal(SIGKILL);
            server->running().wait();
            server.reset();
            server = begin();
            continue;
        }
        const auto until = std::chrono::steady_clock::now() + 1min;
        pid_t postmaster = postmaster_of(data);
        while (postmaster <= 1 || ::kill(postmaster, SIGKILL) != 0) {
            ASSERT_LT(std::chrono::steady_clock::now(), until) << "PostgreSQL does not come back";
            std::this_thread::sleep_for(10ms);
            postmaster = postmaster_of(data);
        }
    }
    ASSERT_TRUE(publishers.wait_for_acknowledged(publishers.acknowledged().size() + 20));
    publishers.stop();
    desk.stop();
    EXPECT_THAT(publishers.odd(), testing::IsEmpty());
    EXPECT_THAT(desk.odd(), testing::IsEmpty());

    const auto stored = read_archive(admin);
    auto comments = publishers.acknowledged();
    for (const auto& id : desk.comments()) comments.insert(id);
    EXPECT_EQ(missing_or_doubled(comments, stored.comments), "");
    EXPECT_EQ(differences(desk.reports(), stored.reports), "");
    EXPECT_EQ(differences(desk.decisions(), stored.decisions), "");
    EXPECT_GT(desk.reports().size(), 0u);
    EXPECT_GT(desk.decisions().size(), 0u);

    const auto until = std::chrono::steady_clock::now() + 30s;
    while (follower.told() != stored.changes && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(50ms);
    follower.stop();
    EXPECT_THAT(follower.odd(), testing::IsEmpty());
    EXPECT_EQ(follower.told(), stored.changes);
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - began).count();
    std::printf("chaos: %d kills of the server, %d of PostgreSQL in %lld s; %zu comments, %zu reports, %zu "
                "decisions acknowledged; %zu answers 503 (seed %u)\n",
                planned.of_the_server, planned.of_postgres, static_cast<long long>(seconds), comments.size(),
                desk.reports().size(), desk.decisions().size(), publishers.refused(), planned.seed);
    server->running().signal(SIGTERM);
    EXPECT_EQ(server->running().wait(), 0) << server->running().output();
}

} // namespace
} // namespace greffe::test
