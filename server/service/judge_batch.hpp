// Judges a batch of submissions, edits and deletions against the facts that its transaction read: one outcome
// an item, and all the rows to write. Items see what the items before them in the batch did, exactly as if
// each had been a transaction of its own. Pure, but for the ids, salts and the time taken from the
// environment.
//
// The same external_id again (a submission):
//   erased                                              gone
//   on another article                                  already_exists
//   deleted                                             see below
//   the newest revision's body                          unchanged
//   another body, newer source_version                  a new revision
//   another body, older source_version                  superseded
//   another body, that of revision 1                    superseded: a late retry never undoes an edit
//   another body otherwise                              already_exists
// An edit is newer than what is stored when its source_version is greater; where a side has none or both are
// equal, when its edited_at is later; where that is missing too, it is the newest by arrival, unless equal
// source_versions told already that it is not. Times of clients are compared with each other only, never with
// a clock of ours. What was unchanged is remembered with its version, so that the greatest one always wins.
// A deletion with an older source_version than what is stored is superseded; of equal ones the deletion wins.
// A deleted comment takes a text back only when both have a source_version and the text's is greater: it is a
// new revision, and the status before the deletion is the one that its verdict is laid upon. An older one is
// superseded; where versions do not tell, the newest text is unchanged, the first is superseded, and another
// is invalid_transition.
// The mode in force (domain/moderation.hpp): `pre` holds every new text, `closed` refuses new comments as a
// closed article does and holds the texts of edits; deletions are always taken.
#pragma once
#include "server/service/environment.hpp"
#include "server/service/ports/ingest_store.hpp"

#include <map>
#include <span>
#include <string>

namespace greffe::service {

ports::judged_batch judge_batch(std::span<const ports::ingest_item* const> items,
                                const ports::batch_facts& known, const environment& env);

/// What the events "submitted", "observed" and "edited" commit to: the body, the name shown with it, and the
/// site's id of the author. Three fields: an export discloses the salts of the first two, never of the third.
std::map<std::string, std::string> committed_texts(const domain::author_claim& author,
                                                   const std::string& body);

} // namespace greffe::service
