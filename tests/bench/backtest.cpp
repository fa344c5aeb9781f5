// How fast history is judged again: one pattern, against COPY of (id, body) to the same client in the same
// run; and a pack of 1,000 rules. Comments of 280 bytes on a private cluster, read and judged by the code
// that the server runs, in this process. Medians of three rounds, the limit taken in between.
//   ./dev bench backtest [--comments N] [--rounds N]
#include "server/service/backtest.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/history_store_pg.hpp"
#include "tests/bench/support/bench_server.hpp"
#include "tests/bench/support/benchmark_main.hpp"
#include "tests/bench/support/comment_texts.hpp"
#include "tests/bench/support/durable_cluster.hpp"
#include "tests/bench/support/measures.hpp"
#include "tests/bench/support/rule_pack.hpp"

#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace greffe::bench {
namespace {

constexpr int bodies = 20'000;

double seconds(const std::function<void()>& work) {
    const auto begun = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

/// As ingest leaves them: ids that grow with time, a thousand articles, every eighth author known.
void fill(const std::string& url, int comments) {
    std::string values;
    for (int i = 0; i < bodies; ++i) {
        std::string body = comment_body(static_cast<std::uint64_t>(i));
        for (auto at = body.find('\''); at != std::string::npos; at = body.find('\'', at + 2))
            body.insert(at, 1, '\'');
        values += (i ? ",(" : "(") + std::to_string(i) + ",'" + body + "')";
    }
    const std::string of_site = "(SELECT site_id FROM greffe.site WHERE name = 'bench')";
    const std::string id =
        "('018f0000-' || lpad(to_hex(i >> 16), 4, '0') || '-7' || lpad(to_hex((i >> 4) & 4095), 3, '0') || "
        "'-8000-' || lpad(to_hex(i & 15), 12, '0'))::uuid";
    const std::string rows = "generate_series(0, " + std::to_string(comments - 1) + ") AS i";
    run_sql(
        url,
        {"CREATE TABLE body_pool (n int PRIMARY KEY, body text)", "INSERT INTO body_pool VALUES " + values,
         "INSERT INTO greffe.comment (site_id, comment_id, article_id, external_id, root_id, "
         "author_presence, "
         "posted_at, received_at, screen, status, revision, public_revision) SELECT " +
             of_site + ", " + id + ", a.article_id, 'c' || i, " + id +
             ", 'named', t.at, t.at, 'live', 'published', 1, 1 FROM " + rows +
             " CROSS JOIN LATERAL (SELECT timestamptz '2024-04-09' + i * interval '1 second' AS at) t "
             "JOIN (SELECT article_id, row_number() OVER () - 1 AS n FROM greffe.article) a ON a.n = i % "
             "1000",
         "INSERT INTO greffe.revision (site_id, comment_id, revision, body, pseudonym, received_at) SELECT " +
             of_site + ", " + id +
             ", 1, b.body, 'Odile', timestamptz '2024-04-09' + i * interval '1 second' FROM " + rows +
             " JOIN body_pool b ON b.n = i % " + std::to_string(bodies) + " ORDER BY i",
         "UPDATE greffe.thread SET comment_count = " + std::to_string(comments / 1000),
         "VACUUM ANALYZE greffe.comment", "VACUUM ANALYZE greffe.revision", "VACUUM ANALYZE greffe.article"});
}

/// Rows that COPY gives to this client.
long copy_all(const std::string& url) {
    const auto connection = store::connect(url);
    pqxx::work tx(*connection);
    long rows = 0;
#if PQXX_VERSION_MAJOR >= 7
    auto stream = pqxx::stream_from::table(tx, {"greffe", "revision"}, {"comment_id", "body"});
    while (stream.get_raw_line().first) ++rows;
#else
    pqxx::stream_from stream(tx, "greffe.revision", std::vector<std::string>{"comment_id", "body"});
    for (std::string line; stream.get_raw_line(line);) ++rows;
#endif
    stream.complete();
    return rows;
}

std::string one_pattern() {
    return "ruleset: un\nrules:\n  - {id: messager, mode: shadow, when: {text: "
           "'(?:contact|rejoi)\\w*.{0,40}\\btelegram\\b'}, then: {action: hold}}\n";
}

bool run(int comments, int rounds) {
    const durable_cluster cluster;
    const auto url = cluster.create_database("bench");
    {
        const bench_server server(std::filesystem::path(GREFFE_BIN_DIR), url);
        server.prepare_site("ruleset: rien\nrules:\n  - {id: rien, mode: shadow, when: {words: [zzzz]}, "
                            "then: {action: flag}}\n",
                            1000);
    }
    std::printf("filling %d comments of %zu bytes\n", comments, body_bytes);
    fill(url, comments);
    cluster.checkpoint();
    const auto site = [&] {
        const auto connection = store::connect(url);
        pqxx::nontransaction work(*connection);
        return domain::site_id::parse(work.exec("SELECT site_id FROM greffe.site")[0][0].c_str()).value();
    }();

    store::history_store_pg store(url);
    service::settings_registry settings;
    const unsigned threads = service::backtest::usual_threads();
    service::backtest looks(store, settings, {.threads = threads});
    const auto judged = [&](const std::string& yaml) {
        const auto begun = std::chrono::steady_clock::now();
        const auto told = [](const service::backtest_progress&) {};
        auto done = looks.run({.site = site, .source = yaml}, told, {});
        if (!done || !done->report || done->report->tally->comments != comments)
            throw std::runtime_error("the history was not judged as a whole");
        return comments / std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    };

    std::vector<double> limit, one, thousand, ratio;
    const auto yaml = pack(1000);
    copy_all(url); // into the cache
    for (int round = 0; round < rounds; ++round) {
        long rows = 0;
        limit.push_back(comments / seconds([&] { rows = copy_all(url); }));
        if (rows != comments) throw std::runtime_error("COPY gave other rows");
        one.push_back(judged(one_pattern()));
        thousand.push_back(judged(yaml));
        ratio.push_back(one.back() / limit.back());
    }
    measures shown;
    shown.add({.name = "one pattern over history",
               .ours = median(one),
               .unit = "/s",
               .limit = median(limit),
               .ratio = median(ratio),
               .at_least = 0.4});
    shown.add(
        {.name = "1,000 rules over history", .ours = median(thousand), .unit = "/s", .at_least = 150'000});
    return shown.all_hold();
}

} // namespace
} // namespace greffe::bench

int main(int count, char** arguments) {
    int comments = 1'000'000;
    int rounds = 3;
    const auto options = [&](CLI::App& from) {
        from.add_option("--comments", comments);
        from.add_option("--rounds", rounds);
    };
    return greffe::bench::benchmark_main(count, arguments, options,
                                         [&] { return greffe::bench::run(comments, rounds); });
}
