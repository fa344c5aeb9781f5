#include "admin-cli/table.hpp"

#include "admin-cli/terminal_text.hpp"

#include <algorithm>
#include <cassert>
#include <ostream>

namespace greffe::cli {

table::table(std::vector<column> columns) : columns_(std::move(columns)) {}

void table::add(std::vector<std::string> cells) {
    assert(cells.size() == columns_.size());
    rows_.push_back(std::move(cells));
}

void table::print(const terminal& to) const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        widths.push_back(width_of(columns_[i].title));
        for (const auto& row : rows_) widths[i] = std::max(widths[i], width_of(row[i]));
    }
    std::size_t before_last = 0;
    for (std::size_t i = 0; i + 1 < widths.size(); ++i) before_last += widths[i] + 2;
    constexpr std::size_t least = 12;
    if (to.width > 0)
        widths.back() = std::min(widths.back(), std::max(least, to.width - std::min(to.width, before_last)));

    const auto line = [&](const auto& cell_of, const auto& dress_of) {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const bool last = i + 1 == columns_.size();
            const std::string cell = last ? fitted(cell_of(i), widths[i]) : cell_of(i);
            const std::string blanks(widths[i] - std::min(widths[i], width_of(cell)), ' ');
            if (i > 0) to.out << "  ";
            if (columns_[i].right) to.out << blanks;
            to.out << dress_of(i, cell);
            if (!columns_[i].right && !last) to.out << blanks;
        }
        to.out << '\n';
    };
    line([&](std::size_t i) { return columns_[i].title; },
         [&](std::size_t, const std::string& cell) { return to.painted(paint::dim, cell); });
    for (const auto& row : rows_) {
        line([&](std::size_t i) { return row[i]; },
             [&](std::size_t i, const std::string& cell) {
                 return columns_[i].dress ? columns_[i].dress(cell) : cell;
             });
    }
}

} // namespace greffe::cli
