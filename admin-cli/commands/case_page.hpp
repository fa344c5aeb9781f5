// One case as a page to read: article, parent, the thread around it, the comment with what rules matched
// marked in it, flags, reports, earlier decisions, and the commands that come next.
#pragma once
#include "admin-cli/terminal.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace greffe::cli {

/// `found`: the answer of GET /v1/cases/{id}.
void print_case_page(const boost::json::object& found, const terminal& to);

/// `body` made safe, with the bytes that `spans` ([{field, begin, end}], any order, overlapping) name marked;
/// lines after the first are indented. Spans that do not fit the text are left out.
std::string marked_body(std::string_view body, const boost::json::array& spans, std::size_t indent,
                        const terminal& to);

} // namespace greffe::cli
