#include "server/store/connection_pool.hpp"
#include "server/store/transaction.hpp"
#include "tests/support/test_database.hpp"

#include <gtest/gtest.h>

namespace greffe::test {
namespace {

class Privileges : public testing::Test {
  protected:
    /// Runs a statement as the server does, in a transaction of the application role; answers the SQLSTATE,
    /// "" for done.
    std::string as_application(const std::string& statement) {
        try {
            store::transaction tx(*connection);
            store::exec_params(tx.base(), statement, {});
            return allowed;
        } catch (const pqxx::insufficient_privilege&) {
            return refused;
        }
    }
    std::string as_owner(const std::string& query) {
        pqxx::work tx(*connection);
        const auto rows = store::exec_params(tx, query, {});
        return rows.empty() ? std::string() : std::string(rows[0][0].c_str());
    }

    static constexpr const char* allowed = "allowed";
    static constexpr const char* refused = "refused";
    std::unique_ptr<pqxx::connection> connection = store::connect(fresh_database());
};

TEST_F(Privileges, TheServerMayNeitherChangeNorDeleteWhatIsAppendOnly) {
    for (const std::string table : {"event", "decision", "audit", "ruleset", "article_revision", "capture",
                                    "flag", "log_entry", "log_run", "rule_pack", "ruleset_approval"}) {
        EXPECT_EQ(as_application("UPDATE greffe." + table + " SET site_id = site_id"), refused) << table;
        EXPECT_EQ(as_application("DELETE FROM greffe." + table), refused) << table;
        EXPECT_EQ(as_application("TRUNCATE greffe." + table), refused) << table;
        EXPECT_EQ(as_application("SELECT count(*) FROM greffe." + table), allowed) << table;
    }
}

TEST_F(Privileges, TheServerMayNotChangeWhatOnlyAnErasureDeletes) {
    for (const std::string table : {"revision", "salt"})
        EXPECT_EQ(as_application("UPDATE greffe." + table + " SET site_id = site_id"), refused) << table;
}

TEST_F(Privileges, TheServerMayEraseASaltAndNotChangeTheViewsOverSaltsAndLog) {
    EXPECT_EQ(as_application("DELETE FROM greffe.salt"), allowed);
    for (const char* right : {"UPDATE", "DELETE"})
        for (const char* view : {"event_salt", "log"})
            EXPECT_EQ(as_owner(std::string("SELECT has_table_privilege('greffe_app', 'greffe.") + view +
                               "', '" + right + "')"),
                      "f")
                << right << " " << view;
    EXPECT_EQ(as_application(
                  "INSERT INTO greffe.event_salt VALUES (gen_random_uuid(), gen_random_uuid(), 1, '{}')"),
              allowed)
        << "as servers of the generation before do";
}

TEST_F(Privileges, TheServerMayAppend) {
    EXPECT_EQ(as_application("INSERT INTO greffe.event VALUES (gen_random_uuid(), gen_random_uuid(), 1, "
                             "NULL, 'x', now(), '')"),
              allowed);
    EXPECT_EQ(as_application("INSERT INTO greffe.audit VALUES (gen_random_uuid(), gen_random_uuid(), now(), "
                             "gen_random_uuid(), 'x')"),
              allowed);
}

TEST_F(Privileges, TheServerMayNotChangeTheSchemaNorItsOwnRights) {
    EXPECT_EQ(as_application("CREATE TABLE greffe.mine (a int)"), refused);
    EXPECT_EQ(as_application("ALTER TABLE greffe.event ADD COLUMN a int"), refused);
    EXPECT_EQ(as_application("DROP TABLE greffe.event"), refused);
    as_application("GRANT DELETE ON greffe.event TO greffe_app"); // a warning or an error, never a right
    EXPECT_EQ(as_application("DELETE FROM greffe.event"), refused);
}

TEST_F(Privileges, EveryTableBelongsToTheOwnerOfTheSchema) {
    EXPECT_EQ(as_owner("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
                       "n.nspname IN "
                       "('greffe', 'personal') AND c.relkind IN ('r', 'p', 'v', 'S') AND c.relowner <> "
                       "current_user::regrole"),
              "0");
    EXPECT_NE(
        as_owner(
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = "
            "'greffe' AND c.relkind = 'r'"),
        "0");
    EXPECT_EQ(
        as_owner(
            "SELECT rolcanlogin::text || rolsuper::text || rolcreaterole::text FROM pg_roles WHERE rolname = "
            "'greffe_app'"),
        "falsefalsefalse");
}

TEST_F(Privileges, EveryTableCarriesItsSiteFirstInItsKey) {
    EXPECT_EQ(
        as_owner(
            "SELECT string_agg(t.relname, ' ') FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN "
            "pg_namespace n ON n.oid = t.relnamespace JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum "
            "= "
            "i.indkey[0] WHERE i.indisprimary AND n.nspname IN ('greffe', 'personal') AND a.attname <> "
            "'site_id' AND t.relname <> 'schema_version'"),
        "");
}

TEST_F(Privileges, EveryUniqueIndexBeginsWithTheSite) {
    // A key is looked up by its token before anybody knows its site; a site's name is what leads to the site.
    EXPECT_EQ(
        as_owner(
            "SELECT string_agg(x.relname, ' ' ORDER BY x.relname) FROM pg_index i JOIN pg_class x ON x.oid "
            "= i.indexrelid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = "
            "t.relnamespace JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0] WHERE "
            "i.indisunique AND n.nspname IN ('greffe', 'personal') AND a.attname <> 'site_id' AND t.relname "
            "<> 'schema_version'"),
        "api_key_by_token site_name_key");
}

TEST_F(Privileges, EveryTextOfAnIndexIsComparedByItsBytes) {
    EXPECT_EQ(
        as_owner(
            "SELECT string_agg(t.relname || '.' || a.attname, ' ') FROM pg_index i JOIN pg_class t ON t.oid "
            "= i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_attribute a ON a.attrelid = "
            "t.oid AND a.attnum = ANY (i.indkey) WHERE n.nspname IN ('greffe', 'personal') AND "
            "a.attcollation NOT IN (0, '\"C\"'::regcollation)"),
        "");
}

TEST_F(Privileges, TheRoleLastsNoLongerThanItsTransaction) {
    as_application("SELECT 1");
    EXPECT_NE(as_owner("SELECT current_user"), "greffe_app");
}

} // namespace
} // namespace greffe::test
