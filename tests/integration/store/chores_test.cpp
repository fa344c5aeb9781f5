// What is kept for a time only goes in bounded batches, once among all servers; a follower whose cursor is
// too old can tell.
#include "server/store/change_store_pg.hpp"
#include "server/store/chore_store_pg.hpp"
#include "server/store/log_store_pg.hpp"
#include "tests/integration/store/open_writer.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace greffe::test {
namespace {

using namespace std::chrono_literals;
using namespace service::ports;

constexpr duty changes{.what = chore::prune_changes, .every = 600s, .keep = 30 * 24h, .batch = 4};
constexpr duty answers{.what = chore::prune_idempotency, .every = 600s, .keep = 7 * 24h, .batch = 4};

struct house : review_house {
    store::log_store_pg log{pool};
    store::change_store_pg change_store{pool};
    store::chore_store_pg chores{pool};

    /// This many changes of the site.
    void tell(const tenant& site, int count) {
        const auto id = add_comment(site, site.name, domain::comment_status::published);
        open_writer writer(url);
        for (int i = 0; i < count; ++i) writer.change(site, id, "submitted", domain::comment_status::held);
        writer.commit();
        await(log.sequence(1000));
    }
    void age(const tenant& site, std::int64_t below, const std::string& by) {
        sql("UPDATE greffe.change SET sequenced_at = sequenced_at - $3::interval "
            "WHERE site_id = $1::uuid AND log_index < $2::bigint",
            {site.site.to_string(), std::to_string(below), by});
    }
    change_range all_of(const tenant& site) { return await(change_store.changes(site.site, 0, 1000)); }
    void first_answer(const std::string& key, const std::string& age) {
        sql("INSERT INTO greffe.idempotency (site_id, key_id, idem_key, fingerprint, answer, created_at) "
            "VALUES "
            "('00000000-0000-0000-0000-000000000000', gen_random_uuid(), $1, '', '{}', now() - $2::interval)",
            {key, age});
    }
};

TEST(Chores, ChangesGoByAgeInBatchesAndTheLogStays) {
    house h;
    const auto old = h.add_tenant("ancien");
    const auto young = h.add_tenant("jeune");
    h.tell(old, 10);
    h.tell(young, 3);
    h.age(old, 9, "30 days 1 minute");
    EXPECT_EQ(await(h.chores.work(changes)), chore_outcome::part);
    EXPECT_EQ(h.all_of(old).changes.size(), 6u);
    EXPECT_EQ(h.all_of(old).kept_from, 4);
    EXPECT_EQ(await(h.chores.work(changes)), chore_outcome::part);
    EXPECT_EQ(await(h.chores.work(changes)), chore_outcome::whole);
    EXPECT_EQ(h.all_of(old).changes.size(), 1u);
    EXPECT_EQ(h.all_of(old).kept_from, 9) << "so that an older cursor is told, not skipped over";
    EXPECT_EQ(h.all_of(young).changes.size(), 3u);
    EXPECT_EQ(h.all_of(young).kept_from, 0);
    EXPECT_EQ(h.count("SELECT count(*) FROM greffe.log"), 13) << "places in the log are for ever";
}

TEST(Chores, FirstAnswersGoAfterAWeek) {
    house h;
    for (int i = 0; i < 6; ++i) h.first_answer("old-" + std::to_string(i), "7 days 1 minute");
    h.first_answer("young", "6 days 23 hours");
    EXPECT_EQ(await(h.chores.work(answers)), chore_outcome::part);
    EXPECT_EQ(h.count("SELECT count(*) FROM greffe.idempotency"), 3);
    EXPECT_EQ(await(h.chores.work(answers)), chore_outcome::whole);
    EXPECT_EQ(h.value("SELECT string_agg(idem_key, ' ') FROM greffe.idempotency"), "young");
}

TEST(Chores, AreDoneOnceInTheirTimeByWhoeverComesFirst) {
    house h;
    EXPECT_EQ(await(h.chores.work(changes)), chore_outcome::whole);
    EXPECT_EQ(await(h.chores.work(changes)), chore_outcome::not_due);
    EXPECT_EQ(await(h.chores.work(answers)), chore_outcome::whole) << "another duty has a time of its own";
    h.sql("UPDATE greffe.chore SET done_at = done_at - interval '601 seconds'");
    const auto connection = store::connect(h.url);
    {
        pqxx::work at_it(*connection);
        at_it.exec("SELECT FROM greffe.chore WHERE name = 'prune_changes' FOR NO KEY UPDATE");
        EXPECT_EQ(await(h.chores.work(changes)), chore_outcome::not_due) << "another server is at it";
    }
    EXPECT_EQ(await(h.chores.work(changes)), chore_outcome::whole);
}

TEST(Chores, APrunerAndAReaderAtOnceSkipNothingInSilence) {
    house h;
    const auto site = h.add_tenant("ancien");
    h.tell(site, 400);
    h.age(site, 1000, "31 days");
    std::atomic<bool> over = false;
    std::thread pruner([&] {
        while (await(h.chores.work(changes)) == chore_outcome::part) {
        }
        over = true;
    });
    while (!over) {
        const auto seen = h.all_of(site);
        const auto first = seen.changes.empty() ? seen.next_index : seen.changes.front().log_index;
        ASSERT_EQ(first, seen.changes.empty() ? 400 : seen.kept_from) << "bounds and rows are of one moment";
    }
    pruner.join();
    EXPECT_EQ(h.all_of(site).kept_from, 400);
}

} // namespace
} // namespace greffe::test
