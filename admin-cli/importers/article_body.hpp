// The article itself: lead, captions, paragraphs and sub-heads, from the lines between the source line and
// the next section. Pure.
#pragma once
#include "admin-cli/importers/page_record.hpp"
#include "admin-cli/importers/page_sections.hpp"
#include "server/domain/article.hpp"

#include <string>

namespace greffe::importers {

/// Fills lead, captions and body of `into`. Plain text: the first block is the lead when captions follow it;
/// a block that ends with a credit is a caption, and identical adjacent ones are one; a short line that is no
/// sentence and has a paragraph behind it is a sub-head (inferred). HTML: as the elements say; text in no
/// element of text is left.
void read_body(const page_lines& page, line_span body, page_record& record, domain::article_content& into);

/// The lines of one text, joined by line breaks. Precondition: first < last.
std::string joined(const std::vector<page_line>& lines, std::size_t first, std::size_t last);

} // namespace greffe::importers
