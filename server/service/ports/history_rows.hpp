// What a batch writes of history beyond comments and their revisions. Values only.
#pragma once
#include "server/domain/history.hpp"
#include "server/domain/uuid.hpp"

#include <cstdint>
#include <vector>

namespace greffe::service::ports {

struct observed_flag_row {
    domain::site_id site;
    domain::comment_id comment;
    domain::observed_flag seen;
};
struct observed_report_row {
    domain::site_id site;
    domain::report_id id;
    domain::comment_id comment;
    int revision = 1;
    domain::uuid fresh_reader; ///< the reader's random key, if the store does not know the reader yet
    domain::observed_report seen;
    domain::timestamp received_at;
};
struct observed_decision_row {
    domain::site_id site;
    domain::decision_id id;
    domain::comment_id comment;
    int revision = 1;
    std::int64_t seq = 0; ///< of its event
    domain::observed_decision seen;
};
/// A revision that a person had approved.
struct immunity_row {
    domain::site_id site;
    domain::comment_id comment;
    int revision = 1;
};

struct history_rows {
    std::vector<observed_flag_row> flags;
    std::vector<observed_report_row> reports;
    std::vector<observed_decision_row> decisions;
    std::vector<immunity_row> immunities;
};

} // namespace greffe::service::ports
