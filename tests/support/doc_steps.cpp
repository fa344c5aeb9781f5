#include "tests/support/doc_steps.hpp"

#include "tests/support/process.hpp"

#include <fstream>
#include <iterator>
#include <sstream>

namespace greffe::test {

namespace {

bool matches(std::string_view line, std::string_view promised) {
    constexpr std::string_view anything = "…";
    std::size_t at = 0;
    for (;;) {
        const auto end = promised.find(anything);
        const auto piece = promised.substr(0, end);
        const auto found = line.find(piece, at);
        if (found == std::string_view::npos) return false;
        at = found + piece.size();
        if (end == std::string_view::npos) return true;
        promised.remove_prefix(end + anything.size());
    }
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

doc_blocks read_blocks(std::string_view markdown, std::string_view mark) {
    const std::string commands = "sh " + std::string(mark) + " ", output = "text " + std::string(mark) + " ";
    doc_blocks blocks;
    std::istringstream in{std::string(markdown)};
    std::string fence;
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (line.rfind("```", 0) == 0) {
            fence = fence.empty() ? line.substr(3) + " " : "";
            if (fence == commands) blocks.steps.push_back({number + 1, {}, {}});
            continue;
        }
        if (fence == commands) blocks.steps.back().commands += line + "\n";
        if (fence == output && !trimmed(line).empty())
            blocks.steps.back().promised.emplace_back(trimmed(line));
        if (fence == "sh ") blocks.other.push_back(line);
    }
    return blocks;
}

std::string first_broken_promise(const doc_step& step, std::string_view output) {
    std::istringstream in{std::string(output)};
    std::string line;
    for (const auto& promised : step.promised) {
        bool kept = false;
        while (!kept && std::getline(in, line)) kept = matches(line, promised);
        if (!kept) return promised;
    }
    return {};
}

std::string run_steps(const std::vector<doc_step>& steps, const std::string& name,
                      const std::filesystem::path& from, const std::filesystem::path& scratch,
                      const std::vector<std::string>& environment) {
    const auto file_of = [&](std::size_t i) { return scratch / ("step-" + std::to_string(i)); };
    std::ostringstream script;
    script << "cd '" << from.string() << "'\n";
    for (std::size_t i = 0; i < steps.size(); ++i)
        script << "exec >'" << file_of(i).string() << "' 2>&1\n" << steps[i].commands;
    const auto ended = run_program("/bin/bash", {"-euo", "pipefail", "-c", script.str()}, environment);

    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto where = name + ":" + std::to_string(steps[i].line);
        std::ifstream in(file_of(i));
        if (!in) return where + " was not reached: " + ended.errors;
        const std::string output{std::istreambuf_iterator<char>(in), {}};
        const bool last = !std::filesystem::exists(file_of(i + 1));
        if (last && ended.exit_code != 0)
            return where + " ended with " + std::to_string(ended.exit_code) + "\n" + output;
        if (const auto broken = first_broken_promise(steps[i], output); !broken.empty())
            return where + " did not print \"" + broken + "\" but\n" + output;
    }
    return {};
}

} // namespace greffe::test
