// A compiled ruleset: immutable, safe to share between threads, swapped as a whole. It judges in two steps,
// so that the costly one runs before a transaction and the cheap one inside it:
//   scan   text -> which text conditions hold and where (views, RE2::Set, token look-up); needs no fact
//   judge  scan + facts -> verdict; pure, no allocation beyond the result
// The language and its semantics: docs/rules.md.
#pragma once
#include "rules/engine/diagnostic.hpp"
#include "rules/engine/explanation.hpp"
#include "rules/engine/facts.hpp"
#include "rules/engine/verdict.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

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
    std::int64_t scan_work = 32 << 20;  ///< bytes that one scan may spend on spans; past it: undecided
    std::string zone = "Europe/Paris";  ///< the site's, for `expires`
    bool run_examples = true;
};

class ruleset;
struct compiled {
    std::shared_ptr<const ruleset> rules; ///< null when there are errors
    diagnostics found;                    ///< errors and warnings, by place
    std::size_t examples = 0;             ///< how many were run
    std::size_t failed_examples = 0;      ///< each is an error "example-fails" in `found`
};

class ruleset {
  public:
    /// Parses, expands packs, validates, compiles, runs every example. Never throws on bad input, whatever
    /// its bytes.
    static compiled compile(std::string_view yaml, const compile_options& options = {});

    scan_result scan(const comment_text& text) const;
    verdict judge(const scan_result& scanned, const facts& known) const;
    /// The same verdict with its reasons; slower.
    explanation explain(const comment_text& text, const facts& known) const;

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
