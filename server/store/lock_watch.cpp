#include "server/store/lock_watch.hpp"

#include "server/store/connection_pool.hpp"
#include "server/store/migration_gate.hpp"

namespace greffe::store {

namespace {

// A user that may not read all statistics sees no state and no times of other users' sessions; process, user
// and program it does.
constexpr auto awaited = R"(
SELECT mode, CASE WHEN locktype = 'relation' THEN relation::regclass::text
                  WHEN locktype = 'advisory' AND (classid::bigint << 32) + objid::bigint = $2::bigint
                  THEN 'the gate that the servers'' transactions keep open'
                  WHEN locktype = 'advisory' THEN 'the turn to migrate' ELSE locktype END
FROM pg_locks WHERE pid = $1::int AND NOT granted LIMIT 1)";
constexpr auto holders = R"(
SELECT b.pid, coalesce(a.usename, ''), coalesce(a.application_name, ''),
       coalesce(a.state, a.backend_type, ''), extract(epoch FROM clock_timestamp() - a.xact_start)::bigint
FROM unnest(pg_blocking_pids($1::int)) AS b (pid) LEFT JOIN pg_stat_activity a ON a.pid = b.pid
ORDER BY a.xact_start NULLS LAST LIMIT 5)";

std::string describe(const pqxx::row& holder) {
    // Number 0 stands for a prepared transaction, which no process holds.
    if (holder[0].as<int>() == 0) return "a prepared transaction";
    std::string text = "process " + std::string(holder[0].c_str());
    std::string facts;
    const auto add = [&](const std::string& fact) { facts += (facts.empty() ? "" : ", ") + fact; };
    if (holder[1].size() > 0) add("user " + std::string(holder[1].c_str()));
    if (holder[2].size() > 0) add("program " + std::string(holder[2].c_str()));
    if (holder[3].size() > 0) {
        std::string state = holder[3].c_str();
        if (!holder[4].is_null()) state += " for " + std::string(holder[4].c_str()) + " s";
        add(state);
    }
    return facts.empty() ? text : text + " (" + facts + ")";
}

std::string look(pqxx::connection& connection, int backend) {
    pqxx::work tx(connection);
    const auto pid = std::to_string(backend);
    const auto lock = exec_params(tx, awaited, {pid, std::string(migration_gate_key)});
    const auto held_by = exec_params(tx, holders, {pid});
    if (lock.empty() || held_by.empty()) return {};
    std::string text = "waits for " + std::string(lock[0][0].c_str()) + " on " + lock[0][1].c_str();
    const char* between = ", held by ";
    for (const auto& holder : held_by) {
        text += between + describe(holder);
        between = " and ";
    }
    return text;
}

} // namespace

lock_watch::lock_watch(std::string url, int backend, std::chrono::milliseconds interval)
    : url_(std::move(url)), backend_(backend), interval_(interval), thread_([this] { run(); }) {}

lock_watch::~lock_watch() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    stopping_changed_.notify_all();
    thread_.join();
}

std::string lock_watch::seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
}

void lock_watch::run() {
    std::unique_ptr<pqxx::connection> connection;
    std::unique_lock lock(mutex_);
    while (!stopping_changed_.wait_for(lock, interval_, [this] { return stopping_; })) {
        lock.unlock();
        std::string now;
        try {
            if (!connection) connection = connect(url_);
            now = look(*connection, backend_);
        } catch (const std::exception&) {
            connection.reset(); // a look is a courtesy: what waits goes on without it
        }
        lock.lock();
        if (!now.empty()) seen_ = std::move(now);
    }
}

} // namespace greffe::store
