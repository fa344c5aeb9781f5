// The deadline of a case in its columns (deadline, at_deadline, deadline_missed_at), both ways. Pure.
#pragma once
#include "server/domain/case_state.hpp"
#include "server/store/sql_row.hpp"

#include <optional>

namespace greffe::store {

inline std::optional<domain::case_deadline> deadline_from(const sql_row& row) {
    if (row.is_null("deadline")) return std::nullopt;
    return domain::case_deadline{.at = row.time("deadline"),
                                 .then = row.named("at_deadline", domain::parse_deadline_action),
                                 .missed_at = row.optional_time("deadline_missed_at")};
}

struct deadline_columns {
    explicit deadline_columns(const std::optional<domain::case_deadline>& deadline) {
        if (!deadline) return;
        at = deadline->at;
        then = std::string(to_string(deadline->then));
        missed_at = deadline->missed_at;
    }
    std::optional<domain::timestamp> at{};
    std::optional<std::string> then{};
    std::optional<domain::timestamp> missed_at{};
};

} // namespace greffe::store
