// Load that hurts: many idle connections, clients that drip, clients that never read, a burst, no
// descriptors left. Others are served all the while, and memory and descriptors stay bounded. How fast the
// others are served is `./dev bench load`.
#include "server/app/descriptors.hpp"
#include "server/store/connection_pool.hpp"
#include "tests/integration/http/hostile_clients.hpp"
#include "tests/integration/http/kept_connection.hpp"
#include "tests/integration/http/program.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/metric.hpp"
#include "tests/support/test_database.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>

namespace greffe::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::size_t mebibyte = 1 << 20;

// What a sanitizer keeps beside every byte of the program.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr std::size_t overhead = 8;
#else
constexpr std::size_t overhead = 1;
#endif

template <class Condition>
bool becomes(Condition holds, std::chrono::seconds within = 30s) {
    const auto until = std::chrono::steady_clock::now() + within;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(20ms);
    }
    return true;
}

std::string target_of(const std::string& article = "a") {
    return "/v1/sites/hurt/articles/" + article + "/comments";
}

/// The real program, because its memory and its descriptors are asked for.
class HostileClients : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_EQ(server.as_admin().post("/v1/sites", R"({"name":"hurt"})").status, 201);
        ASSERT_EQ(server.as_admin().put("/v1/sites/hurt/articles/a", article_json()).status, 201);
    }
    /// As a publisher's site does, over a connection that it has and over new ones.
    void others_are_served(const std::string& when) {
        kept_connection kept(server.as_admin(), server.admin_key());
        for (int i = 0; i < 20; ++i) {
            const std::string id = when + std::to_string(i);
            const auto got = kept.post(target_of(), comment_json(id));
            ASSERT_EQ(got.result_int(), 201u) << got.body();
            ASSERT_EQ(server.as_admin().get("/v1/sites/hurt/comments/" + id).status, 200);
        }
    }
    bool connections_become(std::size_t count) {
        return becomes([&] {
            return metric(server.without_key(), "greffe_http_connections") >= static_cast<double>(count);
        });
    }
    std::string authorized(const std::string& request_line, const std::string& more,
                           const std::string& key = {}) const {
        return request_line + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
               (key.empty() ? server.admin_key() : key) + "\r\n" + more;
    }
    std::string publisher_key() const {
        const auto made = server.as_admin().post("/v1/keys", R"({"role":"publisher","site":"hurt"})");
        return std::string(made.json().at("token").as_string());
    }

    scratch_folder folder;
    server_program server{folder / "data", fresh_database()};
};

TEST_F(HostileClients, ThousandsOfIdleConnectionsCostLittle) {
    others_are_served("before-");
    const auto memory = server.memory();
    const auto descriptors = server.descriptors();
    const std::size_t count = scaled(2000);
    const idle_crowd crowd(server.url(), count);
    ASSERT_TRUE(connections_become(count));
    others_are_served("beside-");
    const auto grown = server.memory() - std::min(memory, server.memory());
    RecordProperty("bytes_per_idle_connection", static_cast<int>(grown / count));
    EXPECT_LT(grown, overhead * (count * 12'288 + 16 * mebibyte)) << grown / count << " bytes each";
    EXPECT_LE(server.descriptors(), descriptors + count + 32);
}

TEST_F(HostileClients, DrippingHeadersAndBodiesHoldUpNobody) {
    const auto descriptors = server.descriptors();
    const std::size_t count = scaled(200) / 2;
    const dripping_crowd headers(server.url(), count, "GET /healthz HTTP/1.1\r\nX-Slow: ");
    const dripping_crowd bodies(
        server.url(), count,
        authorized("POST " + target_of(), "Content-Length: 200000\r\n\r\n{\"external_id\":\""));
    ASSERT_TRUE(connections_become(2 * count));
    others_are_served("dripped-");
    EXPECT_LE(server.descriptors(), descriptors + 2 * count + 64);
}

TEST_F(HostileClients, WhoNeverReadsIsGivenNoMoreThanItsShareOfMemory) {
    const std::string big(9'000, 'e');
    for (int i = 0; i < 120; ++i)
        ASSERT_EQ(server.as_admin().post(target_of(), comment_json("big-" + std::to_string(i), big)).status,
                  201);
    const auto page = server.as_admin().get("/v1/sites/hurt/articles/a/thread?limit=200");
    ASSERT_GT(page.body.size(), mebibyte);
    const auto memory = server.memory();
    const std::string request =
        authorized("GET /v1/sites/hurt/articles/a/thread?limit=200", "\r\n", publisher_key());
    std::vector<std::unique_ptr<raw_connection>> deaf;
    for (std::size_t i = 0; i < scaled(200) + 40; ++i) {
        deaf.push_back(std::make_unique<raw_connection>(server.url()));
        deaf.back()->shrink_receive_buffer();
        // More answers than the kernel takes in.
        for (int times = 0; times < 8; ++times) deaf.back()->send(request);
    }
    const std::string share_is_used = "greffe_http_stopped_total{bound=\"bytes\"}";
    EXPECT_TRUE(becomes([&] { return metric(server.without_key(), share_is_used) > 0; }));
    EXPECT_LE(metric(server.without_key(), "greffe_http_bytes_in_flight"), 32.0 * mebibyte) << "of one key";
    // What was answered and what is being made of rows, beside what is counted.
    EXPECT_LT(server.memory(), memory + overhead * 112 * mebibyte);
    const http_client other(server.url(), publisher_key());
    EXPECT_EQ(other.get("/v1/sites/hurt/articles/a/thread?limit=200").status, 200)
        << "another's share is its own";
    others_are_served("heard-");
}

TEST_F(HostileClients, WithoutDescriptorsItNeitherDiesNorSpins) {
    raw_connection kept(server.url());
    const auto accept_errors = [&] {
        kept.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
        const auto head = kept.read_until("\r\n\r\n");
        const auto length = std::stoul(head.substr(head.find("Content-Length: ") + 16));
        std::string body = kept.read_until("greffe_ready");
        while (body.size() < length) {
            const auto more = kept.read_until("\n");
            if (more.empty()) break;
            body += more;
        }
        const std::string name = "\ngreffe_accept_errors_total ";
        const auto at = body.find(name);
        return at == body.npos ? 0.0 : std::stod(body.substr(at + name.size()));
    };
    accept_errors();
    rlimit before{};
    ASSERT_EQ(::prlimit(server.running().pid(), RLIMIT_NOFILE, nullptr, &before), 0);
    const rlimit none{.rlim_cur = server.descriptors() + 3, .rlim_max = before.rlim_max};
    ASSERT_EQ(::prlimit(server.running().pid(), RLIMIT_NOFILE, &none, nullptr), 0);
    const auto began = std::chrono::steady_clock::now();
    const idle_crowd crowd(server.url(), 12);
    EXPECT_TRUE(becomes([&] { return accept_errors() >= 3; })) << "and it answers who is connected";
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    EXPECT_LE(accept_errors(), 10 * (seconds + 2)) << "tries again with a pause";
    ASSERT_EQ(::prlimit(server.running().pid(), RLIMIT_NOFILE, &before, nullptr), 0);
    others_are_served("after-");
    EXPECT_TRUE(server.running().running());
}

TEST(Descriptors, ConnectionsAreWhatTheLimitLeaves) {
    app::settings with;
    const std::size_t reserved = app::reserved_descriptors(with);
    EXPECT_GE(reserved, with.options.connections + with.options.writers + with.bounds.streams);
    EXPECT_EQ(app::bounds_within(with, 1'000'000).connections, with.bounds.connections);
    EXPECT_EQ(app::bounds_within(with, reserved + 100).connections, 100u);
    EXPECT_THROW(app::bounds_within(with, reserved + 3), std::runtime_error);
    with.options.clients = 50;
    with.options.clients_per_address = 7;
    with.options.rates = {{"reporter", {.per_second = 1, .burst = 2}},
                          {"address", {.per_second = 3, .burst = 4}}};
    const auto said = app::bounds_within(with, 1'000'000);
    EXPECT_EQ(said.connections, 50u);
    EXPECT_EQ(said.connections_per_address, 7u);
    EXPECT_EQ(said.of_role_of(domain::role::reporter).burst, 2);
    EXPECT_EQ(said.of_role_of(domain::role::moderator).burst,
              with.bounds.of_role_of(domain::role::moderator).burst);
    EXPECT_EQ(said.of_address.per_second, 3);
    for (const domain::role each : domain::all_roles) {
        with.options.rates = {{std::string(to_string(each)), {.per_second = 9, .burst = 9}}};
        EXPECT_EQ(app::bounds_within(with, 1'000'000).of_role_of(each).per_second, 9) << to_string(each);
    }
}

std::string refused(raw_connection& wire) {
    const auto got = wire.read_to_end(10s);
    EXPECT_THAT(got, HasSubstr("Retry-After: "));
    EXPECT_THAT(got, HasSubstr("application/problem+json"));
    EXPECT_THAT(got, HasSubstr("\"detail\":"));
    return got;
}

TEST(ConnectionLimits, OneAddressHasOnlySoMany) {
    test_server server([](app::settings& with) {
        with.bounds.connections_per_address = 5;
        with.bounds.local_stands_for_many = false;
    });
    idle_crowd crowd(server.url(), 5);
    raw_connection sixth(server.url());
    const auto got = refused(sixth);
    EXPECT_THAT(got, StartsWith("HTTP/1.1 429 "));
    EXPECT_THAT(got, HasSubstr("rate_limited"));
    crowd.at(0).close();
    EXPECT_TRUE(becomes([&] {
        try {
            return server.without_key().get("/healthz").status == 200;
        } catch (const std::exception&) {
            return false;
        }
    })) << "a place is free again";
}

TEST(ConnectionLimits, IdleOnesMakeRoomAndBusyOnesAreLeft) {
    test_server server([](app::settings& with) {
        with.bounds.connections = 20;
        with.bounds.idle_enough = 0ms;
        with.bounds.header = 60s;
    });
    std::vector<std::unique_ptr<raw_connection>> busy;
    for (int i = 0; i < 10; ++i) {
        busy.push_back(std::make_unique<raw_connection>(server.url()));
        busy.back()->send("GET /healthz HT");
    }
    // More than there are places, and each is served: those that were idle go. They are asked to and go on
    // strands of their own, so that on a busy machine the next may come before they are gone, and is told to
    // come back.
    std::vector<std::unique_ptr<raw_connection>> idle;
    for (int i = 0; i < 30; ++i)
        ASSERT_TRUE(becomes([&] {
            auto wire = std::make_unique<raw_connection>(server.url());
            wire->send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
            if (wire->read_until("alive\"}").find("200 OK") == std::string::npos) return false;
            idle.push_back(std::move(wire));
            return true;
        })) << i;
    EXPECT_TRUE(becomes([&] { return idle.front()->ended(); })) << "the one idle for longest";
    EXPECT_GT(metric(server.without_key(), "greffe_http_stopped_total{bound=\"idle_for_room\"}"), 0);
    for (auto& each : busy) {
        EXPECT_FALSE(each->ended());
        each->send("TP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_THAT(each->read_until("alive\"}"), HasSubstr("200 OK"));
    }
}

TEST(ConnectionLimits, WhenAllAreBusyTheNextIsToldToComeBack) {
    test_server server([](app::settings& with) {
        with.bounds.connections = 20;
        with.bounds.idle_enough = 1min;
        with.bounds.header = 60s;
    });
    std::vector<std::unique_ptr<raw_connection>> busy;
    for (int i = 0; i < 20; ++i) {
        busy.push_back(std::make_unique<raw_connection>(server.url()));
        busy.back()->send("GET /healthz HT");
    }
    raw_connection next(server.url());
    const auto got = refused(next);
    EXPECT_THAT(got, StartsWith("HTTP/1.1 503 "));
    EXPECT_THAT(got, HasSubstr("overloaded"));
    busy.pop_back();
    EXPECT_TRUE(becomes([&] {
        try {
            return server.without_key().get("/healthz").status == 200;
        } catch (const std::exception&) {
            return false;
        }
    }));
}

TEST(SlowClients, AreToldWhyBeforeTheyAreLetGo) {
    test_server server([](app::settings& with) {
        with.bounds.header = 300ms;
        with.bounds.body = 300ms;
    });
    server.create_site("hurt");
    server.create_article("hurt", "a");
    raw_connection header(server.url());
    raw_connection body(server.url());
    raw_connection refused_body(server.url());
    header.send("GET /healthz HT");
    const std::string begin = "POST /v1/sites/hurt/articles/a/comments HTTP/1.1\r\nHost: x\r\n";
    body.send(begin + "Authorization: Bearer " + server.admin_key() +
              "\r\nContent-Length: 100\r\n\r\n{\"ext");
    refused_body.send(begin + "Content-Length: 100\r\n\r\n{\"ext");
    for (raw_connection* each : {&header, &body}) {
        const auto got = each->read_to_end(10s);
        EXPECT_THAT(got, StartsWith("HTTP/1.1 408 "));
        EXPECT_THAT(got, HasSubstr("request_timeout"));
        EXPECT_THAT(got, HasSubstr("\"retryable\":true"));
        EXPECT_THAT(got, HasSubstr("\"detail\":"));
        EXPECT_TRUE(each->closed_by_peer());
    }
    refused_body.read_to_end(10s);
    EXPECT_TRUE(refused_body.closed_by_peer());
    EXPECT_EQ(metric(server.without_key(), "greffe_http_stopped_total{bound=\"slow_request\"}"), 2);
}

TEST(SlowClients, ABodyThatComesSteadilyMayTakeLongerThanItsFirstPatience) {
    test_server server([](app::settings& with) {
        with.bounds.body = 400ms;
        with.bounds.slowest = 1000;
    });
    server.create_site("hurt");
    server.create_article("hurt", "a");
    const std::string body = comment_json("steady", std::string(4'000, 'e'));
    raw_connection wire(server.url());
    wire.send("POST /v1/sites/hurt/articles/a/comments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
              server.admin_key() + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
    // Twice as long as the patience before the first byte, and far faster than the slowest that is allowed.
    const std::size_t pieces = 8;
    for (std::size_t i = 0; i < pieces; ++i) {
        const auto from = body.size() * i / pieces;
        wire.send(std::string_view(body).substr(from, body.size() * (i + 1) / pieces - from));
        std::this_thread::sleep_for(100ms);
    }
    EXPECT_THAT(wire.read_until("}"), HasSubstr("201 Created"));
}

TEST(Burst, OfOneClientWaitsBehindItselfAndIsToldWhenTooMuchWaits) {
    const auto database = fresh_database();
    test_server server([&](app::settings& with) {
        with.options.database = database;
        with.bounds.waiting_of_one = 16;
        with.bounds.turn_wait = 60s;
    });
    server.create_site("hurt");
    server.create_article("hurt", "a");
    const std::string id = server.submit("hurt", "a", "c");
    ASSERT_EQ(server.as_admin().post("/v1/sites/hurt/comments/c/case", R"({"reason":"appel"})").status, 201);
    const http_client other(server.url(), server.key(domain::role::publisher, "hurt"));

    // Cases cannot be read for a while; whoever asks for one keeps its connection to the database.
    const auto lock = store::connect(database);
    auto held = std::make_unique<pqxx::work>(*lock);
    held->exec("LOCK TABLE greffe.decision IN ACCESS EXCLUSIVE MODE");
    const std::size_t burst = 10 * app::settings{}.options.connections;
    std::vector<std::thread> clients;
    std::mutex mutex;
    std::vector<http_response> answers;
    for (std::size_t i = 0; i < burst; ++i)
        clients.emplace_back([&] {
            const auto got = server.as_admin().get("/v1/cases/" + id);
            const std::lock_guard one(mutex);
            answers.push_back(got);
        });
    const auto answered = [&] {
        const std::lock_guard one(mutex);
        return answers.size();
    };
    // Six at work, sixteen waiting, the rest told at once.
    EXPECT_TRUE(becomes([&] { return answered() >= burst - 22; }));
    EXPECT_EQ(metric(server.without_key(), "greffe_http_waiting_for_database"), 16);
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(other.get("/v1/sites/hurt/articles/a/thread").status, 200) << "a turn is left for others";
    held->commit();
    for (auto& each : clients) each.join();
    std::size_t served = 0;
    for (const auto& each : answers) {
        if (each.status == 200) {
            ++served;
            continue;
        }
        EXPECT_EQ(each.status, 503) << each.body;
        EXPECT_TRUE(each.headers.contains("retry-after"));
        EXPECT_EQ(each.json().at("code").as_string(), "overloaded");
        EXPECT_FALSE(each.json().at("detail").as_string().empty());
    }
    EXPECT_EQ(served, 22u);
}

TEST(Streams, BeyondTheirNumberOneIsToldToComeBack) {
    test_server server([](app::settings& with) { with.bounds.streams_of_one = 2; });
    server.create_site("hurt");
    server.create_article("hurt", "a");
    const std::string begin = "POST /v1/sites/hurt/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
                              server.admin_key() + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    raw_connection first(server.url());
    raw_connection second(server.url());
    for (raw_connection* each : {&first, &second}) {
        each->send(begin);
        EXPECT_THAT(each->read_until("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
    }
    const auto third = server.as_admin().post("/v1/sites/hurt/import", "{}\n");
    EXPECT_EQ(third.status, 503) << third.body;
    EXPECT_EQ(third.headers.at("retry-after"), "5");
    EXPECT_EQ(third.json().at("code").as_string(), "overloaded");
    first.send("0\r\n\r\n");
    first.read_until("0\r\n\r\n");
    EXPECT_TRUE(
        becomes([&] { return server.as_admin().post("/v1/sites/hurt/import", "{}\n").status == 200; }));
}

} // namespace
} // namespace greffe::test
