#include "server/domain/report.hpp"

#include "server/domain/names.hpp"

namespace greffe::domain {

namespace {
constexpr std::array kind_names = {"charter", "illegal"};
constexpr std::array outcome_names = {"pending", "upheld", "not_upheld", "neutral"};
} // namespace

std::string_view to_string(report_kind kind) {
    return name_of(kind_names, kind);
}
std::string_view to_string(report_outcome outcome) {
    return name_of(outcome_names, outcome);
}
std::optional<report_kind> parse_report_kind(std::string_view text) {
    return value_named<report_kind>(kind_names, text);
}
std::optional<report_outcome> parse_report_outcome(std::string_view text) {
    return value_named<report_outcome>(outcome_names, text);
}

} // namespace greffe::domain
