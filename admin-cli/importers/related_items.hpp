// "A lire aussi": items that belong to the capture, not to the article. Pure.
#pragma once
#include "admin-cli/importers/french_date.hpp"
#include "admin-cli/importers/page_record.hpp"
#include "admin-cli/importers/page_sections.hpp"
#include "server/domain/article.hpp"

#include <optional>
#include <string>
#include <vector>

namespace greffe::importers {

struct found_related {
    domain::related_item item; ///< without published_at
    std::optional<french_date> date;
    std::size_t line = 0; ///< of the date in the file, from 1; else of the label
};

/// Each item of the list: label, then a source line, then a teaser without "Lire la suite". The label is a
/// picture's caption when it ends with a credit, a title when a source line follows, else unknown.
std::vector<found_related> read_related(const page_lines& page, line_span related, page_record& record);

} // namespace greffe::importers
