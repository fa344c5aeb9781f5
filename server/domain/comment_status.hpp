// The life of a comment as one pure function: who may take it from one status to another. The table in the
// .cpp is the one in docs/architecture.md; a test walks every triple of it.
#pragma once
#include "server/domain/error.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace greffe::domain {

enum class comment_status { published, held, rejected, deleted, erased };
inline constexpr std::array all_comment_statuses{comment_status::published, comment_status::held,
                                                 comment_status::rejected, comment_status::deleted,
                                                 comment_status::erased};

/// What moves a comment.
enum class status_cause {
    verdict,          ///< of the first submission, with the mode's floor
    observed,         ///< history: the status as a capture or an import saw it
    edit_verdict,     ///< of a new revision
    report_threshold, ///< readers' reports reached the site's weight
    hunt,             ///< a rule applied to what is stored
    approve,          ///< a moderator's decision
    reject,           ///< a moderator's decision
    appeal,           ///< upheld for the author
    undo,             ///< of a decision or of a deletion
    removal,          ///< by its author or the publisher
    erasure,          ///< on request, or by retention
};
inline constexpr std::array all_status_causes{
    status_cause::verdict, status_cause::observed, status_cause::edit_verdict, status_cause::report_threshold,
    status_cause::hunt,    status_cause::approve,  status_cause::reject,       status_cause::appeal,
    status_cause::undo,    status_cause::removal,  status_cause::erasure};

std::string_view to_string(comment_status status);
std::string_view to_string(status_cause cause);
std::optional<comment_status> parse_comment_status(std::string_view text);

/// The status after `cause` asks for `to`. `from` nullopt: a comment that is not stored yet.
/// Errors: already_in_target_state (from == to), invalid_transition (no such edge for this cause).
result<comment_status> change_status(std::optional<comment_status> from, comment_status to,
                                     status_cause cause);

/// What an edit's verdict may do to a stored comment: never soften. published goes where the verdict says,
/// held stays held or is rejected, rejected stays. Precondition: `now` is published, held or rejected; so is
/// `verdict`.
comment_status status_after_edit(comment_status now, comment_status verdict);

} // namespace greffe::domain
