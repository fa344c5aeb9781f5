// A document's commands as steps: a block of commands, then what they print. And their run, in one shell, as
// a reader has it.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::test {

struct doc_step {
    int line = 0; ///< of the document, where the commands begin
    std::string commands;
    std::vector<std::string>
        promised; ///< lines of the output, in order; "…" stands for anything within a line
};

struct doc_blocks {
    std::vector<doc_step> steps;    ///< ```sh MARK, each with the ```text MARK behind it
    std::vector<std::string> other; ///< lines of every other ```sh block
};

doc_blocks read_blocks(std::string_view markdown, std::string_view mark);

/// The first promised line that `output` does not hold behind the ones before it; empty when all are there.
std::string first_broken_promise(const doc_step& step, std::string_view output);

/// Runs them in order in one bash that stops at the first failure, from the folder `from`, with these
/// variables; what each prints goes to a file of `scratch`. Answers what went otherwise than the document
/// `name` says; empty when nothing did.
std::string run_steps(const std::vector<doc_step>& steps, const std::string& name,
                      const std::filesystem::path& from, const std::filesystem::path& scratch,
                      const std::vector<std::string>& environment);

} // namespace greffe::test
