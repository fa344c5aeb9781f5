// A compiled ruleset: immutable, safe to share between threads, swapped as a whole. It judges in two steps,
// so that the costly one runs before a transaction and the cheap one inside it:
//   scan   text -> which text conditions hold and where (views, RE2::Set, token look-up); needs no fact
//   judge  scan + facts -> verdict; pure, no allocation beyond the result. needs() says which facts to fetch.
// The language and its semantics: docs/rules.md.
#pragma once
#include "rules/engine/diagnostic.hpp"
#include "rules/engine/explanation.hpp"
#include "rules/engine/facts.hpp"
#include "rules/engine/facts_needed.hpp"
#include "rules/engine/packs.hpp"
#include "rules/engine/verdict.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules {

/// The outcome of scan: opaque, movable, independent of the text's lifetime; only for the ruleset that made
/// it.
class scan_result {
  public:
    scan_result();
    scan_result(scan_result&&) noexcept;
    scan_result& operator=(scan_result&&) noexcept;
    ~scan_result();

  private:
    friend class ruleset;
    struct state;
    std::unique_ptr<state> state_;
};

struct compile_options {
    std::string file = "ruleset.yaml";  ///< for diagnostics
    std::int64_t dfa_memory = 64 << 20; ///< bytes for all pattern sets together
    std::int64_t scan_work = 64 << 20;  ///< bytes that one scan may spend on spans; past it: undecided
    std::string zone = "Europe/Paris";  ///< the site's, for `expires`
    bool run_examples = true;
    bool try_drafts = false;           ///< drafts run as if they were in shadow
    const pack_texts* packs = nullptr; ///< in place of those that ship; null: these
};

/// What others keep count of about a rule.
struct rule_summary {
    std::string id;
    rule_target target = rule_target::comment;
    rule_mode mode = rule_mode::live;
    action does = action::publish;
    int score = 0;
    std::optional<int> daily_cap; ///< matches a day of the site; past it facts::throttled names the rule
    std::string content{};        ///< two rules with the same one do the same: rule_content.hpp
    std::optional<std::chrono::sys_seconds> expires; ///< it is over from then on
};

struct given_facts {
    facts known;
    std::optional<std::string> report; ///< what the reporter wrote
};

class ruleset;
struct compiled {
    std::shared_ptr<const ruleset> rules; ///< null when there are errors
    diagnostics found;                    ///< errors and warnings, by place
    std::size_t examples = 0;             ///< how many were run
    std::size_t failed_examples = 0;      ///< each is an error "example-fails" in `found`
    pack_texts packs;                     ///< that it uses, as they are in it
};

class ruleset {
  public:
    /// Parses, expands packs, validates, compiles, runs every example. Never throws on bad input, whatever
    /// its bytes.
    static compiled compile(std::string_view yaml, const compile_options& options = {});

    scan_result scan(const comment_text& text) const;
    verdict judge(const scan_result& scanned, const facts& known) const;
    /// What the rules `for: report` say about one report. `scanned`: of its comment and of what the reporter
    /// wrote; facts::report is given.
    report_verdict judge_report(const scan_result& scanned, const facts& known) const;
    /// The active rules for comments of which nobody can tell whether they match, because a fact is absent:
    /// as places in rules(), in order.
    std::vector<std::size_t> unknown(const scan_result& scanned, const facts& known) const;
    /// What to fetch for the facts of judge; author_comments also when only rules for reports ask for them.
    const facts_needed& needs() const;
    /// What to fetch for the facts of judge_report; absent: no active rule is for reports. Rates and
    /// duplicates are of comments as they come in: here they are never known.
    const std::optional<facts_needed>& needs_of_reports() const;
    /// Every rule, in file order, packs expanded.
    std::vector<rule_summary> rules() const;
    /// The same verdict with its reasons; slower.
    explanation explain(const comment_text& text, const facts& known) const;

    /// Facts as an example writes them under `facts`, with an example's `report` beside them: for explain.
    /// nullopt: `found` says why.
    std::optional<given_facts> read_facts(std::string_view yaml, diagnostics& found) const;

    /// The day of the site at that instant: 2027-06-30. Caps count by it.
    std::string day_of(std::chrono::sys_seconds at) const;
    /// Number of rules, packs expanded.
    std::size_t size() const;
    /// The `ruleset:` name.
    std::string_view name() const;

    ~ruleset();

  private:
    struct state;
    explicit ruleset(std::unique_ptr<state> s);
    std::unique_ptr<state> state_;
};

} // namespace greffe::rules
