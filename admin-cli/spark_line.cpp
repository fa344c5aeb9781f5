#include "admin-cli/spark_line.hpp"

#include <algorithm>
#include <array>

namespace greffe::cli {

std::string spark_line(const std::vector<std::int64_t>& values) {
    constexpr std::array bars{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    const auto most = values.empty() ? 0 : std::max<std::int64_t>(0, std::ranges::max(values));
    std::string line;
    for (const auto value : values) {
        if (value <= 0) {
            line += "·";
            continue;
        }
        const auto share = static_cast<double>(value) / static_cast<double>(most);
        const auto height = static_cast<std::size_t>(share * static_cast<double>(bars.size()) + 0.5);
        line += bars[std::clamp<std::size_t>(height, 1, bars.size()) - 1];
    }
    return line;
}

} // namespace greffe::cli
