// The batch writers behind ports::ingest_store. A submission goes to the writer that the hash of its article
// names, so that a thread is mostly locked by one of them; an edit or a deletion, whose article nobody has
// looked up yet, by its comment's. Thread-safe. Stop it before the executors of its callers end.
#pragma once
#include "server/service/ports/ingest_store.hpp"
#include "server/service/ports/thread_watch.hpp"
#include "server/service/rule_meter.hpp"
#include "server/store/batch_writer.hpp"

namespace greffe::store {

class ingest_store_pg final : public service::ports::ingest_store {
  public:
    struct options {
        std::size_t writers = 4;
        batch_limits limits;
        service::ports::thread_watch watch = service::ports::unwatched();
        /// Told of each batch after its commit, on the writer's thread; may be empty.
        std::function<void(const service::rule_counts&)> counted{};
    };
    ingest_store_pg(std::string url, service::ports::batch_judge judge)
        : ingest_store_pg(std::move(url), std::move(judge), options{}) {}
    ingest_store_pg(std::string url, service::ports::batch_judge judge, options with);
    ~ingest_store_pg() override;

    boost::asio::awaitable<domain::result<service::submit_answer>>
    write(service::ports::ingest_item item) override;

    /// Items that wait in all queues.
    std::size_t waiting() const;
    /// Refuses what comes, writes what was accepted.
    void stop();

  private:
    batch_writer& writer_of(const service::ports::ingest_item& item);

    std::vector<std::unique_ptr<batch_writer>> writers_;
};

} // namespace greffe::store
