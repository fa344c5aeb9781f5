// Judges stored texts as ingest would judge them now: the same scan, the same ruling, with the facts of the
// time when each text came. What cannot be told of that time any more is absent, so that a condition on it is
// unknown: how many comments there were by whatever they are counted by, their duplicates, what had become of
// the author's other comments, since when the author of an imported comment was known, and the time itself
// where history does not tell it. Modes, daily caps and guards are of their day and not applied. Pure; one a
// thread.
#pragma once
#include "server/service/ports/history_store.hpp"
#include "server/service/ruling.hpp"

#include <string>
#include <vector>

namespace greffe::service {

struct judged_text {
    const ports::past_text* text = nullptr;
    ruling made;
    std::vector<std::size_t> unknown; ///< rules of which nobody can tell whether they match, by place
};

class judge_past {
  public:
    /// Precondition: `by->rules` is not null.
    explicit judge_past(std::shared_ptr<const active_ruleset> by);

    judged_text judge(const ports::past_comment& comment, const ports::past_text& text);
    /// All texts of the comment, in their order; valid until the next call.
    const std::vector<judged_text>& judge(const ports::past_comment& comment);

  private:
    ports::screening_result screened_;
    bool may_be_unknown_;
    std::vector<judged_text> made_;
};

/// A fact that the rules ask for and the past does not tell.
struct unknown_fact {
    std::string fact;
    std::string why;
};
std::vector<unknown_fact> unknown_facts(const rules::ruleset& asked);

} // namespace greffe::service
