// Articles that are closed, withdrawn and merged, comments that move: against a model in memory, and under
// writers that run at the same time.
#include "server/archive/thread_ndjson.hpp"
#include "server/service/article_life.hpp"
#include "server/store/article_life_pg.hpp"
#include "server/store/export_store_pg.hpp"
#include "tests/integration/store/ingest_harness.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <random>
#include <set>

namespace greffe::test {
namespace {

using domain::article_state;
using domain::errc;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

struct article_lives : testing::Test {
    ingest_harness h;
    std::atomic<int> told = 0;
    store::article_life_pg store{h.pool, [this](domain::article_id) { ++told; }};
    service::article_life life{store, h.env};
    domain::principal who{
        .key = {domain::uuid{{7}}}, .acting_as = domain::role::admin, .site = {}, .label = {}};

    auto state(const std::string& article, article_state to) {
        return h.await(life.set_state(who, h.site, article, to));
    }
    auto move(const std::string& comment, const std::string& to) {
        return h.await(life.move(who, h.site, comment, to));
    }
    auto merge(const std::string& article, const std::string& into) {
        return h.await(life.merge(who, h.site, article, into));
    }
    auto find(const std::string& article) { return h.await(h.articles.find(h.site, article)).value(); }
    domain::result<service::submit_answer> reply(const std::string& article, const std::string& id,
                                                 const std::string& parent) {
        auto comment = a_comment(id, "Réponse " + id);
        if (!parent.empty()) comment.parent_external_id = parent;
        return h.submit(article, comment);
    }
    std::vector<std::string> shown(const std::string& article) {
        std::vector<std::string> ids;
        const auto view = h.await(h.threads.thread(h.site, article, {std::nullopt, 200}));
        if (!view) return {std::string(to_string(view.error().code))};
        for (const auto& c : view->comments) ids.push_back((c.tombstone ? "+" : "") + c.external_id);
        return ids;
    }
    std::vector<std::string> kinds(const std::string& article_id) {
        std::vector<std::string> all;
        const auto connection = store::connect(h.url);
        pqxx::nontransaction look(*connection);
        for (const auto& row :
             look.exec("SELECT kind FROM greffe.event WHERE article_id = '" + article_id + "' ORDER BY seq"))
            all.emplace_back(row[0].c_str());
        return all;
    }
};

TEST_F(article_lives, a_closed_article_takes_no_comments_until_it_is_opened_again) {
    const auto id = h.article("a1").id;
    ASSERT_TRUE(h.submit("a1", "c1", "Un."));
    EXPECT_EQ(state("a1", article_state::closed)->state, article_state::closed);
    EXPECT_EQ(h.submit("a1", "c2", "Deux.").error().code, errc::comments_closed);
    EXPECT_THAT(shown("a1"), ElementsAre("c1"));
    const auto before = told.load();
    EXPECT_EQ(state("a1", article_state::closed)->state, article_state::closed) << "again: nothing";
    EXPECT_GE(told.load(), before);
    EXPECT_EQ(state("a1", article_state::open)->state, article_state::open);
    EXPECT_TRUE(h.submit("a1", "c2", "Deux."));
    EXPECT_THAT(kinds(id.to_string()),
                ElementsAre("registered", "submitted", "article_closed", "article_opened", "submitted"));
    EXPECT_EQ(state("nowhere", article_state::closed).error().code, errc::not_found);
    EXPECT_THAT(broken_promises(h.url), IsEmpty());
}

TEST_F(article_lives, a_withdrawn_article_shows_nothing_and_keeps_everything) {
    h.article("a1");
    ASSERT_TRUE(h.submit("a1", "c1", "Un."));
    ASSERT_TRUE(state("a1", article_state::withdrawn));
    EXPECT_THAT(shown("a1"), ElementsAre("not_found"));
    EXPECT_EQ(h.submit("a1", "c2", "Deux.").error().code, errc::comments_closed);
    EXPECT_THAT(h.await(h.threads.counts(h.site, {"a1"})).value(), ElementsAre(testing::Optional(0)));
    EXPECT_EQ(find("a1").comment_count, 1);
    ASSERT_TRUE(state("a1", article_state::open));
    EXPECT_THAT(shown("a1"), ElementsAre("c1"));
}

TEST_F(article_lives, a_moved_comment_takes_its_replies_along_and_answers_nobody_there) {
    const auto from = h.article("a1").id, to = h.article("a2").id;
    for (const auto& [id, parent] : std::vector<std::pair<std::string, std::string>>{
             {"r1", ""}, {"mid", "r1"}, {"low", "mid"}, {"leaf", "low"}, {"side", "r1"}, {"r2", ""}})
        ASSERT_TRUE(reply("a1", id, parent));
    ASSERT_TRUE(h.remove("low"));
    const auto moved = move("mid", "a2").value();
    EXPECT_EQ(moved.moved, 3);
    EXPECT_EQ(moved.from, from);
    EXPECT_EQ(moved.to, to);
    EXPECT_THAT(shown("a1"), ElementsAre("r1", "side", "r2"));
    EXPECT_THAT(shown("a2"), ElementsAre("mid", "+low", "leaf"));
    EXPECT_EQ(find("a1").comment_count, 3);
    EXPECT_EQ(find("a2").comment_count, 3);
    EXPECT_EQ(find("a2").published_count, 2);
    EXPECT_THAT(kinds(to.to_string()), ElementsAre("registered", "moved_in", "moved_in", "moved_in"));
    EXPECT_EQ(move("mid", "a2")->moved, 0) << "again: it is there";

    EXPECT_EQ(reply("a1", "mid", "r1")->effect, service::submit_effect::unchanged)
        << "a late retry of the first submission";
    EXPECT_TRUE(reply("a2", "new", "leaf")) << "replies go on where it is";
    EXPECT_EQ(reply("a1", "lost", "leaf").error().code, errc::parent_in_other_article);
    ASSERT_TRUE(h.edit("leaf", {"Corrigé.", {}, {}, {}}));
    ASSERT_TRUE(h.remove("leaf"));
    EXPECT_THAT(shown("a2"), ElementsAre("mid", "+low", "+leaf", "new"));
    EXPECT_EQ(move("r1", "a2")->moved, 2);
    EXPECT_EQ(move("mid", "a1")->moved, 4) << "and back, with what came below";
    EXPECT_THAT(shown("a1"), UnorderedElementsAre("r2", "mid", "+low", "+leaf", "new"));
    EXPECT_EQ(move("nobody", "a2").error().code, errc::not_found);
    EXPECT_EQ(move("mid", "nowhere").error().code, errc::unknown_article);
    EXPECT_THAT(broken_promises(h.url), IsEmpty());
}

TEST_F(article_lives, a_case_seen_before_the_move_is_of_another_version_after_it) {
    h.article("a1"), h.article("a2");
    const auto id = h.submit("a1", "c1", "Un.")->id.to_string();
    h.exec(
        "INSERT INTO greffe.review_case (site_id, comment_id, state, version, cause, opened_at) VALUES ('" +
        h.site.to_string() + "', '" + id + "', 'open', 4, 'by_hand', now())");
    ASSERT_TRUE(move("c1", "a2"));
    EXPECT_EQ(h.value("SELECT version FROM greffe.review_case"), "5");
}

TEST_F(article_lives, a_merged_article_is_reached_under_all_its_names) {
    const auto a = h.article("a").id, b = h.article("b").id, c = h.article("c").id;
    ASSERT_TRUE(h.submit("a", "c1", "Un."));
    ASSERT_TRUE(reply("a", "c1-r", "c1"));
    ASSERT_TRUE(h.submit("b", "c2", "Deux."));
    const auto first = merge("a", "b").value();
    EXPECT_EQ(first.moved, 2);
    EXPECT_EQ(first.into, b);
    EXPECT_TRUE(merge("a", "b")->unchanged);
    EXPECT_EQ(merge("b", "b").error().field, "into");
    EXPECT_EQ(merge("nowhere", "b").error().code, errc::not_found);
    EXPECT_EQ(merge("b", "nowhere").error().code, errc::unknown_article);
    EXPECT_THAT(shown("a"), ElementsAre("c1", "c1-r", "c2"));

    EXPECT_EQ(h.submit("a", "c1", "Un.")->effect, service::submit_effect::unchanged) << "a late retry";
    EXPECT_TRUE(reply("a", "c3", "c1")) << "a reply under the old name, to a comment that went along";
    EXPECT_EQ(h.article("a").id, b) << "its content is of no article any more";
    EXPECT_FALSE(h.article("a").revised);
    const auto b_now = find("a");
    EXPECT_EQ(b_now.id, b);
    EXPECT_EQ(b_now.external_id, "b");
    EXPECT_EQ(b_now.comment_count, 4);
    EXPECT_THAT(b_now.aliases, ElementsAre("a"));
    EXPECT_EQ(h.await(h.articles.find(who, a))->merged_into, b);

    EXPECT_EQ(merge("a", "c")->moved, 4) << "the merged one goes on";
    for (const auto* name : {"a", "b", "c"})
        EXPECT_THAT(shown(name), ElementsAre("c1", "c1-r", "c3", "c2")) << name;
    EXPECT_THAT(find("a").aliases, ElementsAre("a", "b"));
    EXPECT_EQ(find("b").id, c);
    EXPECT_TRUE(h.submit("a", "c4", "Quatre."));
    EXPECT_THAT(kinds(a.to_string()),
                ElementsAre("registered", "submitted", "submitted", "moved_out", "moved_out", "merged_into"));
    EXPECT_THAT(broken_promises(h.url), IsEmpty());
}

TEST_F(article_lives, both_exports_are_whole_and_say_what_moved) {
    const auto a = h.article("a").id, b = h.article("b").id;
    ASSERT_TRUE(h.submit("a", "c1", "Un."));
    ASSERT_TRUE(merge("a", "b"));
    store::export_store_pg exports(h.pool);
    const auto records = [&](domain::article_id id) {
        std::string text;
        archive::thread_ndjson writer([&](std::string_view piece) { text += piece; });
        EXPECT_TRUE(h.await(exports.read_thread(who, id, writer)));
        std::vector<boost::json::object> all;
        for (std::size_t begin = 0; begin < text.size();) {
            const auto end = text.find('\n', begin);
            all.push_back(boost::json::parse(text.substr(begin, end - begin)).as_object());
            begin = end + 1;
        }
        return all;
    };
    const auto of_a = records(a), of_b = records(b);
    EXPECT_EQ(of_a.at(1).at("merged_into").as_string(), b.to_string());
    EXPECT_EQ(of_b.at(1).at("aliases").as_array(), boost::json::array{"a"});
    EXPECT_EQ(of_a.back().at("counts").as_object().if_contains("comment"), nullptr);
    EXPECT_EQ(of_b.back().at("counts").at("comment").as_int64(), 1);
    const auto event_of = [](const auto& all, std::string_view kind) {
        for (const auto& each : all)
            if (each.at("record").as_string() == "event" && each.at("kind").as_string() == kind)
                return boost::json::parse(each.at("leaf").as_string()).as_object().at("d").as_object();
        ADD_FAILURE() << "no event " << kind;
        return boost::json::object{};
    };
    EXPECT_EQ(event_of(of_a, "moved_out").at("to").as_string(), b.to_string());
    EXPECT_EQ(event_of(of_b, "moved_in").at("from").as_string(), a.to_string());
    EXPECT_EQ(event_of(of_b, "merged_from").at("from").as_string(), a.to_string());
}

/// Where every comment is, by the definition of each operation.
struct model {
    struct comment {
        std::string article, parent;
        bool published = true;
    };
    std::map<std::string, comment> comments;
    std::map<std::string, std::string> names; ///< external id -> the article it reaches

    void move(const std::string& id, const std::string& to) {
        if (comments[id].article == names[to]) return;
        comments[id].parent.clear();
        std::set<std::string> going{id};
        for (bool more = true; more;) {
            more = false;
            for (const auto& [each, c] : comments)
                if (going.contains(c.parent) && going.insert(each).second) more = true;
        }
        for (const auto& each : going) comments[each].article = names[to];
    }
    void merge(const std::string& from, const std::string& into) {
        const auto gone = names[from], reached = names[into];
        for (auto& [name, article] : names)
            if (article == gone) article = reached;
        for (auto& [id, c] : comments)
            if (c.article == gone) c.article = reached;
    }
};

TEST_F(article_lives, random_lives_leave_what_the_model_says) {
    std::mt19937 random(31);
    model m;
    std::vector<std::string> articles, ids;
    const auto pick = [&](const auto& from) { return from[random() % from.size()]; };
    for (int i = 0; i < 8; ++i) {
        articles.push_back("a" + std::to_string(i));
        h.article(articles.back());
        m.names[articles.back()] = articles.back();
    }
    for (int step = 0; step < 260; ++step) {
        const auto dice = random() % 100;
        if (dice < 50 || ids.size() < 5) {
            const auto id = "c" + std::to_string(step);
            auto article = pick(articles);
            std::string parent;
            if (!ids.empty() && random() % 2 == 0) {
                parent = pick(ids);
                for (const auto& [name, reached] : m.names)
                    if (reached == m.comments[parent].article) article = name;
            }
            ASSERT_TRUE(reply(article, id, parent)) << id << " in " << article << " to " << parent;
            m.comments[id] = {m.names[article], parent, true};
            ids.push_back(id);
        } else if (dice < 60) {
            const auto id = pick(ids);
            ASSERT_TRUE(h.remove(id));
            m.comments[id].published = false;
        } else if (dice < 95) {
            const auto id = pick(ids), to = pick(articles);
            ASSERT_TRUE(move(id, to));
            m.move(id, to);
        } else {
            const auto from = pick(articles), into = pick(articles);
            if (from == into) continue;
            ASSERT_TRUE(merge(from, into));
            m.merge(from, into);
        }
    }
    for (const auto& name : articles) {
        const auto article = find(name);
        EXPECT_EQ(article.external_id, m.names[name]);
        int all = 0, published = 0;
        for (const auto& [id, c] : m.comments) {
            all += c.article == m.names[name];
            published += c.article == m.names[name] && c.published;
        }
        EXPECT_EQ(article.comment_count, all) << name;
        EXPECT_EQ(article.published_count, published) << name;
    }
    for (const auto& [id, c] : m.comments) {
        const auto stored = h.await(h.threads.comment(h.site, id)).value();
        EXPECT_EQ(stored.article, find(c.article).id) << id;
        EXPECT_EQ(stored.parent.has_value(), !c.parent.empty()) << id;
    }
    EXPECT_THAT(broken_promises(h.url), IsEmpty());
}

TEST_F(article_lives, writers_that_run_meanwhile_lose_nothing) {
    constexpr int articles = 4, writers = 4, comments_each = 60;
    for (int i = 0; i < articles; ++i) h.article("a" + std::to_string(i));
    auto& threads = h.threads_for_test(2);
    std::atomic<int> left = writers + 1;
    std::mutex mutex;
    std::set<std::string> stored;
    const auto write = [&](unsigned seed) -> boost::asio::awaitable<void> {
        std::mt19937 random(seed);
        std::vector<std::string> own;
        for (int i = 0; i < comments_each; ++i) {
            const auto id = "w" + std::to_string(seed) + "-" + std::to_string(i);
            auto comment = a_comment(id, "texte de " + id);
            if (!own.empty() && random() % 2 == 0) comment.parent_external_id = own[random() % own.size()];
            auto article = "a" + std::to_string(random() % articles);
            auto outcome = co_await h.comments.submit(h.site, article, comment);
            if (!outcome) {
                EXPECT_EQ(outcome.error().code, errc::parent_in_other_article) << outcome.error().detail;
                comment.parent_external_id.reset();
                outcome = co_await h.comments.submit(h.site, article, comment);
            }
            EXPECT_TRUE(outcome) << id;
            own.push_back(id);
            if (random() % 8 == 0) {
                auto removed = co_await h.comments.remove(h.site, own[random() % own.size()]);
                EXPECT_TRUE(removed);
            }
            const std::lock_guard lock(mutex);
            stored.insert(id);
        }
        --left;
    };
    const auto mover = [&]() -> boost::asio::awaitable<void> {
        std::mt19937 random(99);
        for (int i = 0; i < 120; ++i) {
            std::string id;
            {
                const std::lock_guard lock(mutex);
                if (!stored.empty())
                    id = *std::next(stored.begin(), static_cast<long>(random() % stored.size()));
            }
            if (i == 60) {
                auto merged = co_await life.merge(who, h.site, "a3", "a0");
                EXPECT_TRUE(merged);
            }
            if (id.empty()) continue;
            auto target = "a" + std::to_string(random() % articles);
            auto moved = co_await life.move(who, h.site, id, target);
            EXPECT_TRUE(moved);
        }
        --left;
    };
    for (unsigned seed = 0; seed < writers; ++seed)
        boost::asio::co_spawn(threads, write(seed), boost::asio::detached);
    boost::asio::co_spawn(threads, mover(), boost::asio::detached);
    threads.join();
    EXPECT_EQ(left, 0);
    EXPECT_EQ(h.value("SELECT count(*) FROM greffe.comment"), std::to_string(writers * comments_each));
    EXPECT_THAT(broken_promises(h.url), IsEmpty());
}

} // namespace
} // namespace greffe::test
