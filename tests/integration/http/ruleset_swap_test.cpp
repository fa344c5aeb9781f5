// A push swaps the ruleset of every running server within a second, atomically, and no request is lost over
// it: two servers, as programs of their own, on one database, under load from publishers who never pause.
#include "tests/integration/http/kept_connection.hpp"
#include "tests/integration/http/program.hpp"
#include "tests/integration/http/stored.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/test_database.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <mutex>
#include <thread>

namespace greffe::test {
namespace {

using namespace std::chrono_literals;
using instant = std::chrono::steady_clock::time_point;
namespace json = boost::json;

constexpr int publishers_a_server = 2;
constexpr int pushes = 5;
/// The promise. A server looks twice a second, so that the usual swap takes half of it.
constexpr auto promised = 1s;
/// No single swap takes longer, even with sanitizers on a machine whose cores have other things to do.
constexpr auto at_worst = 6s;

/// Its rule bears the name of the generation, so that a verdict shows which rules ran, beside the version.
std::string rules_of(int generation) {
    return "ruleset: relais\n"
           "rules:\n"
           "  - id: regle-" +
           std::to_string(generation) +
           "\n"
           "    mode: live\n"
           "    when: {words: [aubaine]}\n"
           "    then: {action: flag, score: 10}\n"
           "    examples:\n"
           "      match: [{text: \"Une aubaine pour tous\"}]\n"
           "      pass: [{text: \"Le marché monte\"}]\n";
}

struct verdict {
    std::int64_t version;
    std::string rule;
    std::string comment; ///< id
    instant sent;
};

/// Sends comment after comment over one kept connection and remembers every verdict. Whatever is not a 201
/// ends it.
class publisher {
  public:
    publisher(const std::string& url, const std::string& key, std::string name)
        : thread_([=, this] { publish(url, key, name); }) {}
    ~publisher() { stop(); }

    void stop() {
        stopping_ = true;
        if (thread_.joinable()) thread_.join();
    }
    std::vector<verdict> seen() const {
        const std::lock_guard lock(mutex_);
        return seen_;
    }
    std::int64_t newest() const {
        const std::lock_guard lock(mutex_);
        return seen_.empty() ? 0 : seen_.back().version;
    }
    std::string failure() const {
        const std::lock_guard lock(mutex_);
        return failure_;
    }

  private:
    void publish(const std::string& url, const std::string& key, const std::string& name) {
        try {
            kept_connection wire(http_client(url), key);
            for (int n = 0; !stopping_; ++n) {
                const auto sent = std::chrono::steady_clock::now();
                const auto got =
                    wire.post("/v1/sites/load/articles/load-" + std::to_string(n % 4) + "/comments",
                              comment_json(name + std::to_string(n), "Quelle aubaine !"));
                if (got.result_int() != 201) throw std::runtime_error(got.body());
                note(json::parse(got.body()).as_object(), sent);
            }
        } catch (const std::exception& e) {
            const std::lock_guard lock(mutex_);
            failure_ = name + ": " + e.what();
        }
    }
    void note(const json::object& answer, instant sent) {
        const auto& said = answer.at("verdict").as_object();
        const std::lock_guard lock(mutex_);
        seen_.push_back({.version = said.at("ruleset_version").as_int64(),
                         .rule = std::string(said.at("rules").at(0).as_string()),
                         .comment = std::string(answer.at("id").as_string()),
                         .sent = sent});
    }

    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_{};
    std::vector<verdict> seen_{};
    std::string failure_{};
    std::thread thread_;
};

struct push {
    std::int64_t version;
    instant answered;
};

push push_generation(const http_client& admin, int generation) {
    const auto got = admin.put("/v1/sites/load/ruleset", rules_of(generation));
    const auto answered = std::chrono::steady_clock::now();
    if (got.status != 201) throw std::runtime_error(got.body);
    return {.version = got.json().at("version").as_int64(), .answered = answered};
}

using publishers = std::vector<std::unique_ptr<publisher>>;

/// Until all of them got a verdict of `version`, or have failed.
bool wait_for(const publishers& all, std::int64_t version) {
    const auto until = std::chrono::steady_clock::now() + 1min;
    const auto there = [&](const auto& each) {
        return each->newest() >= version || !each->failure().empty();
    };
    while (!std::ranges::all_of(all, there)) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(5ms);
    }
    return true;
}

/// From the push's answer until the last comment was sent that an older version judged.
std::chrono::milliseconds lag(const std::vector<verdict>& seen, const push& of) {
    auto last = of.answered;
    for (const verdict& each : seen)
        if (each.version < of.version) last = std::max(last, each.sent);
    return std::chrono::duration_cast<std::chrono::milliseconds>(last - of.answered);
}

std::int64_t flagged_version(const http_client& admin, const std::string& comment) {
    const auto flags = admin.get("/v1/cases/" + comment).json().at("flags").as_array();
    return flags.size() == 1 ? flags[0].at("ruleset_version").as_int64() : -1;
}

TEST(RulesetSwap, ReachesEveryServerWithinASecondAndLosesNoRequest) {
    const scratch_folder folder;
    const auto database = fresh_database();
    server_program pushed_to(folder / "a", database);
    server_program other(folder / "b", database);
    const auto admin = pushed_to.as_admin();
    const auto other_admin = http_client(other.url(), pushed_to.admin_key());
    prepare_load_site(admin);
    std::vector<push> pushed{push_generation(admin, 1)};
    // From here on nobody judges without rules.
    const auto ready = std::chrono::steady_clock::now() + 1min;
    for (int n = 0; std::chrono::steady_clock::now() < ready; ++n) {
        const auto got = other_admin.post("/v1/sites/load/articles/load-0/comments",
                                          comment_json("eve-" + std::to_string(n), "Quelle aubaine !"));
        ASSERT_EQ(got.status, 201) << got.body;
        if (got.json().at("verdict").at("ruleset_version").as_int64() == 1) break;
    }

    publishers all;
    for (const server_program* at : {&pushed_to, &other})
        for (int i = 0; i < publishers_a_server; ++i)
            all.push_back(std::make_unique<publisher>(at->url(), pushed_to.admin_key(),
                                                      (at == &other ? "b" : "a") + std::to_string(i) + "-"));
    ASSERT_TRUE(wait_for(all, 1));
    for (int generation = 2; generation <= pushes; ++generation) {
        pushed.push_back(push_generation(admin, generation));
        EXPECT_EQ(pushed.back().version, generation);
        ASSERT_TRUE(wait_for(all, generation)) << "a server never took version " << generation;
    }
    for (const auto& each : all) each->stop();

    std::vector<std::chrono::milliseconds> lags;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto seen = all[i]->seen();
        SCOPED_TRACE("publisher " + std::to_string(i) + ", " + std::to_string(seen.size()) + " verdicts");
        EXPECT_EQ(all[i]->failure(), "") << "no request fails or is dropped over a swap";
        EXPECT_TRUE(std::ranges::is_sorted(seen, {}, &verdict::version)) << "versions went back";
        for (const verdict& each : seen)
            ASSERT_EQ(each.rule, "regle-" + std::to_string(each.version)) << "half of one, half of another";
        for (std::size_t p = 1; p < pushed.size(); ++p) {
            const auto took = lag(seen, pushed[p]);
            if (i < publishers_a_server) {
                EXPECT_EQ(took, 0ms) << "who pushed has swapped before it answers";
            } else {
                EXPECT_LE(took, at_worst);
                lags.push_back(took);
            }
        }
        EXPECT_EQ(flagged_version(admin, seen.front().comment), seen.front().version);
        EXPECT_EQ(flagged_version(admin, seen.back().comment), pushes);
    }
    // The rule itself is asked of the usual swap: one that the machine held up proves nothing.
    std::ranges::sort(lags);
    EXPECT_LE(lags.at(lags.size() / 2), promised);
    for (server_program* each : {&pushed_to, &other}) {
        each->running().signal(SIGTERM);
        EXPECT_EQ(each->running().wait(), 0) << each->running().output();
    }
}

} // namespace
} // namespace greffe::test
