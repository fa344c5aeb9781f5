#include "server/store/ingest_store_pg.hpp"

#include "server/store/changed_threads.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace greffe::store {

namespace asio = boost::asio;
using answered = std::variant<ingest_outcome, std::exception_ptr>;

ingest_store_pg::ingest_store_pg(std::string url, service::ports::batch_judge judge, options with) {
    const auto write = [judge = std::move(judge), watch = std::move(with.watch),
                        counted = std::move(with.counted)](dedicated_connection& connection,
                                                           ingest_items items) {
        changed_threads changed(watch);
        service::rule_counts counts;
        const service::ports::batch_judge noting = [&](auto batch, const auto& known) {
            auto judged = judge(batch, known);
            for (const auto& thread : judged.threads) changed.note(thread.article);
            if (counted) counts = service::counts_of(batch, judged);
            return judged;
        };
        auto outcomes = write_batch(connection, items, noting);
        if (counted) counted(counts);
        return outcomes;
    };
    for (std::size_t i = 0; i < with.writers; ++i)
        writers_.push_back(std::make_unique<batch_writer>(url, with.limits, write));
}

ingest_store_pg::~ingest_store_pg() {
    stop();
}

void ingest_store_pg::stop() {
    for (auto& writer : writers_) writer->stop();
}

std::size_t ingest_store_pg::waiting() const {
    std::size_t count = 0;
    for (const auto& writer : writers_) count += writer->waiting();
    return count;
}

batch_writer& ingest_store_pg::writer_of(const service::ports::ingest_item& item) {
    const auto* submitted = std::get_if<service::ports::submission>(&item.asks);
    const auto& name = submitted ? submitted->article_external_id : item.external_id;
    const auto hash = std::hash<domain::site_id>{}(item.site) * 31 + std::hash<std::string>{}(name);
    return *writers_[hash % writers_.size()];
}

asio::awaitable<domain::result<service::submit_answer>>
ingest_store_pg::write(service::ports::ingest_item item) {
    auto& writer = writer_of(item);
    std::optional<answered> answer;
    // The writer's thread fills `answer`, then resumes this coroutine on its own executor. What keeps that
    // executor running travels with the resumption: nothing of it may be left on the writer's thread, which
    // may outlast it.
    auto initiate = [&](auto handler) {
        const auto executor = asio::get_associated_executor(handler);
        auto keep = asio::prefer(executor, asio::execution::outstanding_work.tracked);
        auto resume = [handler = std::move(handler), keep = std::move(keep)]() mutable {
            std::move(handler)();
        };
        auto waiting = std::make_shared<decltype(resume)>(std::move(resume));
        auto done = [&answer, waiting, executor](answered told) mutable {
            answer = std::move(told);
            asio::post(executor, [last = std::move(waiting)] { (*last)(); });
        };
        waiting.reset();
        try {
            writer.enqueue(std::move(item), done);
        } catch (...) {
            done(std::current_exception());
        }
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(initiate, asio::use_awaitable);
    if (const auto* failed = std::get_if<std::exception_ptr>(&*answer)) std::rethrow_exception(*failed);
    co_return std::get<ingest_outcome>(std::move(*answer));
}

} // namespace greffe::store
