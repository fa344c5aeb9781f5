#include "server/store/connection_pool.hpp"

#include <poll.h>

namespace greffe::store {

std::unique_ptr<pqxx::connection> connect(const std::string& url) {
    // libpq takes a conninfo string in "dbname" only through its own URL parser, so the options ride on the
    // URL's query.
    const bool is_url = url.starts_with("postgres://") || url.starts_with("postgresql://");
    const std::string_view options[] = {"connect_timeout=5",      "keepalives_idle=30",
                                        "keepalives_interval=10", "keepalives_count=3",
                                        "tcp_user_timeout=30000", "application_name=greffe"};
    std::string full = url;
    bool has_query = url.find('?') != std::string::npos;
    for (const auto option : options) {
        full += is_url ? (has_query ? '&' : '?') : ' ';
        full += option;
        has_query = true;
    }
    try {
        return std::make_unique<pqxx::connection>(full);
    } catch (...) {
        rethrow_translated();
    }
}

bool is_usable(const pqxx::connection& connection) {
    if (!connection.is_open()) return false;
    pollfd socket{connection.sock(), POLLIN, 0};
    return ::poll(&socket, 1, 0) == 0;
}

void rethrow_translated() {
    try {
        throw;
    } catch (const pqxx::broken_connection& e) {
        throw service::ports::store_unavailable(e.what());
    } catch (const pqxx::in_doubt_error& e) {
        throw service::ports::store_unavailable(e.what());
    } catch (const pqxx::sql_error& e) {
        if (is_connection_loss(e)) throw service::ports::store_unavailable(e.what());
        if (is_out_of_resources(e)) throw service::ports::store_overloaded(e.what());
        throw;
    }
}

connection_pool::connection_pool(std::string url, limits bounds)
    : url_(std::move(url)), bounds_(bounds), threads_(bounds.connections) {}

connection_pool::~connection_pool() {
    stop();
}

void connection_pool::stop() {
    threads_.join();
}

connection_pool::admission::admission(connection_pool& pool) : pool_(pool) {
    if (++pool_.admitted_ > pool_.bounds_.queue) {
        --pool_.admitted_;
        throw service::ports::store_overloaded("the database queue is full");
    }
}

std::unique_ptr<pqxx::connection> connection_pool::take() {
    while (auto idle = take_idle())
        if (is_usable(*idle)) return idle;
    return connect(url_);
}

std::unique_ptr<pqxx::connection> connection_pool::take_idle() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return nullptr;
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
}

void connection_pool::give_back(std::unique_ptr<pqxx::connection> connection) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
}

} // namespace greffe::store
