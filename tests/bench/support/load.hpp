// The two load generators, run to their end: pgbench for the limit, wrk for us.
#pragma once
#include <filesystem>
#include <string>

namespace greffe::bench {

struct database_load {
    std::string url;
    std::filesystem::path script;
    int connections = 64;
    int seconds = 4;
};
/// Transactions a second, by prepared statements on two threads.
double run_pgbench(const database_load& what);

struct http_load {
    std::string url;
    std::filesystem::path script; ///< Lua; prints "RESULT requests microseconds p50 p99 failed" when done
    std::string arguments;        ///< for the script
    int connections = 64;
    int seconds = 4;
};
struct http_result {
    double rate = 0;         ///< answers a second
    double p50 = 0, p99 = 0; ///< milliseconds
    long failed = 0;         ///< answers of 400 and more, broken connections, timeouts
    long requests = 0;
};
http_result run_wrk(const http_load& what);

/// Sends a file as an import and throws its results away; seconds from the first byte to the last. Throws
/// std::runtime_error when any line was refused.
double run_import(const std::string& url, const std::string& key, const std::string& target,
                  const std::filesystem::path& file);

} // namespace greffe::bench
