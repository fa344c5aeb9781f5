// The text of a thread is the JSON value that to_json gives, byte by byte written by hand.
#include "server/service/answers_json.hpp"
#include "server/service/thread_text.hpp"
#include "tests/unit/service/thread_samples.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace greffe::service {
namespace {

TEST(ThreadText, ParsesToTheValueThatToJsonGives) {
    std::mt19937 random(11);
    for (int round = 0; round < 200; ++round) {
        thread_view view;
        for (auto& byte : view.article.value.bytes) byte = static_cast<std::uint8_t>(random());
        view.state = round % 2 == 0 ? domain::article_state::open : domain::article_state::closed;
        view.published_count = static_cast<std::int64_t>(random());
        view.comments = random_comments(random, random() % 12);
        if (random() % 2 == 0) view.next = "a_cursor-";
        EXPECT_EQ(boost::json::parse(to_text(view)), boost::json::value(to_json(view)));
    }
}

} // namespace
} // namespace greffe::service
