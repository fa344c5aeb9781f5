// The lossless export: pinned line by line, and told from a file that was cut.
#include "server/archive/thread_ndjson.hpp"

#include "server/archive/content_hash.hpp"
#include "server/archive/event.hpp"
#include "server/domain/records.hpp"
#include "tests/unit/archive/golden.hpp"
#include "tests/unit/archive/sample_thread.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <gtest/gtest.h>

#include <sstream>

namespace greffe::archive {
namespace {

namespace json = boost::json;

std::string exported(const test::sample_thread& thread) {
    std::string out;
    thread_ndjson writer([&](std::string_view bytes) { out += bytes; });
    test::write(thread, writer);
    return out;
}

std::vector<json::object> lines_of(const std::string& text) {
    std::vector<json::object> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line).as_object());
    return lines;
}

std::vector<json::object> records(const std::vector<json::object>& lines, std::string_view kind) {
    std::vector<json::object> out;
    for (const auto& line : lines)
        if (line.at("record").as_string() == json::string_view(kind.data(), kind.size())) out.push_back(line);
    return out;
}

TEST(ThreadNdjson, TheLinesArePinned) {
    test::expect_golden("thread.ndjson", exported(test::make_sample_thread()));
}

TEST(ThreadNdjson, TheFirstLineNamesTheFormatAndTheLastCountsTheOthers) {
    const auto lines = lines_of(exported(test::make_sample_thread()));
    EXPECT_EQ(lines.front().at("record").as_string(), "export");
    EXPECT_EQ(lines.front().at("format").as_string(), "greffe-thread");
    EXPECT_EQ(lines.front().at("version").as_int64(), 1);
    EXPECT_EQ(lines.back().at("record").as_string(), "end");
    std::int64_t counted = 0;
    for (const auto& [kind, count] : lines.back().at("counts").as_object()) {
        EXPECT_EQ(static_cast<std::int64_t>(records(lines, {kind.data(), kind.size()}).size()),
                  count.as_int64())
            << kind;
        counted += count.as_int64();
    }
    EXPECT_EQ(static_cast<std::size_t>(counted) + 2, lines.size());
}

TEST(ThreadNdjson, EveryPartOfTheThreadIsALine) {
    const auto thread = test::make_sample_thread();
    const auto lines = lines_of(exported(thread));
    std::size_t revisions = 0, flags = 0, reports = 0, decisions = 0;
    for (const auto& comment : thread.comments) {
        revisions += comment.revisions.size();
        flags += comment.flags.size();
        reports += comment.reports.size();
        decisions += comment.decisions.size();
    }
    EXPECT_EQ(records(lines, "article").size(), 1U);
    EXPECT_EQ(records(lines, "article_revision").size(), 2U);
    EXPECT_EQ(records(lines, "capture").size(), 1U);
    EXPECT_EQ(records(lines, "comment").size(), thread.comments.size());
    EXPECT_EQ(records(lines, "revision").size(), revisions);
    EXPECT_EQ(records(lines, "flag").size(), flags);
    EXPECT_EQ(records(lines, "report").size(), reports);
    EXPECT_EQ(records(lines, "decision").size(), decisions);
    EXPECT_EQ(records(lines, "event").size(), thread.events.size());
}

TEST(ThreadNdjson, TextsComeBackByteByByte) {
    const auto thread = test::make_sample_thread();
    const auto written = records(lines_of(exported(thread)), "revision");
    std::size_t i = 0;
    for (const auto& comment : thread.comments)
        for (const auto& revision : comment.revisions) {
            EXPECT_EQ(json::value_to<std::string>(written.at(i).at("body")), revision.body);
            EXPECT_EQ(written.at(i).contains("pseudonym"), revision.pseudonym.has_value());
            if (revision.pseudonym) {
                EXPECT_EQ(json::value_to<std::string>(written.at(i).at("pseudonym")), *revision.pseudonym);
            }
            EXPECT_EQ(json::value_to<std::string>(written.at(i).at("comment")), comment.id.to_string());
            ++i;
        }
}

TEST(ThreadNdjson, ContentObservationAndTimeAreTheRecordsOfTheDocumentedForms) {
    const auto thread = test::make_sample_thread();
    const auto lines = lines_of(exported(thread));
    for (const auto& line : records(lines, "article_revision")) {
        const auto content = domain::read_article(line.at("content").as_object());
        ASSERT_TRUE(content) << content.error().detail;
        const auto hash = content_hash(*content);
        EXPECT_EQ(line.at("content_hash").as_string(),
                  to_hex({reinterpret_cast<const char*>(hash.data()), hash.size()}))
            << "the hash can be recomputed from the line";
    }
    const auto capture = records(lines, "capture").at(0);
    EXPECT_EQ(domain::read_observation(capture.at("observation").as_object()).value(),
              thread.captures[0].observation);
    EXPECT_EQ(capture.at("completeness").as_string(), "7 declared, 1 captured");
    const auto comments = records(lines, "comment");
    for (std::size_t i = 0; i < comments.size(); ++i)
        EXPECT_EQ(domain::read_posted_time(comments[i].at("posted")).value(), thread.comments[i].posted);
}

TEST(ThreadNdjson, SaltsGoOnlyWithTheTextsThatAreThere) {
    const auto thread = test::make_sample_thread();
    const auto events = records(lines_of(exported(thread)), "event");
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto& salts = events[i].at("salts").as_object();
        EXPECT_FALSE(salts.contains("address")) << "with its salt, an address could be guessed";
        EXPECT_EQ(salts.contains("body"), !thread.comments[i].revisions.empty());
        EXPECT_EQ(json::value_to<std::string>(events[i].at("leaf")), thread.events[i].leaf);
    }
    EXPECT_FALSE(is_disclosed("address"));
    EXPECT_FALSE(is_disclosed("reporter"));
    EXPECT_TRUE(is_disclosed("body"));
}

TEST(ThreadNdjson, ALeafIsVerifiedFromTheExportAlone) {
    const auto lines = lines_of(exported(test::make_sample_thread()));
    const auto bodies = records(lines, "revision");
    int verified = 0;
    for (const auto& event : records(lines, "event")) {
        const auto leaf = json::parse(event.at("leaf").as_string()).as_object();
        const auto* salt_hex = event.at("salts").as_object().if_contains("body");
        if (!salt_hex) continue;
        salt with{};
        const auto hex = json::value_to<std::string>(*salt_hex);
        for (std::size_t i = 0; i < with.size(); ++i)
            with[i] = static_cast<std::uint8_t>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
        for (const auto& body : bodies) {
            if (body.at("comment") != event.at("comment") ||
                body.at("revision") != leaf.at("d").at("revision"))
                continue;
            const auto again = commit("body", with, json::value_to<std::string>(body.at("body")));
            EXPECT_EQ(leaf.at("c").at("body").as_string(),
                      to_hex({reinterpret_cast<const char*>(again.data()), again.size()}));
            ++verified;
        }
    }
    EXPECT_EQ(verified, 8) << "all but the erased one";
}

} // namespace
} // namespace greffe::archive
