#include "tests/e2e/tour/tour_steps.hpp"

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

readme_blocks read_blocks(std::string_view markdown) {
    readme_blocks blocks;
    std::istringstream in{std::string(markdown)};
    std::string fence;
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (line.rfind("```", 0) == 0) {
            fence = fence.empty() ? line.substr(3) + " " : "";
            if (fence == "sh tour ") blocks.tour.push_back({number + 1, {}, {}});
            continue;
        }
        if (fence == "sh tour ") blocks.tour.back().commands += line + "\n";
        if (fence == "text tour " && !trimmed(line).empty())
            blocks.tour.back().promised.emplace_back(trimmed(line));
        if (fence == "sh ") blocks.other.push_back(line);
    }
    return blocks;
}

std::string first_broken_promise(const tour_step& step, std::string_view output) {
    std::istringstream in{std::string(output)};
    std::string line;
    for (const auto& promised : step.promised) {
        bool kept = false;
        while (!kept && std::getline(in, line)) kept = matches(line, promised);
        if (!kept) return promised;
    }
    return {};
}

} // namespace greffe::test
