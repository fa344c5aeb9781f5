// An article's revisions are told apart by a hash of its content, the same in every version of every library.
#include "server/archive/content_hash.hpp"

#include "server/domain/records.hpp"
#include "tests/unit/archive/golden.hpp"
#include "tests/unit/archive/sample_thread.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <set>

namespace greffe::archive {
namespace {

TEST(ContentHash, TheCanonicalBytesArePinned) {
    test::expect_golden("content.json", canonical_content(test::sample_content()));
    EXPECT_EQ(content_hash(test::sample_content()), sha256(canonical_content(test::sample_content())));
}

TEST(ContentHash, EveryFieldCounts) {
    using domain::article_content;
    std::vector<article_content> variants{test::sample_content()};
    const auto vary = [&](auto change) {
        auto content = test::sample_content();
        change(content);
        variants.push_back(content);
    };
    vary([](article_content& c) { c.kind = domain::article_kind::topic; });
    vary([](article_content& c) { c.url = "https://journal.example/autre"; });
    vary([](article_content& c) { c.url.reset(); });
    vary([](article_content& c) { c.title += " "; });
    vary([](article_content& c) { c.source.raw += "."; });
    vary([](article_content& c) { c.source.publisher = "Autre"; });
    vary([](article_content& c) { c.source.partner = "Autre"; });
    vary([](article_content& c) { c.section = "sport"; });
    vary([](article_content& c) { c.tags.push_back("port"); });
    vary([](article_content& c) { c.tags.clear(); });
    vary([](article_content& c) { c.published_at.reset(); });
    vary([](article_content& c) { *c.published_at += std::chrono::microseconds{1}; });
    vary([](article_content& c) { c.lead.clear(); });
    vary([](article_content& c) { c.body.pop_back(); });
    vary([](article_content& c) { std::swap(c.body[0], c.body[1]); });
    vary([](article_content& c) { c.body[1].inferred = !c.body[1].inferred; });
    vary([](article_content& c) { c.body[0].kind = domain::body_block::kind_type::heading; });
    vary([](article_content& c) { c.captions[0].occurrences += 1; });
    vary([](article_content& c) { c.captions[0].credit = "X"; });
    vary([](article_content& c) { c.identity_derived = !c.identity_derived; });
    std::set<digest> hashes;
    for (const auto& content : variants) hashes.insert(content_hash(content));
    EXPECT_EQ(hashes.size(), variants.size());
}

TEST(ContentHash, SurvivesTheWayThroughJson) {
    const auto text = boost::json::serialize(domain::to_json(test::sample_content()));
    const auto read = domain::read_article(boost::json::parse(text).as_object());
    ASSERT_TRUE(read);
    EXPECT_EQ(content_hash(*read), content_hash(test::sample_content()));
}

} // namespace
} // namespace greffe::archive
