// Reads the conditions on facts (author, rate, duplicate, article, report, time), and the facts that an
// example gives. Each condition: nullopt after a diagnostic.
#pragma once
#include "rules/engine/reader.hpp"
#include "rules/engine/spec.hpp"

#include <optional>

namespace greffe::rules {

std::optional<condition> read_author(reader& in, const node& map, const entry& e);
std::optional<condition> read_rate(reader& in, const node& map, const entry& e);
std::optional<condition> read_duplicate(reader& in, const node& map, const entry& e);
std::optional<condition> read_article(reader& in, const node& map, const entry& e);
std::optional<condition> read_report(reader& in, const node& map, const entry& e);
std::optional<condition> read_time(reader& in, const node& map, const entry& e);

/// `facts:` of an example.
void read_given_facts(reader& in, const node& from, example& into);
/// `report:` of an example.
void read_given_report(reader& in, const node& from, example& into);
/// 2027-06-30; nullopt: no such day.
std::optional<std::chrono::year_month_day> parse_date(std::string_view written);

} // namespace greffe::rules
