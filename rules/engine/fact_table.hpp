// The conditions that ask for facts rather than for text. Immutable once filled; thread-safe.
#pragma once
#include "rules/engine/facts.hpp"
#include "rules/engine/facts_needed.hpp"
#include "rules/engine/spec.hpp"
#include "rules/engine/truth.hpp"

#include <unicode/timezone.h>

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace greffe::rules {

using fact_id = std::uint32_t;

class fact_table {
  public:
    explicit fact_table(std::shared_ptr<const icu::TimeZone> zone) : zone_(std::move(zone)) {}

    /// Registers what the condition needs; those of active rules are added before the others', so that
    /// `active_needs` is what was needed when it was last taken. Ids count from 0.
    fact_id add(const condition& leaf);
    static bool is_fact(const condition& leaf);

    /// What all conditions so far ask for.
    const facts_needed& needs() const { return needs_; }
    /// The instant of a minute in the site's zone.
    std::chrono::sys_seconds instant(const minute_of& local) const;
    truth value(fact_id id, const facts& known) const;
    /// The day of the site at that instant, as 2027-06-30.
    std::string day_of(std::chrono::sys_seconds at) const;

  private:
    struct counted {
        std::size_t need; ///< index into needs().rates
        int over;
    };
    struct repeated {
        std::size_t need; ///< index into needs().duplicates
        limits comments;
        limits authors;
    };
    using entry = std::variant<author_condition, counted, repeated, article_condition, report_condition,
                               time_condition>;

    truth holds(const author_condition& c, const facts& known) const;
    truth holds(const counted& c, const facts& known) const;
    truth holds(const repeated& c, const facts& known) const;
    truth holds(const article_condition& c, const facts& known) const;
    truth holds(const report_condition& c, const facts& known) const;
    truth holds(const time_condition& c, const facts& known) const;

    std::shared_ptr<const icu::TimeZone> zone_;
    facts_needed needs_;
    std::vector<entry> entries_;
};

} // namespace greffe::rules
