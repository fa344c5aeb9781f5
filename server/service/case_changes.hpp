// What happens to a comment's case when the comment itself changes. Every change bumps the case's version, so
// that a decision made on what was there before is refused as stale. Pure.
#pragma once
#include "server/service/ports/ingest_store.hpp"
#include "server/service/ruling.hpp"

#include <optional>

namespace greffe::service {

/// The case after `cause` asked for one: a new case, a closed one opened again (its lease is void), or an
/// unclosed one joined.
ports::case_facts open_or_join(const std::optional<ports::case_facts>& before, domain::case_cause cause,
                               domain::timestamp now);

/// The case of a comment that was deleted: moot. No report waits any more, no deadline runs.
ports::case_facts close_as_moot(ports::case_facts before);

/// The case after a verdict on a new text. A verdict that holds brings its own deadline, or none: the one of
/// an earlier text never publishes a later one. A weaker verdict leaves the deadline that runs. `now`: the
/// database's.
void give_deadline(ports::case_facts& review, const ruling& made, domain::timestamp now);

} // namespace greffe::service
