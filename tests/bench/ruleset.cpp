// What an admin's work costs readers: comments taken in at 200 a second, alone and beside a backtest of what
// is stored; and how long after the answer to a push another server still judges by the version before, with
// 10,000 rules.
//   ./dev bench ruleset [--stored N] [--seconds N] [--pushes N]
#include "tests/bench/support/bench_server.hpp"
#include "tests/bench/support/comment_texts.hpp"
#include "tests/bench/support/durable_cluster.hpp"
#include "tests/bench/support/load.hpp"
#include "tests/bench/support/measures.hpp"
#include "tests/bench/support/rule_patterns.hpp"

#include "server/platform/clock.hpp"

#include <atomic>
#include <cstdio>
#include <fstream>
#include <future>
#include <stdexcept>
#include <thread>

namespace greffe::bench {
namespace {

using namespace std::chrono_literals;

constexpr int articles = 1000;
constexpr int bodies = 2000;
constexpr int pause = 320; ///< milliseconds, of each of 64 connections: 200 a second
constexpr const char* charter = "ruleset: bench\nuse: [charter-fr]\n";

struct choice {
    int stored = 300'000;
    int seconds = 8;
    int pushes = 5;
};

class ruleset_bench {
  public:
    explicit ruleset_bench(const choice& how)
        : how_(how), url_(cluster_.create_database("bench")), server_(GREFFE_BIN_DIR, url_) {
        std::ofstream tails(folder_ / "comments");
        for (int i = 0; i < bodies; ++i) {
            const auto whole = comment_json("", static_cast<std::uint64_t>(i));
            tails << whole.substr(std::string(R"({"external_id":")").size()) << '\n';
        }
        tails.close();
        server_.prepare_site(charter, articles);
    }

    bool run() {
        store_history();
        beside_a_backtest();
        swap();
        return table_.all_hold();
    }

  private:
    void store_history() {
        const auto file = folder_ / "history.ndjson";
        std::ofstream lines(file);
        for (int i = 0; i < how_.stored; ++i)
            lines << comment_json("h-" + std::to_string(i), static_cast<std::uint64_t>(i),
                                  R"("type":"comment","article":")" + article_name(i % articles) + "\",")
                  << '\n';
        lines.close();
        run_import(server_.url(), server_.key(), "/v1/sites/bench/import?screen=history", file);
        cluster_.checkpoint();
    }

    http_result submit() {
        return run_wrk({.url = server_.url(),
                        .script = std::string(GREFFE_SOURCE_DIR) + "/tests/bench/support/ingest.lua",
                        .arguments = server_.key() + " b" + std::to_string(++runs_) + " " +
                                     (folder_ / "comments").string() + " " + std::to_string(articles) + " " +
                                     std::to_string(pause),
                        .connections = 64,
                        .seconds = how_.seconds});
    }

    /// Backtests, one after the other, until it ends.
    class backtests {
      public:
        explicit backtests(const bench_server& server)
            : running_(std::async(std::launch::async, [this, client = server.client()] {
                  while (!over_) {
                      const auto done = client.post("/v1/sites/bench/ruleset/backtest", pack(1000));
                      if (done.status != 200)
                          throw std::runtime_error("a backtest: " + done.body.substr(0, 300));
                  }
              })) {}
        ~backtests() { over_ = true; }
        backtests(const backtests&) = delete;
        backtests& operator=(const backtests&) = delete;
        /// Throws what any of them threw.
        void stop() {
            over_ = true;
            running_.get();
        }

      private:
        std::atomic<bool> over_ = false;
        std::future<void> running_; // whose destructor waits
    };

    void beside_a_backtest() {
        std::vector<double> calm, beside;
        for (int round = 0; round < 3; ++round) {
            calm.push_back(submit().p99);
            backtests admin(server_);
            beside.push_back(submit().p99);
            admin.stop();
        }
        table_.add({.name = "submissions at 200/s, p99", .ours = median(calm), .unit = "ms"});
        table_.add({.name = "  beside backtests of 1,000 rules",
                    .ours = median(beside),
                    .unit = "ms",
                    .at_most = 50});
    }

    /// The version that a server judges a comment by.
    std::int64_t judged_by(const bench_server& server) {
        const auto said = server.client().post("/v1/sites/bench/articles/" + article_name(0) + "/comments",
                                               comment_json("s-" + std::to_string(++comments_), 1));
        if (said.status != 201) throw std::runtime_error("a comment: " + said.body);
        return said.json().at("verdict").at("ruleset_version").as_int64();
    }

    void swap() {
        const bench_server other(GREFFE_BIN_DIR, url_, {}, server_.key());
        std::vector<double> pushed, seen;
        for (int i = 0; i < how_.pushes; ++i) {
            const auto rules = pack(10'000) + "# " + std::to_string(i) + "\n";
            const platform::stopwatch push;
            const auto answer = server_.client().put("/v1/sites/bench/ruleset", rules);
            if (answer.status != 201) throw std::runtime_error("a push: " + answer.body.substr(0, 300));
            pushed.push_back(push.seconds());
            const auto version = answer.json().at("version").as_int64();
            const platform::stopwatch watch;
            while (judged_by(other) < version) {
                if (watch.seconds() > 60)
                    throw std::runtime_error("the other server keeps to the version before");
                std::this_thread::sleep_for(5ms);
            }
            seen.push_back(watch.seconds());
        }
        table_.add({.name = "10,000 rules pushed, until the answer", .ours = median(pushed), .unit = "s"});
        table_.add({.name = "  until another server judges by them", .ours = median(seen), .unit = "s"});
    }

    choice how_;
    test::scratch_folder folder_;
    durable_cluster cluster_;
    std::string url_;
    bench_server server_;
    measures table_;
    int runs_ = 0;
    int comments_ = 0;
};

choice read_choice(int count, char** arguments) {
    choice how;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string name = arguments[i];
        const int value = std::stoi(arguments[i + 1]);
        if (name == "--stored")
            how.stored = value;
        else if (name == "--seconds")
            how.seconds = value;
        else if (name == "--pushes")
            how.pushes = value;
        else
            throw std::invalid_argument("unknown option " + name);
    }
    return how;
}

} // namespace
} // namespace greffe::bench

int main(int count, char** arguments) {
    try {
        return greffe::bench::ruleset_bench(greffe::bench::read_choice(count, arguments)).run() ? 0 : 1;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "bench ruleset: %s\n", e.what());
        return 2;
    }
}
