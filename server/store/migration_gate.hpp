// The gate that a migration closes before it takes its first lock. Every transaction of the application
// passes it before it locks anything, and is through it until it ends; so when the gate is closed, those
// inside have left and those outside hold nothing. Without it a migration under load meets a ring of waiters
// again and again: it waits for a transaction that waits for another one, which waits behind the migration.
// Advisory locks of a transaction: they need no session and end with it.
#pragma once
#include <string>
#include <string_view>

namespace greffe::store {

/// Advisory locks belong to one database, so nothing but another product in it can collide: "greffe" in
/// ASCII, and the number after it.
constexpr std::string_view migration_turn_key = "113723369580133";
constexpr std::string_view migration_gate_key = "113723369580134";

/// For the application: waits while a migration holds the gate, then keeps it open until its own end.
inline const std::string& pass_the_gate() {
    static const auto text = "SELECT pg_advisory_xact_lock_shared(" + std::string(migration_gate_key) + ")";
    return text;
}

/// For a migration: waits until all who passed have ended, and keeps the others out until its own end.
inline const std::string& close_the_gate() {
    static const auto text = "SELECT pg_advisory_xact_lock(" + std::string(migration_gate_key) + ")";
    return text;
}

/// For a migration: one at a time, before anything else.
inline const std::string& take_the_turn_to_migrate() {
    static const auto text = "SELECT pg_advisory_xact_lock(" + std::string(migration_turn_key) + ")";
    return text;
}

} // namespace greffe::store
