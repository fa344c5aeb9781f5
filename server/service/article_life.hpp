// What becomes of an article after it was registered: closed, opened again, withdrawn; a comment moved to
// another one; merged into another one. Events say so in the threads concerned, and counters follow.
// Thread-safe.
#pragma once
#include "server/service/answers.hpp"
#include "server/service/environment.hpp"
#include "server/service/ports/article_life_store.hpp"

#include <boost/asio/awaitable.hpp>

namespace greffe::service {

class article_life {
  public:
    article_life(ports::article_life_store& store, environment env);

    /// Closed: takes no comments. Withdrawn: its thread is not shown either; nothing is lost. The state that
    /// it has changes nothing. Errors: not_found, invalid_field.
    boost::asio::awaitable<domain::result<article_view>> set_state(domain::principal who,
                                                                   domain::site_id site,
                                                                   std::string external_id,
                                                                   domain::article_state state);
    /// The comment and all that answers it, however deep, go to another article of the site; there it answers
    /// nobody. Errors: not_found, unknown_article, invalid_field.
    boost::asio::awaitable<domain::result<move_answer>> move(domain::principal who, domain::site_id site,
                                                             std::string comment_external_id,
                                                             std::string to_external_id);
    /// All comments go to the other article, and so does whoever names this one from now on. Again: nothing.
    /// Errors: not_found, unknown_article, invalid_field.
    boost::asio::awaitable<domain::result<merge_answer>>
    merge(domain::principal who, domain::site_id site, std::string external_id, std::string into_external_id);

  private:
    ports::article_life_store& store_;
    environment env_;
};

} // namespace greffe::service
