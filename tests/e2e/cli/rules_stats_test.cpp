// greffe rules stats and lift, on a whole server.
#include "tests/e2e/cli/one_server.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/metric.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

namespace greffe::test {

namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr const char* rules_yaml = R"(ruleset: finance
rules:
  - id: gain-promis
    when: {words: [gain]}
    then: {action: hold}
    examples: {match: ["Un gain sûr"], pass: ["Le cours monte"]}
  - id: arnaque
    when: {words: [arnaque]}
    then: {action: hold}
    examples: {match: ["Une arnaque"], pass: ["Le cours monte"]}
  - id: a-l-essai
    mode: shadow
    when: {words: [cours]}
    then: {action: reject}
)";

boost::json::value stats_json(const std::string& site) {
    const auto told = one_server().greffe({"--json", "rules", "stats", "--site", site, "--days", "3"});
    EXPECT_EQ(told.exit_code, 0) << told.errors;
    return boost::json::parse(told.output);
}

/// Of the first rule; a rule that went live this instant has no guard yet.
bool throttled(const std::string& site) {
    const auto stats = stats_json(site);
    const auto& rule = stats.at("rules").at(0).as_object();
    return rule.contains("guard") && rule.at("guard").at("throttled").as_bool();
}

double throttled_rules() {
    return metric(http_client(one_server().url()), "greffe_rules_throttled_total");
}

/// How many lines of the server's log warn of it.
int warnings_of(const std::string& site, const std::string& rule) {
    int all = 0;
    std::istringstream log(one_server().log());
    for (std::string line; std::getline(log, line);)
        all += line.find("a young rule hits too many comments") != std::string::npos &&
               line.find(R"("site":")" + site + R"(","rule":")" + rule + '"') != std::string::npos;
    return all;
}

void fill(const std::string& site) {
    std::string lines =
        R"({"type":"article","external_id":"a-1","title":"La halle","published_at":"2025-01-02T08:00:00Z"})";
    const auto comment = [&](const std::string& id, const std::string& body) {
        lines += "\n"
                 R"({"type":"comment","article":"a-1","external_id":")" +
                 id + R"(","body":")" + body + "\"}";
    };
    for (int i = 0; i < 24; ++i) comment("g" + std::to_string(i), "Un gain facile");
    comment("x", "Une arnaque");
    comment("y", "Le cours monte");
    ASSERT_EQ(one_server().greffe({"import", "ndjson", "-", "--site", site}, lines + "\n").exit_code, 0);
}

} // namespace

TEST(RulesStats, ShowWhatRulesHitWhatPeopleSaidAndWhyOneIsThrottled) {
    open_site("chiffres");
    const scratch_folder folder;
    const auto file = folder.path() / "regles.yaml";
    std::ofstream(file) << rules_yaml;
    ASSERT_EQ(one_server().greffe({"rules", "push", file.string(), "--site", "chiffres"}).exit_code, 0);
    const double throttled_before = throttled_rules();
    fill("chiffres");

    const auto queue = one_server().greffe({"--json", "queue", "--site", "chiffres"});
    const auto cases = boost::json::parse(queue.output);
    for (const auto& item : cases.at("items").as_array()) {
        if (item.at("external_id").as_string() != "x") continue;
        ASSERT_EQ(one_server()
                      .greffe({"case", "decide", std::string(item.at("id").as_string()), "approve",
                               "--reason", "ok", "--version", "1"})
                      .exit_code,
                  0);
    }
    while (!throttled("chiffres")) {
    }
    // Whoever operates the server is told a moment after it is so, of each rule once.
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (warnings_of("chiffres", "gain-promis") == 0 && std::chrono::steady_clock::now() < until)
        std::this_thread::yield();
    EXPECT_EQ(throttled_rules(), throttled_before + 1);

    const auto told = one_server().greffe({"rules", "stats", "--site", "chiffres", "--days", "3"});
    ASSERT_EQ(told.exit_code, 0) << told.errors;
    EXPECT_THAT(told.output, AllOf(HasSubstr("ruleset version 1"), HasSubstr("gain-promis"),
                                   HasSubstr("THROTTLED: hit 24 of "), HasSubstr("NEVER UPHELD"),
                                   HasSubstr("a-l-essai"), HasSubstr("shadow"), HasSubstr("··█")));
    const auto lifted = one_server().greffe({"rules", "lift", "gain-promis", "--site", "chiffres"});
    EXPECT_EQ(lifted.exit_code, 0) << lifted.errors;
    EXPECT_FALSE(throttled("chiffres"));
    EXPECT_EQ(warnings_of("chiffres", "gain-promis"), 1);
    EXPECT_EQ(throttled_rules(), throttled_before + 1);
    EXPECT_EQ(one_server().greffe({"rules", "lift", "nulle-part", "--site", "chiffres"}).exit_code, 1);
}

TEST(RulesStats, RefuseDaysThatAreNone) {
    open_site("jours");
    EXPECT_EQ(one_server().greffe({"rules", "stats", "--site", "jours", "--days", "0"}).exit_code, 2);
    EXPECT_EQ(one_server().greffe({"rules", "stats", "--site", "nulle-part"}).exit_code, 1);
    const auto empty = one_server().greffe({"rules", "stats", "--site", "jours"});
    EXPECT_EQ(empty.exit_code, 0) << empty.errors;
    EXPECT_THAT(empty.output, HasSubstr("no ruleset"));
}

} // namespace greffe::test
