// docs/archive-format.md is what an archivist reads a file by, years from now: its table of records is held
// against what is written, key by key, both ways.
#include "server/archive/thread_ndjson.hpp"
#include "tests/unit/archive/sample_thread.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace greffe::archive {
namespace {

using keys_by_record = std::map<std::string, std::set<std::string>>;

/// The keys of a cell such as "format `x`, version 1, size and sha512 (hex), case `{state}`": the first word
/// after each separator. What stands in brackets, between backticks or after a colon explains them.
std::set<std::string> keys_named_in(std::string cell) {
    for (const std::string_view pair : {"()", "``"})
        for (auto begin = cell.find(pair[0]); begin != std::string::npos; begin = cell.find(pair[0], begin))
            cell.erase(begin, cell.find(pair[1], begin + 1) - begin + 1);
    std::set<std::string> keys;
    std::istringstream parts(cell);
    for (std::string part; std::getline(parts, part, ';');) {
        std::istringstream names(part.substr(0, part.find(':')));
        for (std::string name; std::getline(names, name, ',');) {
            std::istringstream words(name);
            std::string word;
            bool key = true;
            while (words >> word) {
                if (key) keys.insert(word);
                key = word == "and";
            }
        }
    }
    return keys;
}

/// Of the table below "## 5.".
keys_by_record documented() {
    std::ifstream file(GREFFE_SOURCE_DIR "/docs/archive-format.md");
    keys_by_record all;
    bool here = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("## ")) here = line.starts_with("## 5.");
        if (!here || !line.starts_with("| ")) continue;
        std::vector<std::string> cells;
        std::istringstream in(line);
        for (std::string cell; std::getline(in, cell, '|');) cells.push_back(cell);
        const std::string record = cells.at(1).substr(1, cells.at(1).size() - 2);
        if (record == "record") continue;
        all[record] = keys_named_in(cells.at(3));
    }
    return all;
}

/// With whatever may be absent.
test::sample_thread full_thread() {
    auto thread = test::make_sample_thread();
    thread.article.merged_into = thread.article.id;
    thread.article.aliases = {"autre-nom"};
    auto answer = test::make_comment(99, "Une réponse.");
    answer.parent = thread.comments.front().id;
    answer.parent_external_id = thread.comments.front().external_id;
    answer.immune_revision = 1;
    archived_report report;
    report.weight = 100;
    report.rules = {{.rule = "meute", .ruleset_version = 1, .mode = "live"}};
    answer.reports = {report};
    archived_decision decision;
    decision.action = "approve";
    decision.policy = "charte";
    decision.batch = domain::uuid{};
    answer.decisions = {decision};
    thread.comments.push_back(answer);
    return thread;
}

keys_by_record written() {
    std::string bytes;
    thread_ndjson writer([&](std::string_view more) { bytes += more; });
    test::write(full_thread(), writer);
    keys_by_record all;
    std::istringstream in(bytes);
    for (std::string text; std::getline(in, text);) {
        const auto line = boost::json::parse(text).as_object();
        auto& keys = all[std::string(line.at("record").as_string())];
        for (const auto& [key, value] : line)
            if (key != "record") keys.insert(std::string(key));
    }
    return all;
}

TEST(ArchiveFormat, TheTableNamesEveryKeyThatIsWrittenAndNoOther) {
    const auto wanted = documented();
    const auto found = written();
    ASSERT_GT(wanted.size(), 5U) << "the table was not found";
    for (const auto& [record, keys] : wanted) {
        SCOPED_TRACE(record);
        ASSERT_TRUE(found.contains(record));
        EXPECT_EQ(keys, found.at(record));
    }
    EXPECT_EQ(wanted.size(), found.size());
}

} // namespace
} // namespace greffe::archive
