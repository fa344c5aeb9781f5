// What judging history again adds up to: hits of each rule, what would change against what was decided, how
// that agrees with people's decisions, and the comments that tell most. Pure; one a thread, merged at the
// end.
//
// What was decided of a comment is its status before any person decided on it: the rules' of then, what
// history observed, or what readers' reports made of it. A comment that was held or rejected though no live
// rule had matched it was not so by rules: by a mode, by reports. Rules that would have published it change
// nothing. An edit never softens: the status of a comment with several texts is the strictest of theirs.
#pragma once
#include "server/service/confidence.hpp"
#include "server/service/judge_past.hpp"
#include "server/service/most_telling.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace greffe::service {

/// What would have become of a comment. Unknown: a rule that could decide otherwise cannot be told of.
enum class would_be { published, held, rejected, unknown };

struct tried_rule {
    std::int64_t hits = 0;          ///< comments
    std::int64_t fresh = 0;         ///< of them: those that no rule of this id matched when they came
    std::int64_t gone = 0;          ///< comments that a rule of this id matched then, and now does not
    std::int64_t unknown = 0;       ///< comments of which nobody can tell
    std::int64_t decided = 0;       ///< hits that people decided on
    std::int64_t people_reject = 0; ///< of them: rejected
};

/// How a ruleset agrees with people, for one meaning of "caught".
struct agreement {
    std::int64_t caught = 0;          ///< of the texts that people decided on
    std::int64_t caught_rejected = 0; ///< of them: those that people rejected
    share precision() const { return {caught_rejected, caught}; }
};

class backtest_tally {
  public:
    explicit backtest_tally(const greffe::rules::ruleset& draft);
    backtest_tally(backtest_tally&&) = default;
    backtest_tally& operator=(backtest_tally&&) = default;

    /// `judged`: every text of the comment, in order, at least one.
    void add(const ports::past_comment& comment, const std::vector<judged_text>& judged);
    void merge(backtest_tally&& other);

    std::int64_t comments = 0;
    std::int64_t texts = 0;
    std::int64_t not_by_rules = 0; ///< held or rejected then, by something else than a rule
    /// By domain::comment_status (published, held, rejected) as it was decided, and would_be.
    std::array<std::array<std::int64_t, 4>, 3> changes{};
    std::array<std::int64_t, 4> actions{}; ///< by rules::action, of the strictest text
    std::int64_t decided = 0;              ///< comments that people decided on, and rules can be told of
    std::int64_t people_reject = 0;        ///< of them
    agreement noticed;                     ///< flagged, held or rejected
    agreement stopped;                     ///< held or rejected
    std::vector<tried_rule> rules;         ///< by place in rules()
    most_telling new_hits;
    most_telling losses;

    /// Of all that people rejected, how much is caught.
    share recall(const agreement& of) const { return {of.caught_rejected, people_reject}; }

  private:
    struct labelled {
        const judged_text* text = nullptr; ///< the one that people decided on last; null: none
        bool rejected = false;
    };
    labelled label_of(const ports::past_comment& comment, const std::vector<judged_text>& judged) const;
    void count_rules(const ports::past_comment& comment, const std::vector<judged_text>& judged,
                     const labelled& people);
    bool may_do_more(const judged_text& judged, greffe::rules::action than) const;

    std::vector<greffe::rules::rule_summary> summaries_;
    std::unordered_map<std::string_view, std::size_t> places_; ///< into summaries_, which owns the text
    std::vector<std::size_t> matched_;
    std::vector<std::size_t> unknown_;
    std::vector<std::size_t> gone_;
};

/// Whether a hunt would hold the comment now: it is published, its newest text would be held or rejected.
/// Null: it would not.
const judged_text* found_by_hunt(const ports::past_comment& comment, const std::vector<judged_text>& judged);
/// A person has approved or dismissed the newest text.
bool people_let_stand(const ports::past_comment& comment);

} // namespace greffe::service
