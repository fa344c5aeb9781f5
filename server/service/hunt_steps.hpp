// What a hunt, and undoing it, make of a comment whose rows are locked. Pure but for the salts taken from
// `env`; called again when a transaction had to be repeated.
#pragma once
#include "server/service/environment.hpp"
#include "server/service/ports/hunt_store.hpp"
#include "server/service/ruling.hpp"

namespace greffe::service {

/// Holds a published comment and opens its case, or joins the one that is open. Nullopt when it is not to be
/// held any more: it is not published, has a newer text than `revision`, or that text was approved by a
/// person.
std::optional<ports::hunted_case> step_hunt(const ports::locked_rows& known, int revision, const ruling& made,
                                            domain::uuid hunt, const environment& env);

/// Publishes it again, and closes the case if the hunt had opened it. Nullopt when anybody has touched it
/// since: another version of the case, another text or status, or somebody who holds the case now.
std::optional<ports::review_change> step_release(const ports::locked_rows& known,
                                                 const ports::held_by_hunt& what, domain::uuid hunt,
                                                 const environment& env);

} // namespace greffe::service
