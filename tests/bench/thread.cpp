// Reading threads of a hundred comments, 16 connections: 20,000 of them in turn, nothing kept, against
// pgbench selecting the same rows on the same cluster; one of them, kept, against nginx serving a file of
// that size.
#include "tests/bench/support/bench_server.hpp"
#include "tests/bench/support/benchmark_main.hpp"
#include "tests/bench/support/comment_texts.hpp"
#include "tests/bench/support/durable_cluster.hpp"
#include "tests/bench/support/load.hpp"
#include "tests/bench/support/measures.hpp"
#include "tests/bench/support/static_server.hpp"

#include <cstdio>
#include <fstream>
#include <functional>
#include <stdexcept>

namespace greffe::bench {
namespace {

constexpr int connections = 16;
constexpr int comments = 100;
constexpr const char* ruleset = "ruleset: bench\nuse: [charter-fr]\n";

struct choice {
    int runs = 5;
    int seconds = 4;
    int threads = 20'000;
};

/// Threads as a site's days leave them: those of two hundred articles grow together; every fourth comment
/// answers the one before it.
void fill(const std::string& url, int threads) {
    std::vector<std::string> statements{
        "SET synchronous_commit = off",
        "CREATE TEMP TABLE text_of (k int, body text)",
        "CREATE TEMP VIEW one AS SELECT site_id FROM greffe.site WHERE name = 'bench'",
    };
    for (int k = 0; k < comments; ++k)
        statements.push_back("INSERT INTO text_of VALUES (" + std::to_string(k) + ", '" +
                             comment_body(static_cast<std::uint64_t>(k)) + "')");
    const auto range = "generate_series(0, " + std::to_string(threads - 1) + ") AS n";
    const auto id = [](const std::string& kind, const std::string& number) {
        return "(lpad('" + kind + "', 8, '0') || '-0000-7000-8000-' || lpad(to_hex(" + number +
               "), 12, '0'))::uuid";
    };
    const auto article = id("1", "n"), comment = id("2", "n * 128 + k");
    statements.insert(
        statements.end(),
        {"INSERT INTO greffe.article (site_id, article_id, external_id, kind, revision, title) SELECT "
         "site_id, " +
             article + ", 'a-' || lpad(n::text, 5, '0'), 'article', 1, 'Les marchés, suite' FROM one, " +
             range,
         "INSERT INTO greffe.thread (site_id, article_id, comment_count, published_count) SELECT site_id, " +
             article + ", " + std::to_string(comments) + ", " + std::to_string(comments) + " FROM one, " +
             range,
         "INSERT INTO greffe.comment (site_id, comment_id, article_id, external_id, parent_id, root_id, "
         "author_presence, posted_at, received_at, screen, status, revision, public_revision) SELECT "
         "site_id, " +
             comment + ", " + article + ", 'c-' || n || '-' || k, CASE WHEN k % 4 = 3 THEN " +
             id("2", "n * 128 + k - 1") + " END, " + id("2", "n * 128 + k - (k % 4 = 3)::int") +
             ", 'named', '2024-04-09 12:00Z'::timestamptz + k * interval '97 s', now(), 'live', 'published', "
             "1, 1 "
             "FROM one, " +
             range + ", text_of ORDER BY n / 200, k, n",
         "INSERT INTO greffe.revision (site_id, comment_id, revision, body, pseudonym, received_at) SELECT "
         "site_id, " +
             comment + ", 1, body, 'Lecteur ' || (n * 31 + k) % 5000, now() FROM one, " + range +
             ", text_of ORDER BY n / 200, k, n",
         "VACUUM (ANALYZE) greffe.article", "VACUUM (ANALYZE) greffe.thread",
         "VACUUM (ANALYZE) greffe.comment", "VACUUM (ANALYZE) greffe.revision"});
    run_sql(url, statements);
}

struct alternating {
    std::vector<double> limits, rates, ratios, p50, p99;
    void run(int runs, const std::function<double()>& limit, const std::function<http_result()>& ours) {
        for (int i = 0; i < runs; ++i) {
            limits.push_back(limit());
            const auto got = ours();
            if (got.failed > 0) throw std::runtime_error(std::to_string(got.failed) + " requests failed");
            rates.push_back(got.rate);
            ratios.push_back(got.rate / limits.back());
            p50.push_back(got.p50);
            p99.push_back(got.p99);
        }
    }
    void tell(measures& table, const std::string& name, double target) const {
        table.add({.name = name,
                   .ours = median(rates),
                   .unit = "/s",
                   .limit = median(limits),
                   .ratio = median(ratios),
                   .at_least = target});
        table.add({.name = "  p50", .ours = median(p50), .unit = "ms"});
        table.add({.name = "  p99", .ours = median(p99), .unit = "ms"});
    }
};

class thread_bench {
  public:
    explicit thread_bench(const choice& how) : how_(how) {}

    bool run() {
        measures table;
        read_from_database(table);
        read_from_memory(table);
        return table.all_hold();
    }

  private:
    http_result read(const bench_server& from, int threads) const {
        return run_wrk({.url = from.url(),
                        .script = lua("thread"),
                        .arguments = from.key() + " " + std::to_string(threads),
                        .connections = connections,
                        .seconds = how_.seconds});
    }
    static std::string lua(const std::string& name) {
        return std::string(GREFFE_SOURCE_DIR) + "/tests/bench/support/" + name + ".lua";
    }

    void read_from_database(measures& table) {
        const auto url = cluster_.create_database("threads");
        bench_server server(GREFFE_BIN_DIR, url, {"--thread-cache", "0", "--rates", unlimited});
        server.prepare_site(ruleset, 0);
        fill(url, how_.threads);
        cluster_.checkpoint();
        std::ofstream(folder_ / "select.sql")
            << "\\set n random(0, " << how_.threads - 1 << ")\n"
            << "SELECT c.comment_id, c.external_id, c.parent_id, c.root_id, c.posted_at, r.revision > 1, "
               "r.pseudonym, r.body "
               "FROM greffe.site s JOIN greffe.article a ON a.site_id = s.site_id "
               "JOIN greffe.comment c ON c.site_id = a.site_id AND c.article_id = a.article_id "
               "JOIN greffe.revision r ON r.site_id = c.site_id AND r.comment_id = c.comment_id "
               "AND r.revision = c.public_revision "
               "WHERE s.name = 'bench' AND a.external_id = 'a-' || lpad((:n)::text, 5, '0') AND c.status = "
               "'published' "
               "ORDER BY c.posted_at, c.comment_id;\n";
        read(server, how_.threads); // plans and pages are warm from here on
        alternating both;
        server.reset_peak_memory();
        const auto cpu_before = server.processor_seconds();
        std::int64_t requests = 0;
        both.run(
            how_.runs,
            [&] {
                return run_pgbench({.url = url,
                                    .script = folder_ / "select.sql",
                                    .connections = connections,
                                    .seconds = how_.seconds});
            },
            [&] {
                const auto got = read(server, how_.threads);
                requests += got.requests;
                return got;
            });
        both.tell(table, std::to_string(how_.threads) + " threads in turn, nothing kept", 0.6);
        table.add({.name = "  server's processor time a thread",
                   .ours = (server.processor_seconds() - cpu_before) * 1e6 / static_cast<double>(requests),
                   .unit = "us"});
        table.add({.name = "  server's memory at its most",
                   .ours = static_cast<double>(server.peak_memory()) / (1 << 20),
                   .unit = "MiB"});
    }

    void read_from_memory(measures& table) {
        const auto url = cluster_.create_database("one");
        bench_server server(GREFFE_BIN_DIR, url, {"--rates", unlimited});
        server.prepare_site(ruleset, 0);
        fill(url, 1);
        const auto page = server.client().get("/v1/sites/bench/articles/a-00000/thread?limit=100");
        if (page.status != 200 || page.json().at("comments").as_array().size() != comments)
            throw std::runtime_error("not a whole thread: " + page.body.substr(0, 400));
        const static_server files(page.body);
        alternating both;
        both.run(
            how_.runs,
            [&] {
                return run_wrk({.url = files.url(),
                                .script = lua("file"),
                                .arguments = {},
                                .connections = connections,
                                .seconds = how_.seconds})
                    .rate;
            },
            [&] { return read(server, 1); });
        both.tell(table, "one thread of " + std::to_string(page.body.size()) + " bytes, kept", 0.3);
    }

    static constexpr const char* unlimited = "admin=1000000";

    choice how_;
    test::scratch_folder folder_;
    durable_cluster cluster_;
};

} // namespace
} // namespace greffe::bench

int main(int count, char** arguments) {
    using namespace greffe::bench;
    choice how;
    const auto options = [&](CLI::App& from) {
        from.add_option("--runs", how.runs);
        from.add_option("--seconds", how.seconds);
        from.add_option("--threads", how.threads);
    };
    return benchmark_main(count, arguments, options, [&] { return thread_bench(how).run(); });
}
