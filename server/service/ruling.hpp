// What the rules' verdict on one text means for its comment: the status it asks for, the case it opens, how
// it is told. Pure.
#pragma once
#include "server/domain/case_state.hpp"
#include "server/domain/comment_status.hpp"
#include "server/service/answers.hpp"
#include "server/service/ports/ingest_store.hpp"

#include <optional>

namespace greffe::service {

struct ruling {
    rules::verdict verdict;           ///< does: at least hold when undecided
    std::int64_t ruleset_version = 0; ///< 0: the site has no ruleset

    domain::comment_status status() const;           ///< published, held or rejected
    std::optional<domain::case_cause> opens() const; ///< hold or flag; a rejection opens nothing
    verdict_view told() const;
};

/// A site without a ruleset publishes; a ruleset that this server could not compile leaves everything
/// undecided.
ruling rule_on(const ports::screening_result& screened, const ports::thread_facts& thread,
               domain::timestamp now);

} // namespace greffe::service
