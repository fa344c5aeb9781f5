// What an admin's work costs readers: comments taken in at 200 a second, alone and beside a backtest of what
// is stored; and how long after the answer to a push another server still judges by the version before, with
// 10,000 rules.
//   ./dev bench ruleset [--stored N] [--seconds N] [--pushes N]
#include "tests/bench/support/bench_server.hpp"
#include "tests/bench/support/benchmark_main.hpp"
#include "tests/bench/support/comment_texts.hpp"
#include "tests/bench/support/durable_cluster.hpp"
#include "tests/bench/support/load.hpp"
#include "tests/bench/support/measures.hpp"
#include "tests/bench/support/readers.hpp"
#include "tests/bench/support/rule_pack.hpp"

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
            lines << comment_line("h-" + std::to_string(i), static_cast<std::uint64_t>(i),
                                  article_name(i % articles));
        lines.close();
        run_import(server_.url(), server_.key(), "/v1/sites/bench/import?screen=history", file);
        cluster_.checkpoint();
    }

    double p99() { return readers_.run(how_.seconds, 64, pause).p99; }

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
            calm.push_back(p99());
            backtests admin(server_);
            beside.push_back(p99());
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
    readers readers_{server_, articles};
    measures table_;
    int comments_ = 0;
};

} // namespace
} // namespace greffe::bench

int main(int count, char** arguments) {
    using namespace greffe::bench;
    choice how;
    const auto options = [&](CLI::App& from) {
        from.add_option("--stored", how.stored);
        from.add_option("--seconds", how.seconds);
        from.add_option("--pushes", how.pushes);
    };
    return benchmark_main(count, arguments, options, [&] { return ruleset_bench(how).run(); });
}
