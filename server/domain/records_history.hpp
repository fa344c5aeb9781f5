// The JSON forms of what history tells of a comment: lines of imports of history, and the records of an
// export of a thread (docs/archive-format.md, sections 2 and 5). As strict as records.hpp. Pure.
#pragma once
#include "server/domain/error.hpp"
#include "server/domain/history.hpp"

#include <boost/json/object.hpp>

namespace greffe::domain {

/// {revision*, body*, pseudonym, edited_at, source_version, received_at}
result<observed_revision> read_observed_revision(const boost::json::object& from,
                                                 std::initializer_list<std::string_view> also_allowed = {});
/// {revision*, rule*, ruleset_version, mode*, action*, score, policy, spans}
result<observed_flag> read_observed_flag(const boost::json::object& from,
                                         std::initializer_list<std::string_view> also_allowed = {});
/// {id, revision, reason*, text, reporter, kind, received_at, outcome}
result<observed_report> read_observed_report(const boost::json::object& from,
                                             std::initializer_list<std::string_view> also_allowed = {});
/// {id, revision, decider*, action*, reason*, note, policy, sanctions, batch, decided_at*, status_before*,
/// status_after*, case_before}
result<observed_decision> read_observed_decision(const boost::json::object& from,
                                                 std::initializer_list<std::string_view> also_allowed = {});

} // namespace greffe::domain
