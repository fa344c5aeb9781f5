// Keeps account of a page while it is read: which bytes became which field, what was inferred, and which
// lines nobody has taken yet. In the end every line is in a field or in a note. One use, one thread.
#pragma once
#include "admin-cli/importers/page_lines.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace greffe::importers {

class page_record {
  public:
    /// `lines` must outlive the object.
    explicit page_record(const std::vector<page_line>& lines) : lines_(lines), used_(lines.size(), false) {}

    const std::vector<page_line>& lines() const { return lines_; }

    void field(std::string name, domain::byte_range range);
    void note(std::string field, std::string code, domain::byte_range range, std::string detail = {});
    void use(std::size_t line) { used_[line] = true; }
    bool used(std::size_t line) const { return used_[line]; }

    /// From the first line's content to the end of the last. Precondition: first < last.
    domain::byte_range range_of(std::size_t first, std::size_t last) const;

    /// Notes every run of lines that is not used yet, as `code`.
    void note_unused(std::size_t first, std::size_t last, const std::string& code);

    void hand_over(domain::capture& to);

  private:
    const std::vector<page_line>& lines_;
    std::vector<bool> used_;
    std::vector<domain::capture::field_range> fields_;
    std::vector<domain::capture::note> notes_;
};

} // namespace greffe::importers
