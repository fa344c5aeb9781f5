// How soon a person must look, and what happens at the deadline, as the policies of matched rules say it.
#include "tests/unit/rules/compile.hpp"

namespace greffe {
namespace {

using namespace rules;
using namespace std::chrono_literals;
using test::compile;
using test::judge;

std::string rule(const std::string& id, const std::string& word, const std::string& policy,
                 const std::string& mode = "live") {
    return "  - id: " + id + "\n    mode: " + mode + "\n    policy: " + policy + "\n    when: {words: [" +
           word + "]}\n    then: {action: hold}\n    examples: {match: [" + word + "], pass: [rien]}\n";
}

const std::string policies = "ruleset: t\n"
                             "policies:\n"
                             "  lente: {fr: lente, deadline: 2d, at_deadline: publish}\n"
                             "  rapide: {fr: rapide, deadline: 30m, at_deadline: alert}\n"
                             "  muette: {fr: muette, deadline: 1h}\n"
                             "  libre: {fr: libre}\n"
                             "rules:\n";

TEST(Policies, TheEarliestDeadlineOfTheLiveMatchesCounts) {
    const auto rules = compile(policies + rule("l", "lente", "lente") + rule("r", "rapide", "rapide") +
                               rule("m", "muette", "muette") + rule("s", "ombre", "rapide", "shadow") +
                               rule("f", "libre", "libre"));
    EXPECT_EQ(judge(*rules, "lente").deadline, (policy_deadline{48h, deadline_action::publish}));
    EXPECT_EQ(judge(*rules, "muette").deadline, (policy_deadline{1h, deadline_action::stay_held}))
        << "what is not said stays held";
    EXPECT_EQ(judge(*rules, "lente rapide muette").deadline,
              (policy_deadline{30min, deadline_action::alert}));
    EXPECT_EQ(judge(*rules, "lente ombre").deadline, (policy_deadline{48h, deadline_action::publish}))
        << "a shadow rule is weightless";
    EXPECT_EQ(judge(*rules, "lente libre").deadline, (policy_deadline{48h, deadline_action::alert}))
        << "no rule's hold is lifted by another one's policy";
    EXPECT_EQ(judge(*rules, "libre").deadline, std::nullopt);
    EXPECT_EQ(judge(*rules, "rien").deadline, std::nullopt);
}

} // namespace
} // namespace greffe
