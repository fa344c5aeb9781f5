#include "server/store/migrator.hpp"

#include "server/store/connection_pool.hpp"
#include "server/store/sql_values.hpp"
#include "store/embedded_migrations.hpp"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <map>

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

// "greffe" in ASCII; advisory locks belong to one database, so nothing but another product in it can collide.
constexpr auto take_lock = "SET LOCAL lock_timeout = '120s'; SELECT pg_advisory_xact_lock(113723369580133)";

constexpr auto bootstrap = R"(
SET LOCAL lock_timeout = '10s';
SET LOCAL client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS greffe;
CREATE TABLE IF NOT EXISTS greffe.schema_version (
  version    int PRIMARY KEY,
  name       text COLLATE "C" NOT NULL,
  checksum   text COLLATE "C" NOT NULL, -- SHA-256, hex
  min_binary int NOT NULL,              -- the oldest binary that may serve the schema from here on
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
))";

/// Applies the first missing migration; its name, or nothing when none is missing.
std::optional<std::string> apply_next(pqxx::connection& connection, const std::vector<migration>& wanted,
                                      int generation) {
    pqxx::work tx(connection);
    tx.exec(take_lock);
    tx.exec(bootstrap);
    const auto state = read_state(tx);
    const auto missing = compare(state, wanted, generation);
    if (missing.empty()) {
        tx.commit();
        return std::nullopt;
    }
    const migration& next = *missing.front();
    tx.exec(std::string(next.text));
    exec_params(
        tx, "INSERT INTO greffe.schema_version (version, name, checksum, min_binary) VALUES ($1, $2, $3, $4)",
        {to_sql(next.version), to_sql(next.name), to_sql(next.checksum),
         to_sql(std::max(next.min_binary, state.min_binary))});
    tx.commit();
    return next.name;
}

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

std::vector<std::string> migrate(const std::string& owner_url, migrate_mode mode) {
    std::vector<migration_source> sources;
    for (const auto& file : embedded::files()) sources.push_back({file.name, file.text});
    return migrate(owner_url, mode, sources, binary_generation);
}

std::vector<std::string> migrate(const std::string& owner_url, migrate_mode mode,
                                 std::span<const migration_source> migrations, int generation) {
    const auto wanted = read_sources(migrations);
    const auto connection = connect(owner_url);
    std::vector<std::string> applied;
    try {
        if (mode == migrate_mode::check)
            check_only(*connection, wanted, generation);
        else
            while (auto name = apply_next(*connection, wanted, generation))
                applied.push_back(std::move(*name));
    } catch (const migration_refused&) {
        throw;
    } catch (...) {
        rethrow_translated();
    }
    return applied;
}

} // namespace greffe::store
