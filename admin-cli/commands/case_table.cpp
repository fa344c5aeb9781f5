#include "admin-cli/commands/case_table.hpp"

#include "admin-cli/json_fields.hpp"
#include "admin-cli/table.hpp"
#include "admin-cli/terminal_text.hpp"

#include <ostream>

namespace greffe::cli {

namespace {

std::string holder(const boost::json::object& summary, domain::timestamp now) {
    const auto until = text_at(summary, "leased_until");
    if (until.empty()) return "-";
    return (flag_at(summary, "leased_by_me") ? "me until " : "other until ") + short_time(until, now);
}

std::string due(const boost::json::object& summary, domain::timestamp now) {
    const auto deadline = text_at(summary, "deadline");
    if (deadline.empty()) return "-";
    return short_time(deadline, now) + (flag_at(summary, "deadline_missed") ? " missed" : "");
}

} // namespace

void print_cases(const boost::json::array& cases, const terminal& to) {
    if (cases.empty()) {
        to.out << "no case waits\n";
        return;
    }
    const auto coloured = [&to](const std::string& cell) { return to.status(cell); };
    table shown({{"CASE"},
                 {"SITE"},
                 {"PRIO", true},
                 {"AGE", true},
                 {"STATE", false, coloured},
                 {"WHY"},
                 {"REPORTS", true},
                 {"STATUS", false, coloured},
                 {"DUE"},
                 {"LEASE"},
                 {"COMMENT"}});
    for (const auto& item : cases) {
        const auto& summary = as_object(item);
        shown.add({text_at(summary, "id"), one_line(text_at(summary, "site_name")),
                   text_at(summary, "priority"), age(text_at(summary, "opened_at"), to.now),
                   text_at(summary, "state"), text_at(summary, "cause"), text_at(summary, "report_count"),
                   text_at(summary, "status"), due(summary, to.now), holder(summary, to.now),
                   one_line(text_at(summary, "excerpt"))});
    }
    shown.print(to);
}

} // namespace greffe::cli
