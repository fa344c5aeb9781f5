#include "admin-cli/import_progress.hpp"

#include <algorithm>

namespace greffe::cli {

std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string duration_text(std::chrono::seconds time) {
    const auto seconds = std::max<std::int64_t>(0, time.count());
    if (seconds < 60) return std::to_string(seconds) + " s";
    if (seconds < 3600) return std::to_string(seconds / 60) + " min " + std::to_string(seconds % 60) + " s";
    return std::to_string(seconds / 3600) + " h " + std::to_string(seconds % 3600 / 60) + " min";
}

std::string to_text(const import_progress& now) {
    std::string text = grouped(static_cast<std::uint64_t>(now.lines)) + " lines";
    const auto elapsed = now.elapsed.count();
    if (elapsed > 0) text += ", " + grouped(static_cast<std::uint64_t>(now.lines * 1000 / elapsed)) + "/s";
    if (now.size && *now.size > 0) {
        const auto sent = std::min(now.sent, *now.size);
        text += ", " + std::to_string(sent * 100 / *now.size) + " %";
        if (sent > 0) {
            const auto left = static_cast<double>(*now.size - sent) / static_cast<double>(sent) *
                              static_cast<double>(elapsed) / 1000;
            text +=
                ", " + duration_text(std::chrono::seconds(static_cast<std::int64_t>(left + 0.5))) + " left";
        }
    }
    if (now.refused > 0) text += ", " + grouped(static_cast<std::uint64_t>(now.refused)) + " refused";
    return text;
}

} // namespace greffe::cli
