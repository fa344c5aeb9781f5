// Databases for tests: one private PostgreSQL a test program, started at the first call, without fsync, gone
// at the program's end, whatever that is. The schema is migrated once, into a template. With
// GREFFE_TEST_POOLER in the environment the URLs lead through a pgbouncer in transaction pooling: how CTest
// runs every integration program a second time.
#pragma once
#include <string>

namespace greffe::test {

/// URL of a database that nobody else uses, as its owner, with the newest schema and no rows. Dropped at
/// exit.
std::string fresh_database();

/// URL of an empty database without a schema, as its owner: for tests of the migrations.
std::string empty_database();

/// URL of the same database as `url` for the cluster's superuser: to look where the owner may not, or to kill
/// backends.
std::string superuser_url(const std::string& url);

} // namespace greffe::test
