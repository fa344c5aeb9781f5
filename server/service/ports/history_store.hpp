// Where the history of a site is read from, for judging it again: stretch after stretch in the order of the
// comments' ids, each on a snapshot of its own, so that a long reading holds nothing back in the database.
// The calls block; a reader has a connection of its own and belongs to one thread. Implemented in store/.
// Failures: failure.hpp.
#pragma once
#include "server/domain/case_state.hpp"
#include "server/domain/comment.hpp"
#include "server/service/ports/ingest_store.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace greffe::service::ports {

struct history_scope {
    domain::site_id site;
    std::optional<domain::timestamp> since{}; ///< received then or later; of history: posted
    /// A sample: comments whose id hashes to this or less. Hashes are spread over all of int64.
    std::optional<std::int64_t> hash_at_most{};
    bool with_authors = false;  ///< since when the site knows them
    bool with_articles = false; ///< what rules may ask of the article; else none is told
};

struct past_text {
    int revision = 1;
    std::string_view body;
    std::optional<std::string_view> name;
    std::optional<std::chrono::sys_seconds> at; ///< received; of history: posted, when that is known well
};

struct past_decision {
    int revision = 1;
    domain::decision_action action = domain::decision_action::approve;
    domain::comment_status before = domain::comment_status::published;
    bool by_person = true; ///< false: a deadline's
};

/// What a rule matched when the text came.
struct past_flag {
    int revision = 1;
    std::string_view rule;
    bool live = true;
    std::string_view action;
    std::string_view spans; ///< JSON
};

/// An article from that time on.
struct past_article {
    std::optional<std::chrono::sys_seconds> since; ///< absent: ever
    thread_facts says;                             ///< what rules ask of it; the rest is not read
};

/// A comment that is published, held or rejected. Views: they live as long as their stretch.
struct past_comment {
    std::string_view id;
    const std::vector<past_article>* article = nullptr; ///< by time
    domain::comment_status status = domain::comment_status::published;
    bool live = true; ///< judged when it came; else history, taken as it was observed
    domain::author_presence presence = domain::author_presence::anonymous;
    std::optional<std::chrono::sys_seconds> author_since;
    int revision = 1; ///< the newest
    std::span<const past_text> texts{};
    std::span<const past_decision> decisions{}; ///< in their order
    std::span<const past_flag> flags{};

    domain::comment_id parsed_id() const { return domain::comment_id::parse(id).value(); }
};

struct history_stretch {
    std::vector<past_comment> comments;
    std::vector<past_text> texts;
    std::vector<past_decision> decisions;
    std::vector<past_flag> flags;
    std::shared_ptr<const void> keeps; ///< what the views look into
};

struct stretch_end {
    domain::comment_id id;
    std::int64_t comments = 0; ///< from the begin, of any status
};

class history_reader {
  public:
    virtual ~history_reader() = default;
    /// Where a stretch of at most so many comments ends that begins behind `after`; nullopt: there are none.
    virtual std::optional<stretch_end> next_end(domain::comment_id after, int most) = 0;
    /// Those behind `after` up to `to` that are in the scope. The reader's former stretch is void.
    virtual const history_stretch& read(domain::comment_id after, domain::comment_id to) = 0;
    /// What waits for the database fails soon. From any thread, while the reader lives; throws nothing.
    virtual void cancel() = 0;
};

/// Safe from any thread.
class history_store {
  public:
    virtual ~history_store() = default;
    virtual std::unique_ptr<history_reader> open(const history_scope& scope) = 0;
    /// How many comments of any status the site has.
    virtual std::int64_t count(domain::site_id site) = 0;
    /// The hash below or at which there are `wanted` comments of the scope; nullopt: it has no more.
    virtual std::optional<std::int64_t> hash_for(const history_scope& scope, std::int64_t wanted) = 0;
};

} // namespace greffe::service::ports
