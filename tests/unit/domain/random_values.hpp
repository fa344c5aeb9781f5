// Random values for property tests: every optional key there or not, texts from every plane, the same ones in
// each run.
#pragma once
#include "server/domain/article.hpp"
#include "server/domain/comment.hpp"
#include "server/domain/report.hpp"

#include <random>

namespace greffe::domain::test {

class random_values {
  public:
    explicit random_values(std::uint32_t seed) : random_(seed) {}

    article_content content();
    capture observed();
    new_comment comment();
    comment_edit edit();
    new_report report();
    posted_time posted();
    author_claim author();

    std::string text(std::size_t most_characters = 20);
    timestamp time();
    int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
    bool chance() { return number(0, 1) == 1; }

  private:
    std::string some_text() { return "x" + text(); }
    std::optional<std::string> optional_text() { return chance() ? std::optional(text()) : std::nullopt; }
    std::optional<timestamp> optional_time() { return chance() ? std::optional(time()) : std::nullopt; }
    std::optional<std::int64_t> optional_version();
    byte_range range_in(std::size_t size);

    std::mt19937 random_;
};

} // namespace greffe::domain::test
