// The log: every committed event has one place in it, those of a thread in their order, whatever order the
// writers commit in, however many sequencers run, and wherever one is killed.
#include "tests/integration/store/log_house.hpp"
#include "tests/integration/store/open_writer.hpp"
#include "tests/support/test_database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

namespace greffe::test {
namespace {

using domain::comment_status;
using service::ports::sequencing;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Log, AFollowerMissesNothingWhenAnEarlierTransactionCommitsLater) {
    log_house h;
    const auto site = h.add_tenant("bourse");
    tenant second = site; // another thread of the same site
    second.article = {h.env.new_id()};
    h.sql("INSERT INTO greffe.article (site_id, article_id, external_id, kind, revision, title) "
          "VALUES ($1::uuid, $2::uuid, 'second', 'article', 1, 'Second')",
          {site.site.to_string(), second.article.to_string()});
    h.sql("INSERT INTO greffe.thread (site_id, article_id) VALUES ($1::uuid, $2::uuid)",
          {site.site.to_string(), second.article.to_string()});
    const auto early = h.add_comment(site, "early", comment_status::published);
    const auto late = h.add_comment(second, "late", comment_status::published);

    open_writer first(h.url), other(h.url);
    first.change(site, early, "submitted", comment_status::held);
    other.change(second, late, "submitted", comment_status::rejected);
    other.commit();
    EXPECT_EQ(h.sequence(), 1) << "what is not committed has no place yet";
    EXPECT_THAT(h.told(site), ElementsAre("late rejected rejected"));
    const auto stored_cursor = h.next_index();

    first.commit();
    EXPECT_EQ(h.sequence(), 1);
    EXPECT_THAT(h.told(site, stored_cursor), ElementsAre("early held held"));
    EXPECT_THAT(h.wrong(), IsEmpty());
}

TEST(Log, ABatchThatIsTooSmallCutsAThreadAtItsEnd) {
    log_house h;
    const auto site = h.add_tenant("bourse");
    submit(h, site, 7);
    for (const int expected : {3, 3, 1, 0}) {
        const auto run = await(h.log.sequence(3));
        EXPECT_EQ(run.taken, expected);
        EXPECT_EQ(run.drained, expected < 3);
        EXPECT_EQ(run.entries, h.next_index());
    }
    EXPECT_THAT(h.wrong(), IsEmpty());
    EXPECT_EQ(h.told(site).front(), "bourse-0 published published");
    EXPECT_EQ(h.told(site).back(), "bourse-6 published published");
}

TEST(Log, EventsFromBeforeTheLogComeFirst) {
    log_house h;
    const auto site = h.add_tenant("bourse");
    submit(h, site, 4);
    h.sql("UPDATE greffe.outbox SET queued = NULL WHERE seq <= 3");
    EXPECT_EQ(h.sequence(2), 2);
    EXPECT_EQ(h.sequence(), 2);
    EXPECT_THAT(h.wrong(), IsEmpty());
}

TEST(Log, WhatServersOfTheGenerationBeforeWriteIsReadAsOurs) {
    log_house h;
    const auto site = h.add_tenant("bourse");
    submit(h, site, 2);
    {
        const auto connection = store::connect(h.url);
        store::transaction before(*connection); // with the application's rights, as theirs
        auto& base = before.base();
        base.exec("INSERT INTO greffe.event_salt (site_id, article_id, seq, salts) "
                  "SELECT site_id, article_id, seq, '{\"text\":\"aa\"}' FROM greffe.event WHERE seq = 1");
        base.exec(
            "WITH taken AS (DELETE FROM greffe.outbox WHERE seq = 1 RETURNING site_id, article_id, seq) "
            "INSERT INTO greffe.log_entry (site_id, log_index, article_id, seq) "
            "SELECT site_id, 0, article_id, seq FROM taken");
        base.exec("UPDATE greffe.log_head SET next_index = 1");
        before.commit();
    }
    EXPECT_EQ(h.sequence(), 1);
    EXPECT_THAT(h.wrong(), IsEmpty());
    EXPECT_EQ(h.count("SELECT count(*) FROM greffe.log_entry"), 1);
    EXPECT_EQ(h.count("SELECT count(*) FROM greffe.log_run"), 1);
    EXPECT_EQ(h.value("SELECT salts ->> 'text' FROM greffe.salt"), "aa");
    EXPECT_EQ(h.value("SELECT salts ->> 'text' FROM greffe.event_salt"), "aa");
}

TEST(Log, ARunIsARowASiteAndKeepsEachThreadsOrder) {
    log_house h;
    const auto first = h.add_tenant("bourse");
    const auto other = h.add_tenant("sport");
    const auto mine = add_comments(h, first, 3), theirs = add_comments(h, other, 3);
    open_writer writer(h.url);
    for (std::size_t i = 0; i < mine.size(); ++i) {
        writer.change(first, mine[i], "submitted", comment_status::published);
        writer.change(other, theirs[i], "submitted", comment_status::published);
    }
    writer.commit();
    EXPECT_EQ(h.sequence(), 6);
    EXPECT_THAT(h.wrong(), IsEmpty());
    EXPECT_EQ(h.count("SELECT count(*) FROM greffe.log_run"), 2);
    EXPECT_THAT(h.told(first), ElementsAre("bourse-0 published published", "bourse-1 published published",
                                           "bourse-2 published published"));
}

TEST(Log, ACommentsLifeKeepsItsOrderAcrossThreads) {
    log_house h;
    auto from = h.add_tenant("bourse");
    tenant to = from;
    // Below the first one in the order of keys: what the order must not follow.
    to.article = domain::article_id::parse("00000000-0000-7000-8000-000000000001").value();
    h.sql("INSERT INTO greffe.article (site_id, article_id, external_id, kind, revision, title) "
          "VALUES ($1::uuid, $2::uuid, 'to', 'article', 1, 'To')",
          {to.site.to_string(), to.article.to_string()});
    h.sql("INSERT INTO greffe.thread (site_id, article_id) VALUES ($1::uuid, $2::uuid)",
          {to.site.to_string(), to.article.to_string()});
    const auto id = h.add_comment(from, "c", comment_status::published);
    open_writer writer(h.url);
    writer.change(from, id, "submitted", comment_status::held);
    writer.commit();
    writer.write(from, id, "moved_out", {{"status", "held"}});
    writer.write(to, id, "moved_in", {{"status", "held"}});
    writer.commit();
    open_writer another(h.url);
    another.change(to, id, "submitted", comment_status::rejected);
    another.commit();
    EXPECT_EQ(h.sequence(), 4);
    EXPECT_THAT(h.told(from), ElementsAre("c held held", "c moved held", "c rejected rejected"));
}

TEST(Log, TellsWhatIsVisibleAndNothingElse) {
    log_house h;
    const auto site = h.add_tenant("bourse");
    const auto id = h.add_comment(site, "c", comment_status::published);
    const auto decision = [&](const char* before, const char* after) {
        const auto made = h.env.new_id().to_string();
        h.sql("INSERT INTO greffe.decision (site_id, decision_id, comment_id, revision, action, reason, "
              "decider, "
              "decided_at, status_before, status_after, case_before, seq) VALUES ($1::uuid, $2::uuid, "
              "$3::uuid, 1, 'approve', 'ok', $2::uuid, now(), $4, $5, 'open', 1)",
              {site.site.to_string(), made, id.to_string(), before, after});
        return boost::json::object{{"decision", made}, {"status", after}};
    };
    struct row {
        const char* kind;
        boost::json::object codes;
        std::string told; ///< empty: nothing
    };
    const row table[] = {
        {"submitted", {{"status", "published"}, {"verdict", "publish"}}, "c published published"},
        {"submitted", {{"status", "held"}, {"verdict", "hold"}}, "c held held"},
        {"submitted", {{"status", "rejected"}, {"verdict", "reject"}}, "c rejected rejected"},
        {"edited", {{"status", "published"}, {"verdict", "publish"}}, "c edited published"},
        {"edited", {{"status", "held"}, {"verdict", "hold"}}, "c edited held"},
        {"edited", {{"status", "published"}}, ""}, // of a history import
        {"decided", decision("held", "published"), "c published published"},
        {"decided", decision("published", "rejected"), "c rejected rejected"},
        {"decided", decision("published", "published"), ""},
        {"deleted", {{"status", "deleted"}}, "c deleted deleted"},
        {"erased", {{"status", "erased"}}, "c erased erased"},
        {"moved_in", {{"status", "held"}}, "c moved held"},
        {"moved_out", {{"status", "held"}}, ""},
        {"observed", {{"status", "published"}}, ""},
        {"reported", {{"reason", "insulte"}, {"outcome", "pending"}}, ""},
        {"case_opened", {{"case", "open"}, {"cause", "report"}}, ""},
        {"escalated", {{"case", "escalated"}}, ""},
    };
    open_writer writer(h.url);
    for (const auto& [kind, codes, expected] : table) {
        SCOPED_TRACE(kind);
        const auto before = h.next_index();
        writer.write(site, id, kind, codes);
        writer.commit();
        EXPECT_EQ(h.sequence(), 1) << "it has its place in the log, whatever it is";
        const auto told = h.told(site, before);
        EXPECT_EQ(told.empty() ? "" : told.front(), expected);
        EXPECT_LE(told.size(), 1u);
    }
    writer.write(site, std::nullopt, "revised", {{"revision", 2}});
    writer.commit();
    const auto before = h.next_index();
    EXPECT_EQ(h.sequence(), 1);
    EXPECT_THAT(h.told(site, before), IsEmpty());
}

TEST(Log, ASecondSequencerStepsAside) {
    log_house h;
    const auto site = h.add_tenant("bourse");
    const auto id = h.add_comment(site, "c", comment_status::published);
    open_writer writer(h.url);
    writer.change(site, id, "submitted", comment_status::held);
    writer.commit();
    const auto connection = store::connect(h.url);
    {
        pqxx::work at_work(*connection);
        at_work.exec("SELECT FROM greffe.log_head FOR NO KEY UPDATE");
        EXPECT_EQ(await(h.log.sequence(10)).did, sequencing::outcome::elsewhere);
    }
    EXPECT_EQ(await(h.log.sequence(10)).did, sequencing::outcome::took);
    EXPECT_EQ(await(h.log.sequence(10)).did, sequencing::outcome::idle);
}

TEST(Log, MeasuresWhatWaitsAndHowOldTheOldestChangeIs) {
    log_house h;
    const auto site = h.add_tenant("bourse");
    const auto ids = add_comments(h, site, 5);
    EXPECT_EQ(await(h.log.measure(10)).waiting, 0);
    EXPECT_FALSE(await(h.log.measure(10)).oldest_change);
    open_writer writer(h.url);
    for (const auto& id : ids) writer.change(site, id, "submitted", comment_status::held);
    writer.commit();
    EXPECT_EQ(await(h.log.measure(10)).waiting, 5);
    EXPECT_EQ(await(h.log.measure(3)).waiting, 3) << "counted as far as asked";
    h.sequence();
    h.sql("UPDATE greffe.change SET sequenced_at = now() - interval '2 days' WHERE log_index = 0");
    const auto measured = await(h.log.measure(10));
    EXPECT_EQ(measured.waiting, 0);
    EXPECT_GE(*measured.oldest_change, std::chrono::hours{48});
}

/// Writers that hold several transactions open and commit them in any order, three sequencers, a follower,
/// and perhaps somebody who kills sequencers at work.
class turmoil {
  public:
    explicit turmoil(bool with_kills) : h_(12), with_kills_(with_kills) {
        for (int i = 0; i < threads; ++i) {
            where_.push_back(h_.add_tenant("t" + std::to_string(i)));
            comments_.push_back(add_comments(h_, where_.back(), 4));
        }
    }

    void run() {
        std::vector<std::thread> all;
        for (unsigned i = 0; i < writers; ++i) all.emplace_back([this, i] { write(i); });
        std::vector<std::thread> background;
        for (int i = 0; i < 3; ++i) background.emplace_back([this] { sequence(); });
        background.emplace_back([this] { follow(); });
        std::thread killer([this] { kill(); });
        for (auto& one : all) one.join();
        written_ = true;
        for (auto& one : background) one.join();
        killer.join();
    }
    log_house& of() { return h_; }
    int killed() const { return killed_; }
    /// Every status that the follower's copy has wrong.
    std::vector<std::string> differences() {
        std::vector<std::string> wrong;
        for (const auto& row : h_.sql("SELECT comment_id, status FROM greffe.comment")) {
            const auto& copied = copy_[row[0].c_str()];
            if (!copied.empty() && copied != row[1].c_str())
                wrong.push_back(std::string(row[0].c_str()) + " is " + row[1].c_str() + ", copied " + copied);
        }
        if (static_cast<std::int64_t>(seen_) != h_.count("SELECT count(*) FROM greffe.change"))
            wrong.push_back("the follower saw " + std::to_string(seen_) + " changes");
        return wrong;
    }

  private:
    static constexpr int threads = 6;
    static constexpr unsigned writers = 4;

    void write(unsigned number) {
        std::mt19937 random(number);
        open_writer first(superuser_url(h_.url)), second(superuser_url(h_.url));
        constexpr comment_status statuses[] = {comment_status::published, comment_status::held,
                                               comment_status::rejected};
        // Threads of two open transactions are apart, and taken in one order by all, so that nobody waits for
        // ever.
        for (int round = 0; round < 40; ++round) {
            const auto low = random() % (threads / 2);
            const auto high = threads / 2 + random() % (threads / 2);
            const auto change = [&](open_writer& by, std::size_t thread) {
                by.change(where_[thread], comments_[thread][random() % 4], "submitted",
                          statuses[random() % 3]);
            };
            change(first, low);
            change(second, high);
            if (random() % 3 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(random() % 8));
            change(second, high);
            (random() % 2 == 0 ? first : second).commit();
            first.commit();
            second.commit();
        }
    }
    void sequence() {
        for (;;) {
            const bool last = written_;
            try {
                const auto run = await(h_.log.sequence(7));
                if (last && run.did == sequencing::outcome::idle) return;
            } catch (const service::ports::store_unavailable&) {
                ++killed_;
            }
        }
    }
    void follow() {
        std::map<std::string, std::int64_t> cursors;
        for (;;) {
            const bool last = written_ && h_.log_is_whole();
            bool any = false;
            for (const auto& site : where_) {
                auto& from = cursors[site.name];
                try {
                    for (const auto& one : await(h_.changes.changes(site.site, from, 5)).changes) {
                        copy_[one.comment.to_string()] = domain::to_string(one.status);
                        from = one.log_index + 1;
                        ++seen_;
                        any = true;
                    }
                } catch (const service::ports::store_unavailable&) {
                    any = true;
                }
            }
            if (last && !any) return;
        }
    }
    void kill() {
        if (!with_kills_) return;
        const auto connection = store::connect(superuser_url(h_.url));
        for (;;) {
            pqxx::nontransaction murder(*connection);
            murder.exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                        "current_database() AND query LIKE '%log_head%' AND usename <> 'postgres'");
            murder.exec("SELECT pg_sleep(0.02)");
            if (written_ && h_.log_is_whole()) return;
        }
    }

    log_house h_;
    const bool with_kills_;
    std::vector<tenant> where_;
    std::vector<std::vector<domain::comment_id>> comments_;
    std::atomic<bool> written_ = false;
    std::atomic<int> killed_ = 0;
    std::map<std::string, std::string> copy_; // of the follower
    std::size_t seen_ = 0;
};

TEST(Log, ThreeSequencersNeitherSkipNorDoubleWhateverOrderWritersCommitIn) {
    turmoil all(false);
    all.run();
    EXPECT_THAT(all.of().wrong(), IsEmpty());
    EXPECT_THAT(all.differences(), IsEmpty());
    EXPECT_EQ(all.of().count("SELECT count(*) FROM greffe.event"), 4 * 40 * 3);
}

TEST(Log, ASequencerThatIsKilledAtWorkLeavesNothingHalfDone) {
    turmoil all(true);
    all.run();
    EXPECT_GT(all.killed(), 0);
    EXPECT_THAT(all.of().wrong(), IsEmpty());
    EXPECT_THAT(all.differences(), IsEmpty());
}

} // namespace
} // namespace greffe::test
