#include "tests/bench/support/readers.hpp"

#include "tests/bench/support/comment_texts.hpp"

#include <fstream>

namespace greffe::bench {

namespace {

constexpr int bodies = 2000;

} // namespace

readers::readers(const bench_server& server, int articles) : server_(server), articles_(articles) {
    // The script writes the external id, and takes the rest from here.
    const std::string head = R"({"external_id":")";
    std::ofstream tails(folder_ / "comments");
    for (int i = 0; i < bodies; ++i)
        tails << comment_json("", static_cast<std::uint64_t>(i)).substr(head.size()) << '\n';
}

http_result readers::run(int seconds, int connections, int pause) {
    return run_wrk({.url = server_.url(),
                    .script = std::string(GREFFE_SOURCE_DIR) + "/tests/bench/support/ingest.lua",
                    .arguments = server_.key() + " r" + std::to_string(++runs_) + " " +
                                 (folder_ / "comments").string() + " " + std::to_string(articles_) + " " +
                                 std::to_string(pause),
                    .connections = connections,
                    .seconds = seconds});
}

} // namespace greffe::bench
