// Which facts the active rules of a ruleset (live and shadow) ask for, so that only these are fetched, and in
// one round trip for a batch. Values only.
#pragma once
#include <chrono>
#include <string>
#include <vector>

namespace greffe::rules {

/// What comments are counted by. The keys of one comment: fingerprint.hpp.
enum class rate_key { author, address, article, tag, link_host, phone };

/// How many comments with the same key the site received within [now - within, now], this one included,
/// committed ones plus earlier ones of the batch. A comment with several keys (tags, hosts, numbers): the
/// greatest count. With none: absent.
struct rate_need {
    rate_key by = rate_key::author;
    std::chrono::seconds within{0};
    std::string tags; ///< by tag: only tags that this glob matches; empty: all
    bool operator==(const rate_need&) const = default;
};

/// Among which comments a duplicate is looked for; by tag: those whose article has a tag in common that
/// `tags` matches.
enum class duplicate_scope { site, author, article, tag };

struct duplicate_need {
    bool near = false; ///< by signature (fingerprint.hpp); else by exact key
    duplicate_scope across = duplicate_scope::site;
    std::chrono::seconds within{0};
    std::string tags;
    bool operator==(const duplicate_need&) const = default;
};

/// A rule that acts only so often a day: facts::throttled names it from then on.
struct cap_need {
    std::string rule;
    bool live = true;     ///< else shadow
    bool reports = false; ///< a rule for reports
    int a_day = 0;
    bool operator==(const cap_need&) const = default;
};

struct facts_needed {
    std::vector<rate_need> rates; ///< without repeats
    std::vector<duplicate_need> duplicates;
    bool author = false;          ///< any of author_facts but `known`, which is always asked for
    bool author_comments = false; ///< published or rejected
    bool article = false;         ///< title, section, tags, kind or age; told of rules for comments
    bool report = false;          ///< any of report_facts
    std::vector<cap_need> caps{};

    bool nothing_counted() const { return rates.empty() && duplicates.empty(); }
    /// The longest window of all: what counters must keep. Zero: nothing is counted.
    std::chrono::seconds longest_window() const;
};

} // namespace greffe::rules
