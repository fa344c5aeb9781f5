// A thread is exported piece by piece: memory stays flat, whatever its length, in every format.
#include "server/archive/thread_html.hpp"
#include "server/archive/thread_ndjson.hpp"
#include "server/store/export_store_pg.hpp"
#include "tests/integration/store/review_house.hpp"
#include "tests/support/resident_memory.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <memory>

namespace greffe::test {
namespace {

constexpr std::size_t comments_of_thread = 50'000;

/// Notes how memory grows.
class measuring_writer final : public archive::thread_writer {
  public:
    explicit measuring_writer(archive::thread_writer& into) : into_(into) {}
    void article(const archive::archived_article& item) override { into_.article(item); }
    void article_revision(const archive::archived_article_revision& item) override {
        into_.article_revision(item);
    }
    void capture(const archive::archived_capture& item) override { into_.capture(item); }
    void comment(const archive::archived_comment& item) override {
        into_.comment(item);
        if (++comments % 1000 == 0) measured.push_back(resident_memory(::getpid()));
    }
    void event(const archive::archived_event& item) override { into_.event(item); }
    void end() override { into_.end(); }

    std::size_t comments = 0;
    std::vector<std::size_t> measured;

  private:
    archive::thread_writer& into_;
};

tenant long_thread_in(review_house& house) {
    const auto place = house.add_tenant("grand-fil");
    house.sql("INSERT INTO greffe.comment (site_id, comment_id, article_id, external_id, root_id, "
              "author_presence, posted_at, received_at, screen, status, revision, public_revision) SELECT "
              "$1::uuid, id, $2::uuid, 'g' || n, id, 'anonymous', timestamptz '2026-01-01 00:00+00' + n * "
              "interval '1 second', now(), 'live', 'published', 1, 1 FROM (SELECT n, gen_random_uuid() AS id "
              "FROM generate_series(1, $3::int) n) AS g",
              {place.site.to_string(), place.article.to_string(), std::to_string(comments_of_thread)});
    house.sql("INSERT INTO greffe.revision (site_id, comment_id, revision, body, received_at) SELECT "
              "site_id, comment_id, 1, repeat('Un commentaire de plus. ', 40), now() FROM greffe.comment "
              "WHERE site_id = $1::uuid",
              {place.site.to_string()});
    return place;
}

struct format {
    std::unique_ptr<archive::thread_writer> (*made_for)(archive::byte_sink);
    std::size_t least_bytes;   ///< in all: far more than may be held
    std::size_t largest_piece; ///< an item; the page's style sheet is the largest of its
};

template <class Writer>
std::unique_ptr<archive::thread_writer> made(archive::byte_sink sink) {
    return std::make_unique<Writer>(std::move(sink));
}

TEST(ExportMemory, AThreadOfFiftyThousandCommentsStreamsInEveryFormat) {
    review_house house;
    store::export_store_pg exports{house.pool};
    const auto place = long_thread_in(house);
    for (const format& each : {format{made<archive::thread_ndjson>, 60'000'000, 4'096},
                               format{made<archive::thread_html>, 48'000'000, 8'192}}) {
        std::size_t greatest = 0, total = 0;
        const auto writer = each.made_for([&](std::string_view bytes) {
            greatest = std::max(greatest, bytes.size());
            total += bytes.size();
        });
        measuring_writer into(*writer);
        ASSERT_TRUE(
            await(exports.read_thread(review_house::someone(domain::role::archivist), place.article, into)));
        EXPECT_EQ(into.comments, comments_of_thread);
        EXPECT_GT(total, each.least_bytes);
        EXPECT_LT(greatest, each.largest_piece) << "one item at a time";
        ASSERT_EQ(into.measured.size(), comments_of_thread / 1000);
        const auto most = *std::ranges::max_element(into.measured);
        EXPECT_LT(most - std::min(into.measured[4], most), 16U << 20)
            << "memory is flat after the first five thousand";
    }
}

} // namespace
} // namespace greffe::test
