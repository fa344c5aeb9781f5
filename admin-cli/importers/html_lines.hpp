// Puts lines together from the elements and texts of a document in their order. One use, one thread.
#pragma once
#include "admin-cli/importers/page_lines.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::importers {

class html_lines {
  public:
    using attributes = std::map<std::string, std::string, std::less<>>;

    /// Precondition of all: the ranges come in rising order. `source` must outlive the object.
    explicit html_lines(std::string_view source) : source_(source) {}

    void open(std::string_view element, const attributes& with);
    void close(std::string_view element);
    void text(std::string_view bytes, domain::byte_range from);

    /// Ends the last line and gives all.
    std::vector<page_line> finish();

  private:
    enum class role { inline_text, block, hidden };
    struct element {
        std::string name;
        role as = role::inline_text;
        page_line::mark_type mark = page_line::mark_type::none;
        bool item = false;
        bool link = false;
    };

    element describe(std::string_view name, const attributes& with) const;
    page_line::mark_type innermost_mark() const;
    void append(char byte, domain::byte_range from);
    void end_line();
    void end_link();
    void end_block();

    std::string_view source_;
    std::vector<element> open_;
    std::size_t too_deep_ = 0; ///< open elements below the deepest that counts
    std::size_t hidden_ = 0;   ///< open elements that hide their content
    std::size_t items_ = 0;
    std::size_t links_ = 0;
    bool title_seen_ = false;
    bool item_pending_ = false; ///< the next line opens an item
    bool block_pending_ = true; ///< the next line opens a block

    page_line line_;
    bool space_pending_ = false;
    domain::byte_range space_;
    std::size_t unlinked_ = 0;              ///< characters of the line outside of links
    std::optional<std::size_t> link_begin_; ///< in the line's text, of the link that is open
    std::optional<page_line::marked_time> open_time_;
    std::size_t counted_to_ = 0; ///< up to here line ends were counted
    std::size_t number_ = 1;
    std::vector<page_line> done_;
};

} // namespace greffe::importers
