// What a push changes, as a person reads it.
#include "admin-cli/commands/rules_changes.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <sstream>

namespace greffe::cli {
namespace {

std::string shown(const std::string& changes) {
    std::ostringstream out, err;
    const terminal plain{.out = out, .err = err};
    print_changes(boost::json::parse(changes).as_object(), plain);
    return out.str();
}

TEST(RulesChanges, ALineARuleAndItsPartsBelow) {
    EXPECT_EQ(
        shown(
            R"({"none":false,"live":true,"general":[{"what":"thresholds","from":"{hold: 50}","to":"{hold: 60}"},
                  {"what":"policies/p","from":"","to":"{fr: non}"}],
                  "rules":[{"rule":"neuve","change":"added","live":true,"to_mode":"live"},
                           {"rule":"messagerie","change":"changed","live":true,"from_mode":"shadow","to_mode":"live",
                            "parts":[{"what":"then","from":"{score: 1}","to":"{score: 2}"},
                                     {"what":"cap","from":"9/day","to":""}]},
                           {"rule":"vieille","change":"removed","live":false,"from_mode":"draft"}]})"),
        "  + neuve       live\n"
        "  ~ messagerie  shadow -> live\n"
        "      then: {score: 1}\n"
        "        -> {score: 2}\n"
        "      cap: 9/day -> nothing\n"
        "  - vieille     was draft\n"
        "    thresholds: {hold: 50}\n"
        "      -> {hold: 60}\n"
        "    policies/p: {fr: non}\n");
}

TEST(RulesChanges, NothingIsSaid) {
    EXPECT_EQ(shown(R"({"none":true,"live":false,"general":[],"rules":[]})"),
              "  nothing: it means the same\n");
}

TEST(RulesChanges, AWholeNewRulesetIsOneLine) {
    std::string rules;
    for (int i = 0; i < 20; ++i)
        rules += std::string(i == 0 ? "" : ",") + R"({"rule":"r)" + std::to_string(i) +
                 R"(","change":"added","live":true,"to_mode":")" + (i < 15 ? "live" : "shadow") + "\"}";
    EXPECT_EQ(shown(R"({"none":false,"general":[],"rules":[)" + rules + "]}"),
              "  + 20 rules: 15 live, 5 shadow\n");
}

TEST(RulesChanges, WhatTheServerSaysDoesNotReachTheTerminalRaw) {
    EXPECT_EQ(shown(R"({"rules":[{"rule":"a\u001b[2J","change":"added","to_mode":"live"}]})"),
              "  + a\\x1b[2J  live\n");
}

} // namespace
} // namespace greffe::cli
