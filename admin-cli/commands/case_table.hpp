// Cases as a table, in the queue and after a claim.
#pragma once
#include "admin-cli/terminal.hpp"

#include <boost/json/array.hpp>

namespace greffe::cli {

/// `cases` as the API lists them; says so when there is none.
void print_cases(const boost::json::array& cases, const terminal& to);

} // namespace greffe::cli
