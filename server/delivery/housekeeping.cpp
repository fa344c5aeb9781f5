#include "server/delivery/housekeeping.hpp"

namespace greffe::delivery {

using namespace service::ports;

namespace {

constexpr std::chrono::hours day{24};
constexpr std::chrono::milliseconds after_part{100};
constexpr std::chrono::seconds between_rounds{20};

} // namespace

const std::vector<duty>& all_duties() {
    static const std::vector<duty> duties{
        {.what = chore::prune_changes, .every = std::chrono::minutes{10}, .keep = 30 * day, .batch = 5000},
        {.what = chore::prune_idempotency, .every = std::chrono::hours{1}, .keep = 7 * day, .batch = 5000},
        {.what = chore::prune_marks, .every = std::chrono::hours{1}, .keep = 31 * day, .batch = 1000},
        {.what = chore::list_author_comments,
         .every = std::chrono::seconds{15},
         .keep = std::chrono::minutes{1},
         .batch = 5000},
    };
    return duties;
}

housekeeping::housekeeping(chore_store& store, std::vector<duty> duties)
    : store_(store), duties_(std::move(duties)) {}

boost::asio::awaitable<std::chrono::milliseconds> housekeeping::beat() {
    bool more = false;
    for (const duty& one : duties_) {
        const auto done = co_await store_.work(one);
        if (done == chore_outcome::part) more = true;
    }
    co_return more ? after_part : std::chrono::milliseconds(between_rounds);
}

} // namespace greffe::delivery
