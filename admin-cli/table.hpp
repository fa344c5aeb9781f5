// A table with aligned columns, for people. Cells are safe text already (one_line); colours are put on
// afterwards, so that they take no room.
#pragma once
#include "admin-cli/terminal.hpp"

#include <functional>
#include <string>
#include <vector>

namespace greffe::cli {

class table {
  public:
    struct column {
        std::string title;
        bool right = false;                                             ///< numbers
        std::function<std::string(const std::string& cell)> dress = {}; ///< colours for a cell; may be empty
    };

    explicit table(std::vector<column> columns);
    /// One cell a column. Precondition: as many cells as columns.
    void add(std::vector<std::string> cells);
    bool empty() const { return rows_.empty(); }
    /// Two blanks between columns; the last column is cut to the terminal's width.
    void print(const terminal& to) const;

  private:
    std::vector<column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

} // namespace greffe::cli
