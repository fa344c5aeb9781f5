// A thread in the order of its pages, against an oracle that follows the definition word by word.
#include "server/service/thread_order.hpp"
#include "tests/unit/service/thread_samples.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace greffe::service {
namespace {

bool has_visible_below(const std::vector<public_comment>& all, const public_comment& top) {
    return std::ranges::any_of(all, [&](const public_comment& c) {
        return c.parent == top.id && (!c.tombstone || has_visible_below(all, c));
    });
}

std::vector<std::string> oracle(const std::vector<public_comment>& all, thread_sort sort) {
    const auto by_time = [](const public_comment& a, const public_comment& b) {
        return std::pair(a.posted_at, a.id) < std::pair(b.posted_at, b.id);
    };
    std::vector<public_comment> roots;
    for (const auto& c : all)
        if (c.id == c.root && (!c.tombstone || has_visible_below(all, c))) roots.push_back(c);
    std::ranges::sort(roots, by_time);
    if (sort == thread_sort::newest) std::ranges::reverse(roots);
    std::vector<std::string> order;
    for (const auto& root : roots) {
        order.push_back(root.external_id);
        std::vector<public_comment> replies;
        for (const auto& c : all)
            if (c.root == root.id && c.id != root.id && (!c.tombstone || has_visible_below(all, c)))
                replies.push_back(c);
        std::ranges::sort(replies, by_time);
        for (const auto& reply : replies) order.push_back(reply.external_id);
    }
    return order;
}

TEST(ThreadOrder, IsTheDefinitionsOnRandomThreads) {
    std::mt19937 random(5);
    for (int round = 0; round < 300; ++round) {
        const auto all = random_comments(random, random() % 25);
        for (const auto sort : {thread_sort::oldest, thread_sort::newest}) {
            auto arranged = all;
            std::ranges::shuffle(arranged, random);
            arrange_thread(arranged, sort);
            std::vector<std::string> order;
            for (const auto& c : arranged) order.push_back(c.external_id);
            EXPECT_EQ(order, oracle(all, sort));
        }
    }
}

} // namespace
} // namespace greffe::service
