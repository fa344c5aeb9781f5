// What history tells of a comment beyond its text: taken as it was observed, never judged. Whoever tells it
// may leave out what was not seen. Values only.
#pragma once
#include "server/domain/case_state.hpp"
#include "server/domain/comment.hpp"
#include "server/domain/report.hpp"

#include <boost/json/array.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace greffe::domain {

struct observed_revision {
    int number = 1;
    std::string body;
    std::optional<std::string> name; ///< the pseudonym shown with it
    std::optional<timestamp> edited_at;
    std::optional<std::int64_t> source_version;
    std::optional<timestamp> received_at;
    bool operator==(const observed_revision&) const = default;
};

/// What a rule of another registry matched.
struct observed_flag {
    int revision = 1;
    std::string rule;
    std::int64_t ruleset_version = 0; ///< of the rules of then, which this registry need not have
    std::string mode = "live";        ///< "live" | "shadow"
    std::string action;
    int score = 0;
    std::optional<std::string> policy;
    boost::json::array spans;
};

struct observed_report {
    std::string id; ///< by which it is told apart where it comes from; empty: by all that is said of it
    std::optional<int> revision; ///< absent: the newest
    new_report said;
    std::optional<timestamp> received_at;
    report_outcome outcome = report_outcome::pending;
    std::optional<int> weight; ///< in hundredths; absent: not told
};

struct observed_decision {
    std::string id; ///< as of a report
    std::optional<int> revision;
    std::string decider; ///< whoever decided, as it is called there
    decision_action action = decision_action::approve;
    std::string reason;
    std::string note;
    std::optional<std::string> policy;
    boost::json::array sanctions;
    std::optional<uuid> batch;
    timestamp decided_at;
    comment_status status_before = comment_status::held;
    comment_status status_after = comment_status::published;
    std::string case_before; ///< empty: it is not told
};

/// What comes with a comment of history, or for one that is stored.
struct observed_parts {
    std::vector<observed_revision> revisions; ///< those after the first, by number
    std::vector<observed_flag> flags;
    std::vector<observed_report> reports;
    std::vector<observed_decision> decisions;
    std::optional<int> public_revision; ///< what the public saw, when that is told
    std::optional<int> immune_revision;
    bool complete = false; ///< public_revision says all, also by its absence
};

} // namespace greffe::domain
