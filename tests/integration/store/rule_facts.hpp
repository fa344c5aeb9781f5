// What the tests of rules' facts share: an article, rules that hold on one condition, and which comments they
// hit.
#pragma once
#include "tests/integration/store/ingest_harness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::test {

/// A ruleset of one shadow rule.
inline std::string holding(const std::string& when) {
    return "ruleset: essai\nrules:\n  - id: essai\n    mode: shadow\n    when: " + when +
           "\n    then: {action: hold}\n";
}

struct RuleFacts : testing::Test {
    ingest_harness h;

    void SetUp() override { h.article("a1"); }
    void TearDown() override { EXPECT_THAT(broken_promises(h.url), testing::IsEmpty()); }

    domain::new_comment by(const std::string& author, const std::string& id, const std::string& body) {
        auto comment = a_comment(id, body);
        comment.author.name = author;
        return comment;
    }
    /// Ids of comments that the rule hit.
    std::string hit() {
        return h.value("SELECT coalesce(string_agg(DISTINCT c.external_id, ' ' ORDER BY c.external_id), '') "
                       "FROM greffe.flag f JOIN greffe.comment c USING (site_id, comment_id)");
    }
    std::string count(const std::string& table) { return h.value("SELECT count(*) FROM personal." + table); }
};

} // namespace greffe::test
