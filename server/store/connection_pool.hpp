// A bounded number of threads, each using one PostgreSQL connection at a time: libpqxx blocks, Asio must not.
// Work waits in a bounded queue; a full queue, or a wait past the deadline, is store_overloaded, a database
// that is away is store_unavailable, and the next call connects again. Thread-safe.
#pragma once
#include "server/service/ports/failure.hpp"
#include "server/store/pqxx_compat.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>
#include <vector>

namespace greffe::store {

/// Opens a connection with the keepalives and timeouts that every connection of the server has.
std::unique_ptr<pqxx::connection> connect(const std::string& url);

/// The server has neither closed an idle connection nor said anything on it: what PostgreSQL does when it
/// stops. Costs one poll.
bool is_usable(const pqxx::connection& connection);

/// Rethrows the exception in flight, a failure of the connection or of a resource as what failure.hpp says.
[[noreturn]] void rethrow_translated();

class connection_pool {
  public:
    struct limits {
        std::size_t connections = 8;
        std::size_t queue = 256;
        std::chrono::milliseconds wait = std::chrono::seconds{5};
    };
    explicit connection_pool(std::string url) : connection_pool(std::move(url), limits{}) {}
    connection_pool(std::string url, limits bounds);
    ~connection_pool();

    /// Runs `f(pqxx::connection&)` on a pool thread and resumes the caller on its own executor. F is copied
    /// or moved in, so captures by reference must outlive the await.
    template <class F>
    auto run(F f) -> boost::asio::awaitable<std::invoke_result_t<F&, pqxx::connection&>> {
        admission place(*this);
        const auto deadline = std::chrono::steady_clock::now() + bounds_.wait;
        auto work = [this, deadline,
                     &f]() -> boost::asio::awaitable<std::invoke_result_t<F&, pqxx::connection&>> {
            if (std::chrono::steady_clock::now() > deadline)
                throw service::ports::store_overloaded("waited too long for a database connection");
            co_return on_connection(f);
        };
        co_return co_await boost::asio::co_spawn(threads_, work, boost::asio::use_awaitable);
    }

    /// The same, blocking the calling thread: for start-up, migrations and tests.
    template <class F>
    auto on_connection(F& f) -> std::invoke_result_t<F&, pqxx::connection&> {
        auto connection = take();
        try {
            if constexpr (std::is_void_v<std::invoke_result_t<F&, pqxx::connection&>>) {
                f(*connection);
                give_back(std::move(connection));
            } else {
                auto outcome = f(*connection);
                give_back(std::move(connection));
                return outcome;
            }
        } catch (...) {
            // A connection that saw a failure is not trusted again: opening another is cheap beside a
            // poisoned pool.
            rethrow_translated();
        }
    }

    const std::string& url() const { return url_; }
    std::size_t waiting() const { return admitted_; }
    void stop();

  private:
    class admission {
      public:
        explicit admission(connection_pool& pool);
        ~admission() { --pool_.admitted_; }

      private:
        connection_pool& pool_;
    };

    std::unique_ptr<pqxx::connection> take();
    std::unique_ptr<pqxx::connection> take_idle();
    void give_back(std::unique_ptr<pqxx::connection> connection);

    std::string url_;
    limits bounds_;
    std::atomic<std::size_t> admitted_ = 0;
    std::mutex mutex_;
    std::vector<std::unique_ptr<pqxx::connection>> idle_;
    boost::asio::thread_pool threads_;
};

} // namespace greffe::store
