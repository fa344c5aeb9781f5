// What the rules' verdict on one text, and the moderation mode, mean for its comment: the status it asks for,
// the case it opens and until when, how it is told. Pure.
#pragma once
#include "server/domain/case_state.hpp"
#include "server/domain/comment_status.hpp"
#include "server/service/answers.hpp"
#include "server/service/ports/ingest_store.hpp"

#include <optional>

namespace greffe::service {

struct ruling {
    rules::verdict verdict;                            ///< does: at least hold when undecided
    std::int64_t ruleset_version = 0;                  ///< 0: the site has no ruleset
    bool held_by_mode = false;                         ///< the rules alone would not have held it
    std::optional<domain::review_deadline> deadline{}; ///< of the case that it opens

    domain::comment_status status() const;           ///< published, held or rejected
    std::optional<domain::case_cause> opens() const; ///< hold or flag; a rejection opens nothing
    verdict_view told() const;
};

/// A site without a ruleset publishes; a ruleset that this server could not compile leaves everything
/// undecided. `mode`: the one in force, or null; any but `post` holds at least. Its deadline counts when it
/// alone holds, and publishes nothing that a rule has flagged. `asked`: the author, and what the ruleset asks
/// of other comments; the rest is filled in here. `now`: when the text was received; absent: not known.
ruling rule_on(const ports::screening_result& screened, const ports::thread_facts& thread,
               std::optional<domain::timestamp> now, const domain::moderation_policy* mode = nullptr,
               rules::facts asked = {});

/// What rule_on judges by.
rules::facts facts_of(const ports::thread_facts& thread, std::optional<domain::timestamp> now,
                      rules::facts asked);

} // namespace greffe::service
