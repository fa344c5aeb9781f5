#include "server/service/follow_changes.hpp"

#include "tests/support/await.hpp"

#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

namespace greffe::service {
namespace {

using namespace std::chrono_literals;
using domain::errc;
using test::await;

const auto site = domain::site_id::parse("018f0000-0000-7000-8000-000000000001").value();
const auto other = domain::site_id::parse("018f0000-0000-7000-8000-000000000002").value();

/// Changes at these places of the log, and a wait that may bring one more.
class scripted final : public ports::change_store, public ports::change_tail {
  public:
    std::vector<std::int64_t> places;
    std::int64_t kept_from = 0;
    std::int64_t next_index = 0;
    std::optional<std::int64_t> comes_while_waiting;
    int reads = 0;
    int waits = 0;

    boost::asio::awaitable<ports::change_range> changes(domain::site_id, std::int64_t from,
                                                        int limit) override {
        ++reads;
        ports::change_range found{.changes = {}, .kept_from = kept_from, .next_index = next_index};
        for (const auto place : places)
            if (place >= from && found.changes.size() < static_cast<std::size_t>(limit)) {
                change_view one;
                one.log_index = place;
                one.external_id = "c" + std::to_string(place);
                one.change = "published";
                found.changes.push_back(one);
            }
        co_return found;
    }
    boost::asio::awaitable<std::map<domain::site_id, std::int64_t>>
    newest(std::vector<domain::site_id>) override {
        co_return std::map<domain::site_id, std::int64_t>{};
    }
    boost::asio::awaitable<bool> wait(domain::site_id, std::int64_t, std::chrono::milliseconds) override {
        ++waits;
        if (!comes_while_waiting) co_return false;
        places.push_back(*comes_while_waiting);
        next_index = *comes_while_waiting + 1;
        co_return true;
    }
};

struct world {
    scripted log;
    follow_changes follow{log, log};

    domain::result<change_feed> read(std::optional<std::string> after, int limit = 10,
                                     std::chrono::milliseconds wait = 0ms) {
        return await(follow.read(site, {.after = std::move(after), .limit = limit, .wait = wait}));
    }
    errc refusal(const std::string& after) { return read(after).error().code; }
};

TEST(FollowChanges, ReadsPageByPageFromTheOldestThatIsKept) {
    world w;
    w.log.places = {3, 5, 8};
    w.log.next_index = 9;
    const auto first = w.read(std::nullopt, 2);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->changes.size(), 2u);
    EXPECT_TRUE(first->more);
    const auto second = w.read(change_cursor(site, first->next), 2);
    ASSERT_TRUE(second);
    ASSERT_EQ(second->changes.size(), 1u);
    EXPECT_EQ(second->changes[0].log_index, 8);
    EXPECT_FALSE(second->more);
    const auto third = w.read(change_cursor(site, second->next), 2);
    ASSERT_TRUE(third);
    EXPECT_TRUE(third->changes.empty());
    EXPECT_EQ(third->next, second->next) << "an empty answer moves nobody";
    EXPECT_EQ(w.log.waits, 0) << "nobody waits who did not ask to";
}

TEST(FollowChanges, EveryChangeCarriesTheCursorBehindIt) {
    world w;
    w.log.places = {3, 5};
    w.log.next_index = 6;
    const auto told = to_json(*w.read(std::nullopt));
    const auto behind_first = std::string(told.at("changes").as_array().at(0).at("cursor").as_string());
    const auto rest = w.read(behind_first);
    ASSERT_EQ(rest->changes.size(), 1u);
    EXPECT_EQ(rest->changes[0].log_index, 5);
    EXPECT_EQ(told.at("next").as_string(), told.at("changes").as_array().at(1).at("cursor").as_string());
}

TEST(FollowChanges, WaitsOnlyWhenThereIsNothingAndAnswersWhatCame) {
    world w;
    w.log.comes_while_waiting = 4;
    const auto woken = w.read(change_cursor(site, 0), 10, 5s);
    ASSERT_EQ(woken->changes.size(), 1u);
    EXPECT_EQ(woken->next, 5);
    EXPECT_EQ(w.log.waits, 1);
    EXPECT_EQ(w.read(change_cursor(site, 0), 10, 5s)->changes.size(), 1u);
    EXPECT_EQ(w.log.waits, 1);
    w.log.comes_while_waiting.reset();
    const auto nothing = w.read(change_cursor(site, 5), 10, 5s);
    EXPECT_TRUE(nothing->changes.empty());
    EXPECT_EQ(nothing->next, 5);
    EXPECT_EQ(w.log.reads, 4) << "a wait that brought nothing asks the database nothing";
}

TEST(FollowChanges, SaysThatACursorIsTooOldRatherThanSkipping) {
    world w;
    w.log.places = {7, 8};
    w.log.kept_from = 6;
    w.log.next_index = 9;
    EXPECT_EQ(w.refusal(change_cursor(site, 5)), errc::cursor_expired);
    EXPECT_EQ(w.read(change_cursor(site, 6))->changes.size(), 2u);
    EXPECT_EQ(w.read(std::nullopt)->changes.size(), 2u) << "without a cursor nothing was promised";
    w.log.places.clear();
    EXPECT_EQ(w.read(std::nullopt)->next, 6) << "a cursor that is good";
}

TEST(FollowChanges, SaysThatTheLogNeverCameToACursor) {
    world w;
    w.log.places = {1};
    w.log.next_index = 2;
    EXPECT_TRUE(w.read(change_cursor(site, 2)));
    const auto ahead = w.read(change_cursor(site, 3), 10, 5s);
    EXPECT_EQ(ahead.error().code, errc::cursor_expired);
    EXPECT_EQ(w.log.waits, 0) << "it is told at once";
}

TEST(FollowChanges, RefusesWhatIsNoCursorOfThisSite) {
    world w;
    for (const std::string& after :
         {std::string("?"), std::string("MTI"), std::string(), change_cursor(other, 0),
          change_cursor(site, 0) + "A", change_cursor(site, -1), change_cursor(site, 0).substr(4)}) {
        const auto refused = w.read(after);
        ASSERT_FALSE(refused) << after;
        EXPECT_EQ(refused.error().code, errc::invalid_field) << after;
        EXPECT_EQ(refused.error().field, "after");
    }
}

TEST(FollowChanges, TellsAChangeAsJson) {
    change_view one{.log_index = 12,
                    .comment = domain::comment_id::parse("018f0000-0000-7000-8000-00000000000c").value(),
                    .external_id = "c-3",
                    .article = domain::article_id::parse("018f0000-0000-7000-8000-00000000000a").value(),
                    .article_external_id = "livret-a",
                    .change = "edited",
                    .status = domain::comment_status::held,
                    .revision = 2,
                    .at = domain::parse_rfc3339("2026-03-02T08:00:00Z").value()};
    const auto told = to_json(change_feed{.site = site, .changes = {one}, .next = 13, .more = true});
    EXPECT_EQ(boost::json::serialize(told),
              R"({"changes":[{"log_index":12,"cursor":")" + change_cursor(site, 13) +
                  R"(","change":"edited",)"
                  R"("comment":{"id":"018f0000-0000-7000-8000-00000000000c","external_id":"c-3"},)"
                  R"("article":{"id":"018f0000-0000-7000-8000-00000000000a","external_id":"livret-a"},)"
                  R"("status":"held","revision":2,"at":"2026-03-02T08:00:00Z"}],"next":")" +
                  change_cursor(site, 13) + R"(","more":true})");
}

} // namespace
} // namespace greffe::service
