// What becomes of an article: its state, its comments that go to another one, its end in another one.
// Implemented in store/; safe from any thread; each call is one transaction. External ids of merged articles
// reach the article that they were merged into. Failures: see failure.hpp.
#pragma once
#include "server/domain/article.hpp"
#include "server/domain/comment.hpp"
#include "server/domain/comment_status.hpp"
#include "server/domain/error.hpp"
#include "server/service/answers.hpp"
#include "server/service/ports/article_store.hpp"
#include "server/service/ports/event_row.hpp"
#include "server/service/ports/failure.hpp"

#include <boost/asio/awaitable.hpp>

#include <array>
#include <functional>
#include <optional>
#include <string>

namespace greffe::service::ports {

struct state_change {
    domain::site_id site;
    std::string article_external_id;
    domain::article_state state = domain::article_state::open;
    domain::timestamp now;
    article_sealer seal; ///< called only when the state is another one
};

/// A comment on its way, as it stands before.
struct moving_comment {
    domain::comment_id id;
    std::optional<domain::comment_id> parent; ///< that it answers
    bool keeps_parent = true;                 ///< false: the parent stays behind
    domain::comment_status status = domain::comment_status::published;
    int revision = 1;
    domain::author_claim author; ///< as its newest revision shows it
    std::string body;            ///< of the newest revision
};

/// Two threads, and the next place in each.
struct two_places {
    domain::article_id from;
    std::int64_t from_seq = 1;
    domain::article_id to;
    std::int64_t to_seq = 1;
};

/// One event in each thread, in the places given: first where it leaves, then where it arrives.
using moved_sealer = std::function<std::array<event_row, 2>(const moving_comment&, const two_places&)>;
using merged_sealer = std::function<std::array<event_row, 2>(const two_places&)>;

struct comment_move {
    domain::site_id site;
    std::string comment_external_id;
    std::string to_external_id;
    moved_sealer seal;
};

struct article_merge {
    domain::site_id site;
    std::string article_external_id;
    std::string into_external_id;
    domain::timestamp now;
    moved_sealer seal_comment;
    merged_sealer seal_article;
};

class article_life_store {
  public:
    virtual ~article_life_store() = default;
    /// Errors: not_found.
    virtual boost::asio::awaitable<domain::result<article_view>> set_state(state_change change) = 0;
    /// Errors: not_found (comment), unknown_article.
    virtual boost::asio::awaitable<domain::result<move_answer>> move(comment_move asked) = 0;
    /// Errors: not_found, unknown_article (into), invalid_field (into itself).
    virtual boost::asio::awaitable<domain::result<merge_answer>> merge(article_merge asked) = 0;
};

} // namespace greffe::service::ports
