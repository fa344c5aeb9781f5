#include "tests/bench/support/durable_cluster.hpp"

#include "server/store/connection_pool.hpp"
#include "tests/bench/support/processor_time.hpp"

#include <filesystem>

namespace greffe::bench {

durable_cluster::durable_cluster()
    : server_(platform::embedded_postgres::start({.folder = folder_ / "data", .outlives_us = false})) {}

std::string durable_cluster::create_database(const std::string& name) const {
    run_sql(server_.superuser_url(), {"CREATE DATABASE " + name + " OWNER greffe_owner"});
    return server_.url(name, "greffe_owner");
}

void durable_cluster::checkpoint() const {
    run_sql(server_.superuser_url(), {"CHECKPOINT"});
}

std::int64_t durable_cluster::wal_position() const {
    return number_from_sql(server_.superuser_url(),
                           "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
}

double durable_cluster::processor_seconds() const {
    const auto postmaster = used_by(server_.pid());
    double seconds = postmaster.own + postmaster.of_ended_children;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const auto name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        const auto used = used_by(std::stoi(name));
        if (used.parent == server_.pid()) seconds += used.own;
    }
    return seconds;
}

void run_sql(const std::string& url, const std::vector<std::string>& statements) {
    const auto connection = store::connect(url);
    pqxx::nontransaction work(*connection);
    for (const auto& statement : statements) work.exec(statement);
}

std::int64_t number_from_sql(const std::string& url, const std::string& query) {
    const auto connection = store::connect(url);
    pqxx::nontransaction work(*connection);
    return std::stoll(work.exec(query).at(0).at(0).c_str());
}

} // namespace greffe::bench
