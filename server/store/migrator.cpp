#include "server/store/migrator.hpp"

#include "server/store/connection_pool.hpp"
#include "server/store/lock_watch.hpp"
#include "server/store/migration_gate.hpp"
#include "server/store/sql_values.hpp"
#include "store/embedded_migrations.hpp"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <thread>

namespace greffe::store {

namespace {

struct migration {
    int version = 0;
    std::string name;
    std::string_view text;
    std::string checksum; // hex
    int min_binary = 0;   // 0: as before
};

struct applied_migration {
    std::string name;
    std::string checksum;
};

struct schema_state {
    std::map<int, applied_migration> applied;
    int min_binary = 0;
};

int leading_number(std::string_view text) {
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

int min_binary_of(std::string_view text) {
    constexpr std::string_view mark = "-- min_binary:";
    while (text.starts_with("--")) {
        const auto line = text.substr(0, text.find('\n'));
        if (line.starts_with(mark))
            return leading_number(line.substr(line.find_first_not_of(' ', mark.size())));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return 0;
}

std::string sha256_hex(std::string_view bytes) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return to_bytea({reinterpret_cast<const char*>(hash), sizeof hash}).substr(2);
}

std::vector<migration> read_sources(std::span<const migration_source> sources) {
    std::vector<migration> all;
    for (const auto& source : sources) {
        const int version = source.name.starts_with('V') ? leading_number(source.name.substr(1)) : 0;
        if (version < 1) throw std::logic_error("not a migration's name: " + std::string(source.name));
        all.push_back({version, std::string(source.name), source.text, sha256_hex(source.text),
                       min_binary_of(source.text)});
    }
    std::ranges::sort(all, {}, &migration::version);
    if (std::ranges::adjacent_find(all, {}, &migration::version) != all.end())
        throw std::logic_error("two migrations have one version");
    return all;
}

schema_state read_state(pqxx::transaction_base& tx) {
    schema_state state;
    for (const auto& row : tx.exec("SELECT version, name, checksum, min_binary FROM greffe.schema_version")) {
        state.applied[row[0].as<int>()] = {row[1].as<std::string>(), row[2].as<std::string>()};
        state.min_binary = std::max(state.min_binary, row[3].as<int>());
    }
    return state;
}

/// Refuses what does not fit, and answers what is still to be applied.
std::vector<const migration*> compare(const schema_state& state, const std::vector<migration>& wanted,
                                      int generation) {
    if (state.min_binary > generation)
        throw migration_refused("the database needs a greffe-server of generation " +
                                std::to_string(state.min_binary) + " or newer; this one is of generation " +
                                std::to_string(generation) +
                                ": upgrade it before it may serve this database");
    const int newest = state.applied.empty() ? 0 : state.applied.rbegin()->first;
    std::vector<const migration*> missing;
    for (const auto& m : wanted) {
        const auto found = state.applied.find(m.version);
        if (found == state.applied.end()) {
            if (m.version < newest)
                throw migration_refused(m.name +
                                        " was never applied, though a later migration was: this database was "
                                        "not made by this product's migrations alone");
            missing.push_back(&m);
        } else if (found->second.checksum != m.checksum) {
            throw migration_refused("the database was migrated with another text of " + m.name +
                                    " (applied as " + found->second.name +
                                    "): an applied migration is never changed");
        }
    }
    return missing;
}

constexpr auto bootstrap = R"(
SET LOCAL client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS greffe;
CREATE TABLE IF NOT EXISTS greffe.schema_version (
  version    int PRIMARY KEY,
  name       text COLLATE "C" NOT NULL,
  checksum   text COLLATE "C" NOT NULL, -- SHA-256, hex
  min_binary int NOT NULL,              -- the oldest binary that may serve the schema from here on
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
))";

std::string in_seconds(std::chrono::milliseconds span) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(span).count()) + " s";
}

/// Applies one migration after the other; each may take several tries.
class migration_run {
  public:
    migration_run(const std::string& url, const std::vector<migration>& wanted, int generation,
                  const migration_terms& terms)
        : url_(url), wanted_(wanted), generation_(generation), terms_(terms), connection_(connect(url)) {}

    /// The name of the first missing migration, once it is applied; nothing when none is missing.
    std::optional<std::string> apply_next() {
        const auto begun = std::chrono::steady_clock::now();
        for (int number = 1;; ++number) {
            std::string why;
            try {
                return try_next(why);
            } catch (const pqxx::deadlock_detected&) {
                why = "it and others waited for each other";
            } catch (const pqxx::sql_error& e) {
                if (e.sqlstate() == "57014")
                    throw migration_blocked(name_ + ": a statement of it was stopped after " +
                                            in_seconds(terms_.statement) +
                                            " and all of it rolled back: " + e.what());
                if (e.sqlstate() != "55P03") throw;
            }
            if (why.empty()) why = "something held a lock, and let go before it could be told who";
            if (waits_for_turn_)
                throw migration_blocked("another server has been migrating this database for " +
                                        in_seconds(terms_.turn) + ": it " + why);
            if (terms_.told) terms_.told(name_, number, why);
            if (number >= terms_.tries)
                throw migration_blocked(
                    name_ + " did not get its locks in " + std::to_string(number) + " tries within " +
                    in_seconds(std::chrono::duration_cast<std::chrono::milliseconds>(
                        std::chrono::steady_clock::now() - begun)) +
                    " and was rolled back; servers that run go on with the schema as it is. It " + why +
                    ". End that transaction, then start this server again");
            std::this_thread::sleep_for(terms_.pause);
        }
    }

  private:
    std::optional<std::string> try_next(std::string& why) {
        pqxx::work tx(*connection_);
        const int backend = tx.exec("SELECT pg_backend_pid()")[0][0].as<int>();
        lock_watch watch(url_, backend, std::max(terms_.lock / 3, std::chrono::milliseconds{1}));
        try {
            return apply_in(tx);
        } catch (...) {
            why = watch.seen();
            throw;
        }
    }

    std::optional<std::string> apply_in(pqxx::work& tx) {
        name_ = "the table of migrations";
        waits_for_turn_ = true;
        wait_at_most(tx, terms_.turn);
        tx.exec(take_the_turn_to_migrate());
        waits_for_turn_ = false;
        wait_at_most(tx, terms_.lock);
        tx.exec(bootstrap);
        const auto state = read_state(tx);
        const auto missing = compare(state, wanted_, generation_);
        if (missing.empty()) {
            tx.commit();
            return std::nullopt;
        }
        const migration& next = *missing.front();
        name_ = next.name;
        wait_at_most(tx, terms_.gate);
        tx.exec(close_the_gate());
        wait_at_most(tx, terms_.lock);
        tx.exec(std::string(next.text));
        exec_params(
            tx,
            "INSERT INTO greffe.schema_version (version, name, checksum, min_binary) VALUES ($1, $2, $3, $4)",
            {to_sql(next.version), to_sql(next.name), to_sql(next.checksum),
             to_sql(std::max(next.min_binary, state.min_binary))});
        tx.commit();
        return next.name;
    }

    void wait_at_most(pqxx::work& tx, std::chrono::milliseconds lock) const {
        const auto statement = std::max(terms_.statement, lock + std::chrono::seconds{1});
        tx.exec("SET LOCAL lock_timeout = " + std::to_string(lock.count()) +
                "; SET LOCAL statement_timeout = " + std::to_string(statement.count()));
    }

    const std::string& url_;
    const std::vector<migration>& wanted_;
    int generation_;
    const migration_terms& terms_;
    std::unique_ptr<pqxx::connection> connection_;
    std::string name_;
    bool waits_for_turn_ = false;
};

void check_only(pqxx::connection& connection, const std::vector<migration>& wanted, int generation) {
    pqxx::work tx(connection);
    const bool any = !tx.exec("SELECT to_regclass('greffe.schema_version')")[0][0].is_null();
    const auto missing = compare(any ? read_state(tx) : schema_state{}, wanted, generation);
    if (missing.empty()) return;
    std::string names;
    for (const auto* m : missing) names += (names.empty() ? "" : ", ") + m->name;
    throw migration_refused("the database lacks " + names +
                            ": start one server with --migrate=auto and the role that owns the schema");
}

} // namespace

void refuse_old_postgres(int server_version) {
    constexpr int oldest = 150000;
    if (server_version >= oldest) return;
    throw migration_refused("the database is served by PostgreSQL " + std::to_string(server_version / 10000) +
                            "; greffe-server needs 15 or newer: upgrade it, or name another with --database");
}

std::vector<std::string> migrate(const std::string& owner_url, migrate_mode mode,
                                 const migration_terms& terms) {
    std::vector<migration_source> sources;
    for (const auto& file : embedded::files()) sources.push_back({file.name, file.text});
    return migrate(owner_url, mode, sources, binary_generation, terms);
}

std::vector<std::string> migrate(const std::string& owner_url, migrate_mode mode,
                                 std::span<const migration_source> migrations, int generation,
                                 const migration_terms& terms) {
    const auto wanted = read_sources(migrations);
    std::vector<std::string> applied;
    try {
        refuse_old_postgres(connect(owner_url)->server_version());
        if (mode == migrate_mode::check) {
            check_only(*connect(owner_url), wanted, generation);
        } else {
            migration_run run(owner_url, wanted, generation, terms);
            while (auto name = run.apply_next()) applied.push_back(std::move(*name));
        }
    } catch (const migration_refused&) {
        throw;
    } catch (const migration_blocked&) {
        throw;
    } catch (...) {
        rethrow_translated();
    }
    return applied;
}

} // namespace greffe::store
