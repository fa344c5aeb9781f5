// What clients that hurt do to the others: the p99 of a publisher's site, calm and beside thousands of idle
// connections, dripping clients, clients that never read, and bursts of ten times the pool. Rounds alternate;
// the ratio of the medians is held against 2. The server's memory beside it. --rounds N: how many (5).
#include "tests/bench/support/bench_server.hpp"
#include "tests/bench/support/benchmark_main.hpp"
#include "tests/bench/support/durable_cluster.hpp"
#include "tests/bench/support/measures.hpp"
#include "tests/integration/http/kept_connection.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <thread>

namespace greffe::bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;
using namespace std::chrono_literals;

constexpr auto round_time = 4s;
constexpr int others = 8;
constexpr int articles = 20;
constexpr int pool = 8;
constexpr const char* rules = R"(ruleset: calme
rules:
  - id: aubaine
    mode: live
    when: {text: 'aubaine'}
    then: {action: flag, score: 10}
    examples:
      match: [{text: "Une aubaine pour tous"}]
      pass: [{text: "Le marché monte"}]
)";

std::string comment(const std::string& id) {
    return boost::json::serialize(boost::json::object{
        {"external_id", id}, {"body", std::string(280, 'e')}, {"author", {{"name", "Odile"}}}});
}

/// Clients that hurt, on a thread of their own, until the destructor.
class crowd {
  public:
    using client = std::function<asio::awaitable<void>(tcp::endpoint)>;

    crowd(const test::http_client& to, int count, const client& each)
        : at_(asio::ip::make_address(to.host()), static_cast<std::uint16_t>(std::stoi(to.port()))) {
        for (int i = 0; i < count; ++i) asio::co_spawn(io_, keep_at_it(each), asio::detached);
        thread_ = std::thread([this] { io_.run(); });
    }
    ~crowd() {
        io_.stop();
        thread_.join();
    }

  private:
    asio::awaitable<void> keep_at_it(client each) {
        asio::steady_timer pause(co_await asio::this_coro::executor);
        for (;;) {
            try {
                co_await each(at_);
            } catch (const boost::system::system_error&) {
                // Let go: it comes again.
            }
            pause.expires_after(100ms);
            co_await pause.async_wait(asio::use_awaitable);
        }
    }

    tcp::endpoint at_;
    asio::io_context io_{1};
    std::thread thread_;
};

asio::awaitable<tcp::socket> connected(tcp::endpoint to) {
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(to, asio::use_awaitable);
    co_return socket;
}

asio::awaitable<void> idle(tcp::endpoint to) {
    auto socket = co_await connected(to);
    char nothing = 0;
    co_await socket.async_read_some(asio::buffer(&nothing, 1), asio::use_awaitable);
}

crowd::client dripping(std::string begin) {
    return [begin = std::move(begin)](tcp::endpoint to) -> asio::awaitable<void> {
        auto socket = co_await connected(to);
        asio::steady_timer drop(co_await asio::this_coro::executor);
        co_await asio::async_write(socket, asio::buffer(begin), asio::use_awaitable);
        for (;;) {
            drop.expires_after(50ms);
            co_await drop.async_wait(asio::use_awaitable);
            co_await asio::async_write(socket, asio::buffer("a", 1), asio::use_awaitable);
        }
    };
}

/// Asks and asks, and reads nothing.
crowd::client deaf(std::string request) {
    return [request = std::move(request)](tcp::endpoint to) -> asio::awaitable<void> {
        tcp::socket socket(co_await asio::this_coro::executor);
        socket.open(to.protocol());
        socket.set_option(asio::socket_base::receive_buffer_size(4096));
        co_await socket.async_connect(to, asio::use_awaitable);
        for (;;) co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
    };
}

using half_second = std::chrono::duration<std::int64_t, std::ratio<1, 2>>;

/// All at the same moment, every half second.
crowd::client bursting(std::string request) {
    return [request = std::move(request)](tcp::endpoint to) -> asio::awaitable<void> {
        auto socket = co_await connected(to);
        asio::steady_timer next(co_await asio::this_coro::executor);
        beast::flat_buffer buffer;
        for (;;) {
            const auto now = std::chrono::steady_clock::now().time_since_epoch();
            next.expires_at(std::chrono::steady_clock::time_point(std::chrono::ceil<half_second>(now)));
            co_await next.async_wait(asio::use_awaitable);
            co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
            beast::http::response<beast::http::string_body> answer;
            co_await beast::http::async_read(socket, buffer, answer, asio::use_awaitable);
            if (!answer.keep_alive()) co_return;
        }
    };
}

struct seen {
    double p50 = 0, p99 = 0; ///< milliseconds
    long failed = 0;
};

/// A publisher's site at a steady, modest rate: submits, and reads threads.
seen others_for(const bench_server& server, const std::string& key, std::chrono::seconds time) {
    static std::atomic<long> number = 0;
    const auto until = std::chrono::steady_clock::now() + time;
    std::mutex mutex;
    std::vector<double> all;
    std::atomic<long> failed = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < others; ++t)
        threads.emplace_back([&] {
            test::kept_connection wire(server.client(), key);
            std::vector<double> mine;
            for (int n = 0; std::chrono::steady_clock::now() < until; ++n) {
                const std::string article = "/v1/sites/bench/articles/" + article_name(n % articles);
                const auto began = std::chrono::steady_clock::now();
                const auto status =
                    n % 2 == 0 ? wire.post(article + "/comments", comment("o-" + std::to_string(++number)))
                                     .result_int()
                               : wire.get(article + "/thread?limit=20").result_int();
                mine.push_back(
                    std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began)
                        .count());
                if (status / 100 != 2) ++failed;
                std::this_thread::sleep_for(20ms);
            }
            const std::lock_guard lock(mutex);
            all.insert(all.end(), mine.begin(), mine.end());
        });
    for (auto& each : threads) each.join();
    std::ranges::sort(all);
    return {.p50 = all[all.size() / 2], .p99 = all[all.size() * 99 / 100], .failed = failed};
}

bool run(int rounds) {
    const durable_cluster cluster;
    const bench_server server(GREFFE_BIN_DIR, cluster.create_database("load"),
                              {"--connections", std::to_string(pool)});
    server.prepare_site(rules, articles);
    const auto key = [&](const std::string& role) {
        const auto made = server.client().post("/v1/keys", R"({"site":"bench","role":")" + role + "\"}");
        return std::string(made.json().at("token").as_string());
    };
    const std::string theirs = key("publisher");
    const std::string hostile = key("publisher");
    for (int i = 0; i < 150; ++i)
        server.client().post(
            "/v1/sites/bench/articles/" + article_name(0) + "/comments",
            boost::json::serialize(boost::json::object{{"external_id", "big-" + std::to_string(i)},
                                                       {"body", std::string(8'000, 'e')}}));
    const auto asking = [&](const std::string& line, const std::string& more = {}) {
        return line + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + hostile + "\r\n" + more + "\r\n";
    };
    const std::string article = "/v1/sites/bench/articles/" + article_name(0);
    const std::string big_thread = asking("GET " + article + "/thread?limit=200");
    const std::string body_begins =
        asking("POST " + article + "/comments", "Content-Length: 200000\r\n") + "{\"body\":\"";
    const struct {
        const char* name;
        int count;
        crowd::client each;
    } crowds[] = {
        {"2,000 idle connections", 2000, idle},
        {"200 dripping headers", 200, dripping("GET /healthz HTTP/1.1\r\nX-Slow: ")},
        {"200 dripping bodies", 200, dripping(body_begins)},
        {"50 that never read", 50, deaf(big_thread)},
        {"bursts of 10x the pool", 10 * pool, bursting(asking("GET /v1/sites/bench/articles?limit=20"))},
    };

    others_for(server, theirs, 2s);
    measures table;
    for (const auto& hurting : crowds) {
        std::vector<double> calm, beside;
        std::vector<double> calm_median, beside_median;
        long failed = 0;
        server.reset_peak_memory();
        for (int round = 0; round < rounds; ++round) {
            const auto quiet = others_for(server, theirs, round_time);
            const crowd now(server.client(), hurting.count, hurting.each);
            std::this_thread::sleep_for(1s); // until all have come
            const auto loud = others_for(server, theirs, round_time);
            calm.push_back(quiet.p99);
            beside.push_back(loud.p99);
            calm_median.push_back(quiet.p50);
            beside_median.push_back(loud.p50);
            failed += loud.failed;
        }
        const std::string name = hurting.name;
        const double with = median(beside);
        const double without = median(calm);
        table.add({.name = "others' p99: " + name,
                   .ours = with,
                   .unit = "ms",
                   .limit = without,
                   .ratio = with / without,
                   .at_most = 2});
        table.add({.name = "others' p50: " + name,
                   .ours = median(beside_median),
                   .unit = "ms",
                   .limit = median(calm_median),
                   .ratio = median(beside_median) / median(calm_median)});
        table.add({.name = "others refused: " + name,
                   .ours = static_cast<double>(failed),
                   .unit = "",
                   .at_most = 0});
        table.add({.name = "peak memory: " + name,
                   .ours = static_cast<double>(server.peak_memory()) / (1 << 20),
                   .unit = "MiB"});
    }
    return table.all_hold();
}

} // namespace
} // namespace greffe::bench

int main(int count, char** arguments) {
    int rounds = 5;
    const auto options = [&](CLI::App& from) {
        from.add_option("--rounds", rounds)->check(CLI::Range(1, 100));
    };
    return greffe::bench::benchmark_main(count, arguments, options,
                                         [&] { return greffe::bench::run(rounds); });
}
