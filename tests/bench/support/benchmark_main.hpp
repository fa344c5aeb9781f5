// What every benchmark's main() does: reads its options, runs, and says what went wrong.
#pragma once
#include <CLI/CLI.hpp>

#include <functional>

namespace greffe::bench {

/// `bench` answers whether every target held. The exit code: 0 they did, 1 one did not, 2 it could not be
/// measured; CLI11's for options that are none.
int benchmark_main(int count, char** arguments, const std::function<void(CLI::App&)>& add_options,
                   const std::function<bool()>& bench);

} // namespace greffe::bench
