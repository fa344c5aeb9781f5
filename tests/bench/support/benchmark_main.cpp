#include "tests/bench/support/benchmark_main.hpp"

#include <cstdio>

namespace greffe::bench {

int benchmark_main(int count, char** arguments, const std::function<void(CLI::App&)>& add_options,
                   const std::function<bool()>& bench) {
    CLI::App options;
    add_options(options);
    CLI11_PARSE(options, count, arguments);
    try {
        return bench() ? 0 : 1;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s: %s\n", arguments[0], e.what());
        return 2;
    }
}

} // namespace greffe::bench
