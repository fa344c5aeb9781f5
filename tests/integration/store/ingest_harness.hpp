// A database, its stores and the use cases that take comments in, wired as the server wires them, with one
// site.
#pragma once
#include "server/service/import_lines.hpp"
#include "server/service/ingest_comments.hpp"
#include "server/service/judge_batch.hpp"
#include "server/service/read_threads.hpp"
#include "server/service/register_articles.hpp"
#include "server/store/article_store_pg.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/ingest_store_pg.hpp"
#include "server/store/thread_store_pg.hpp"
#include "tests/support/test_database.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <optional>
#include <string>
#include <vector>

namespace greffe::test {

/// Random ids and salts, the machine's clock.
service::environment harness_environment();

class ingest_harness {
  public:
    explicit ingest_harness(store::ingest_store_pg::options options = {});
    ingest_harness(std::string url, store::ingest_store_pg::options options);

    /// Runs to its end on the calling thread; an exception comes through.
    template <class T>
    T await(boost::asio::awaitable<T> work) {
        here_.restart();
        auto answer = boost::asio::co_spawn(here_, std::move(work), boost::asio::use_future);
        here_.run();
        return answer.get();
    }

    domain::site_id make_site(const std::string& name);
    service::article_answer article(const std::string& external_id, const std::string& section = "bourse");
    domain::result<service::submit_answer> submit(const std::string& article, domain::new_comment comment);
    domain::result<service::submit_answer> submit(const std::string& article, const std::string& external_id,
                                                  const std::string& body);
    domain::result<service::submit_answer> edit(const std::string& external_id, domain::comment_edit edit);
    domain::result<service::submit_answer> remove(const std::string& external_id);
    /// The site's active ruleset from now on, as this server runs it and as the registry knows it.
    void use_rules(const std::string& yaml, std::int64_t version = 1);

    /// As the schema's owner. Text of the first row's columns; "NULL" for NULL.
    std::vector<std::string> row(const std::string& sql) const;
    std::string value(const std::string& sql) const { return row(sql).at(0); }
    void exec(const std::string& sql) const;

    /// Threads for coroutines of the test's own. They are kept as long as the house: a writer that resumes a
    /// coroutine may still be inside the context's post when the coroutine is over.
    boost::asio::thread_pool& threads_for_test(std::size_t count) { return own_threads_.emplace(count); }

  private:
    // They outlive the threads that resume what waits on them.
    boost::asio::io_context here_;
    std::optional<boost::asio::thread_pool> own_threads_;

  public:
    const std::string url;
    store::connection_pool pool;
    store::article_store_pg article_store;
    store::thread_store_pg thread_store;
    service::environment env;
    store::ingest_store_pg ingest_store;
    service::ruleset_registry rulesets;
    service::settings_registry settings;
    service::register_articles articles;
    service::ingest_comments comments;
    service::read_threads threads;
    service::import_lines imports;
    domain::site_id site;
};

domain::new_comment a_comment(const std::string& external_id, const std::string& body);

/// Every promise that holds over a whole database: sequence numbers without gaps, counters that count,
/// revisions without gaps, an open case for each held comment, every leaf in the outbox, and commitments that
/// open with the stored salts and texts. Answers what is broken; empty when nothing is.
std::vector<std::string> broken_promises(const std::string& url);

} // namespace greffe::test
