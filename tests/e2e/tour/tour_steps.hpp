// The tour of the README as steps: a block of commands, then what they print. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace greffe::test {

struct tour_step {
    int line = 0; ///< of the README, where the commands begin
    std::string commands;
    std::vector<std::string>
        promised; ///< lines of the output, in order; "…" stands for anything within a line
};

struct readme_blocks {
    std::vector<tour_step> tour;    ///< ```sh tour, each with the ```text tour behind it
    std::vector<std::string> other; ///< lines of every other ```sh block
};

readme_blocks read_blocks(std::string_view markdown);

/// The first promised line that `output` does not hold behind the ones before it; empty when all are there.
std::string first_broken_promise(const tour_step& step, std::string_view output);

} // namespace greffe::test
