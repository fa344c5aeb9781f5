// Taking comments in, against what PostgreSQL alone does on the same cluster: single submissions against
// pgbench inserting one row a transaction, imports against COPY into the same table. `--stored 1000000` adds
// the cost of a submission with ten times the comments.
#include "tests/bench/support/bench_server.hpp"
#include "tests/bench/support/benchmark_main.hpp"
#include "tests/bench/support/change_watch.hpp"
#include "tests/bench/support/comment_texts.hpp"
#include "tests/bench/support/durable_cluster.hpp"
#include "tests/bench/support/load.hpp"
#include "tests/bench/support/measures.hpp"
#include "tests/bench/support/processor_time.hpp"
#include "tests/bench/support/readers.hpp"

#include "server/platform/clock.hpp"
#include "server/platform/postgres_programs.hpp"
#include "tests/support/process.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace greffe::bench {
namespace {

constexpr int articles = 1000;
constexpr const char* ruleset = "ruleset: bench\nuse: [charter-fr]\n";

/// The limit's table: what a site would have without any of this.
constexpr const char* plain_table =
    "CREATE TABLE plain (id bigserial PRIMARY KEY, external_id text COLLATE \"C\" NOT NULL UNIQUE, article "
    "int NOT "
    "NULL, author text NOT NULL, posted_at timestamptz NOT NULL, body text NOT NULL)";
constexpr const char* plain_index = "CREATE INDEX ON plain (article, posted_at)";
constexpr const char* plain_columns = "external_id, article, author, posted_at, body";

struct choice {
    int runs = 5;
    int seconds = 4;
    int imported = 100'000;
    std::int64_t stored = 0; ///< compare with that many stored comments; 0: not
    std::string only{};      ///< "submissions": nothing else
    std::vector<std::string> server_options{};
};

class ingest_bench {
  public:
    explicit ingest_bench(const choice& how)
        : how_(how), limit_url_(cluster_.create_database("plain")), url_(cluster_.create_database("bench")),
          server_(GREFFE_BIN_DIR, url_, how.server_options) {
        run_sql(limit_url_, {plain_table, plain_index});
        std::ofstream(folder_ / "insert.sql")
            << "\\set article random(1, " << articles << ")\nINSERT INTO plain (" << plain_columns
            << ") VALUES ('c-' || nextval('plain_id_seq'), :article, 'u-17', '2024-04-09T12:52:00Z', '"
            << comment_body(1) << "');\n";
        server_.prepare_site(ruleset, articles);
    }

    bool run() {
        submit(2, 64);               // connections, caches and plans are warm from here on
        if (how_.stored > 0) grow(); // before anything else is stored: it compares with few
        submissions();
        if (how_.only == "submissions") return table_.all_hold();
        paced();
        import("live", 0.20);
        import("history", 0.35);
        return table_.all_hold();
    }

  private:
    http_result submit(int seconds, int connections, int pause = 0) {
        const auto before = stored();
        const auto result = readers_.run(seconds, connections, pause);
        if (result.failed > 0) throw std::runtime_error(std::to_string(result.failed) + " requests failed");
        if (stored() - before < result.requests)
            throw std::runtime_error("fewer comments are stored than were acknowledged");
        return result;
    }

    double limit(int seconds) {
        return run_pgbench({.url = limit_url_, .script = folder_ / "insert.sql", .seconds = seconds});
    }

    /// Processor seconds of PostgreSQL, the server and the load generators that have ended.
    double spent() const {
        return cluster_.processor_seconds() + server_.processor_seconds() + of_ended_children();
    }

    std::int64_t stored() const {
        return number_from_sql(url_, "SELECT sum(comment_count)::bigint FROM greffe.thread");
    }
    std::int64_t bytes() const {
        return number_from_sql(
            url_, "SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c JOIN pg_namespace n "
                  "ON n.oid = c.relnamespace WHERE n.nspname IN ('greffe', 'personal') AND "
                  "c.relkind = 'r'");
    }

    void submissions() {
        std::vector<double> limits, rates, ratios, p50, p99, many, many_ratios, server_cost, database_cost,
            whole_cost, limit_cost;
        const auto bytes_before = bytes(), stored_before = stored();
        server_.reset_peak_memory();
        for (int i = 0; i < how_.runs; ++i) {
            cluster_.checkpoint();
            const auto before_limit = spent();
            limits.push_back(limit(how_.seconds));
            limit_cost.push_back((spent() - before_limit) * 1e6 / (limits.back() * how_.seconds));
            cluster_.checkpoint();
            const auto server_before = server_.processor_seconds();
            const auto database_before = cluster_.processor_seconds();
            const auto before = spent();
            const auto ours = submit(how_.seconds, 64);
            const auto microseconds_each = 1e6 / static_cast<double>(ours.requests);
            server_cost.push_back((server_.processor_seconds() - server_before) * microseconds_each);
            database_cost.push_back((cluster_.processor_seconds() - database_before) * microseconds_each);
            whole_cost.push_back((spent() - before) * microseconds_each);
            rates.push_back(ours.rate);
            ratios.push_back(ours.rate / limits.back());
            p50.push_back(ours.p50);
            p99.push_back(ours.p99);
        }
        // No checkpoint before this one: what is measured is a comment's own WAL, not the first image of
        // every page after a checkpoint, which in service comes every few minutes.
        const auto wal_before = cluster_.wal_position();
        const auto wal_of = submit(how_.seconds, 64).requests;
        const auto wal =
            static_cast<double>(cluster_.wal_position() - wal_before) / static_cast<double>(wal_of);
        const auto added = static_cast<double>(stored() - stored_before);
        const auto memory = server_.peak_memory();
        const auto kept = static_cast<double>(bytes() - bytes_before) / added;
        table_.add({.name = "submissions, 64 connections",
                    .ours = median(rates),
                    .unit = "/s",
                    .limit = median(limits),
                    .ratio = median(ratios),
                    .at_least = 1.0});
        table_.add({.name = "  p50", .ours = median(p50), .unit = "ms"});
        table_.add({.name = "  p99", .ours = median(p99), .unit = "ms"});
        table_.add(
            {.name = "  server's processor time a comment", .ours = median(server_cost), .unit = "us"});
        table_.add(
            {.name = "  PostgreSQL's processor time a comment", .ours = median(database_cost), .unit = "us"});
        table_.add({.name = "  and of all, wrk or pgbench too",
                    .ours = median(whole_cost),
                    .unit = "us",
                    .limit = median(limit_cost),
                    .ratio = median(limit_cost) / median(whole_cost)});
        table_.add({.name = "  server's memory at its most",
                    .ours = static_cast<double>(memory) / (1 << 20),
                    .unit = "MiB",
                    .at_most = 64});
        table_.add({.name = "  heap and indexes a comment", .ours = kept, .unit = "B"});
        table_.add({.name = "  WAL a comment, between checkpoints", .ours = wal, .unit = "B"});
        table_.add({.name = "  all three a comment", .ours = kept + wal, .unit = "B", .at_most = 4096});
        for (int i = 0; i < std::min(how_.runs, 3); ++i) {
            cluster_.checkpoint();
            many.push_back(submit(how_.seconds, 256).rate);
            many_ratios.push_back(many.back() / limits[static_cast<std::size_t>(i)]);
        }
        table_.add({.name = "submissions, 256 connections",
                    .ours = median(many),
                    .unit = "/s",
                    .limit = median(limits),
                    .ratio = median(many_ratios),
                    .at_least = 1.0});
    }

    void paced() {
        cluster_.checkpoint();
        change_watch follower(server_.client());
        // 64 connections, each a request every 320 ms.
        const auto calm = submit(8, 64, 320);
        auto late = follower.stop();
        if (static_cast<long>(late.size()) < calm.requests / 2)
            throw std::runtime_error("the follower got " + std::to_string(late.size()) + " changes of " +
                                     std::to_string(calm.requests));
        std::ranges::sort(late);
        table_.add({.name = "submissions, 200/s", .ours = calm.rate, .unit = "/s"});
        table_.add({.name = "  p99", .ours = calm.p99, .unit = "ms", .at_most = 50});
        table_.add({.name = "  its change at a follower, p50", .ours = late[late.size() / 2], .unit = "ms"});
        table_.add({.name = "  its change at a follower, latest",
                    .ours = late.back(),
                    .unit = "ms",
                    .at_most = 1000});
    }

    void write_comments(const std::string& tag, int count) const {
        std::ofstream lines(folder_ / (tag + ".ndjson"));
        std::ofstream rows(folder_ / (tag + ".copy"));
        for (int i = 0; i < count; ++i) {
            const auto name = tag + "-" + std::to_string(i);
            const auto number = static_cast<std::uint64_t>(i);
            const int article = static_cast<int>(number * 7919 % articles);
            lines << comment_line(name, number, article_name(article));
            rows << name << '\t' << article << "\tu-17\t2024-04-09T12:52:00Z\t" << comment_body(number)
                 << '\n';
        }
    }

    double copy_rate(const std::string& tag, int count) {
        cluster_.checkpoint();
        const auto file = (folder_ / (tag + ".copy")).string();
        const platform::stopwatch watch;
        const auto ran =
            test::run_program(platform::installed_postgres().front().folder / "psql",
                              {"-qX", limit_url_, "-c",
                               "\\copy plain (" + std::string(plain_columns) + ") from '" + file + "'"});
        if (ran.exit_code != 0) throw std::runtime_error("COPY: " + ran.errors);
        return count / watch.seconds();
    }

    double import_rate(const std::string& tag, const std::string& screen, int count) {
        cluster_.checkpoint();
        return count / run_import(server_.url(), server_.key(), "/v1/sites/bench/import?screen=" + screen,
                                  folder_ / (tag + ".ndjson"));
    }

    void import(const std::string& screen, double target) {
        std::vector<double> limits, rates, ratios;
        server_.reset_peak_memory();
        for (int i = 0; i < 3; ++i) {
            const auto tag = screen + std::to_string(i);
            write_comments(tag, how_.imported);
            limits.push_back(copy_rate(tag, how_.imported));
            rates.push_back(import_rate(tag, screen, how_.imported));
            ratios.push_back(rates.back() / limits.back());
        }
        table_.add({.name = "import, " + screen,
                    .ours = median(rates),
                    .unit = "rows/s",
                    .limit = median(limits),
                    .ratio = median(ratios),
                    .at_least = target});
        table_.add({.name = "  server's memory at its most",
                    .ours = static_cast<double>(server_.peak_memory()) / (1 << 20),
                    .unit = "MiB"});
    }

    /// Until so many comments are stored.
    void import_more(const std::string& tag, std::int64_t until) {
        for (int part = 0; stored() < until; ++part) {
            const auto missing = std::min<std::int64_t>(until - stored(), how_.imported);
            const auto name = tag + std::to_string(part);
            write_comments(name, static_cast<int>(missing));
            import_rate(name, "history", static_cast<int>(missing));
        }
    }

    void grow() {
        // The same cost is taken before and after, each next to the limit of its own moment.
        const auto cost = [&] {
            std::vector<double> costs;
            for (int i = 0; i < how_.runs; ++i) {
                cluster_.checkpoint();
                const double at_most = limit(how_.seconds);
                cluster_.checkpoint();
                costs.push_back(at_most / submit(how_.seconds, 64).rate);
            }
            return median(costs);
        };
        import_more("few", how_.stored / 10);
        const double before = cost();
        const auto few = stored();
        import_more("many", 10 * few);
        const double after = cost();
        table_.add({.name = "cost of one with " + std::to_string(stored() / 1000) + " k stored, of " +
                            std::to_string(few / 1000) + " k",
                    .ours = after,
                    .unit = "x",
                    .limit = before,
                    .ratio = after / before,
                    .at_most = 1.2});
    }

    choice how_;
    test::scratch_folder folder_;
    durable_cluster cluster_;
    std::string limit_url_;
    std::string url_;
    bench_server server_;
    readers readers_{server_, articles};
    measures table_;
};

} // namespace
} // namespace greffe::bench

int main(int count, char** arguments) {
    using namespace greffe::bench;
    choice how;
    std::string writers;
    const auto options = [&](CLI::App& from) {
        from.add_option("--stored", how.stored, "compare with that many stored comments");
        from.add_option("--runs", how.runs);
        from.add_option("--seconds", how.seconds);
        from.add_option("--imported", how.imported);
        from.add_option("--only", how.only, "submissions: nothing else");
        from.add_option("--writers", writers, "of the server");
    };
    return benchmark_main(count, arguments, options, [&] {
        if (!writers.empty()) how.server_options = {"--writers", writers};
        return ingest_bench(how).run();
    });
}
