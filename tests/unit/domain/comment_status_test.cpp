// The table of a comment's life, written down here a second time, by hand: every triple (from, to, cause) is
// asked.
#include "server/domain/comment_status.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

namespace greffe::domain {
namespace {

using triple = std::string; // "from>to:cause"

triple key(std::optional<comment_status> from, comment_status to, status_cause cause) {
    return std::string(from ? to_string(*from) : "new") + ">" + std::string(to_string(to)) + ":" +
           std::string(to_string(cause));
}

const std::set<triple>& allowed() {
    static const std::set<triple> table = {
        // what is new takes the verdict with the mode's floor, or in history what was observed
        "new>published:verdict",
        "new>held:verdict",
        "new>rejected:verdict",
        "new>published:observed",
        "new>held:observed",
        "new>rejected:observed",
        "new>deleted:observed",
        // what is published
        "published>held:edit_verdict",
        "published>held:report_threshold",
        "published>held:hunt",
        "published>held:undo",
        "published>rejected:reject",
        "published>rejected:edit_verdict",
        // what is held: approve and undo publish it, reject and an edit's verdict reject it
        "held>published:approve",
        "held>published:undo",
        "held>rejected:reject",
        "held>rejected:edit_verdict",
        // what is rejected
        "rejected>published:approve",
        "rejected>published:appeal",
        "rejected>published:undo",
        "rejected>held:undo",
        // the author or the publisher deletes; undo of it restores the status before
        "published>deleted:removal",
        "held>deleted:removal",
        "rejected>deleted:removal",
        "deleted>published:undo",
        "deleted>held:undo",
        "deleted>rejected:undo",
        // all but erased can be erased
        "published>erased:erasure",
        "held>erased:erasure",
        "rejected>erased:erasure",
        "deleted>erased:erasure",
    };
    return table;
}

TEST(CommentStatus, EveryTripleFollowsTheTable) {
    std::vector<std::optional<comment_status>> origins{std::nullopt};
    origins.insert(origins.end(), all_comment_statuses.begin(), all_comment_statuses.end());
    std::size_t asked = 0;
    std::size_t admitted = 0;
    for (const auto& from : origins)
        for (const auto to : all_comment_statuses)
            for (const auto cause : all_status_causes) {
                ++asked;
                const auto triple = key(from, to, cause);
                const auto answer = change_status(from, to, cause);
                if (from == to) {
                    ASSERT_FALSE(answer) << triple;
                    EXPECT_EQ(answer.error().code, errc::already_in_target_state) << triple;
                } else if (allowed().contains(triple)) {
                    ASSERT_TRUE(answer) << triple;
                    EXPECT_EQ(*answer, to) << triple;
                    ++admitted;
                } else {
                    ASSERT_FALSE(answer) << triple;
                    EXPECT_EQ(answer.error().code, errc::invalid_transition) << triple;
                    EXPECT_EQ(answer.error().field, "status") << triple;
                    EXPECT_NE(answer.error().detail.find(to_string(to)), std::string::npos) << triple;
                }
            }
    EXPECT_EQ(asked, 6U * 5U * 11U);
    EXPECT_EQ(admitted, allowed().size()) << "the table names a triple that cannot be asked";
}

TEST(CommentStatus, NothingLeavesErased) {
    for (const auto to : all_comment_statuses)
        for (const auto cause : all_status_causes)
            EXPECT_FALSE(change_status(comment_status::erased, to, cause))
                << key(comment_status::erased, to, cause);
}

TEST(CommentStatus, AnEditNeverSoftens) {
    using enum comment_status;
    const std::map<std::pair<comment_status, comment_status>, comment_status> table = {
        {{published, published}, published}, {{published, held}, held},    {{published, rejected}, rejected},
        {{held, published}, held},           {{held, held}, held},         {{held, rejected}, rejected},
        {{rejected, published}, rejected},   {{rejected, held}, rejected}, {{rejected, rejected}, rejected},
    };
    for (const auto& [asked, wanted] : table)
        EXPECT_EQ(status_after_edit(asked.first, asked.second), wanted)
            << to_string(asked.first) << " with a verdict " << to_string(asked.second);
}

TEST(CommentStatus, WhatAnEditMakesOfItIsATransitionOrNothing) {
    using enum comment_status;
    for (const auto now : {published, held, rejected})
        for (const auto verdict : {published, held, rejected}) {
            const auto after = status_after_edit(now, verdict);
            if (after != now) {
                EXPECT_TRUE(change_status(now, after, status_cause::edit_verdict))
                    << key(now, after, status_cause::edit_verdict);
            }
        }
}

TEST(CommentStatus, NamesAreReadBack) {
    std::set<std::string_view> names;
    for (const auto status : all_comment_statuses) {
        EXPECT_EQ(parse_comment_status(to_string(status)), status);
        names.insert(to_string(status));
    }
    EXPECT_EQ(names, (std::set<std::string_view>{"published", "held", "rejected", "deleted", "erased"}));
    EXPECT_EQ(parse_comment_status("Published"), std::nullopt);
    EXPECT_EQ(parse_comment_status(""), std::nullopt);
}

} // namespace
} // namespace greffe::domain
