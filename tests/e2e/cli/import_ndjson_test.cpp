// An import of many lines streams both ways: results come for every line, a bad one fails alone with its
// number, a repeat changes nothing.
#include "tests/e2e/cli/one_server.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <sstream>

namespace greffe::test {

namespace {

constexpr int many = 20'000;

std::string article_line(const std::string& id) {
    return R"({"type":"article","external_id":")" + id +
           R"(","title":"Le marché du jeudi","published_at":"2025-01-02T08:00:00Z"})" + "\n";
}

std::string comment_line(const std::string& article, int number) {
    return R"({"type":"comment","article":")" + article + R"(","external_id":"c-)" + std::to_string(number) +
           R"(","posted_at":"2025-01-02T09:00:00Z","body":"Remarque numéro )" + std::to_string(number) + " " +
           std::string(200, 'x') + "\"}\n";
}

} // namespace

TEST(ImportNdjson, ABadLineFailsAloneAndIsTold) {
    open_site("lines");
    std::string input = article_line("a-1") + comment_line("a-1", 1);
    input += "{this is no JSON\n";
    input += R"({"type":"comment","article":"a-1","external_id":"c-2","body":""})"
             "\n";
    input += R"({"type":"comment","article":"a-2","external_id":"c-3","body":"trop tôt"})"
             "\n";
    input += comment_line("a-1", 4);
    const auto ran = one_server().greffe({"import", "ndjson", "-", "--site", "lines"}, input);
    EXPECT_EQ(ran.exit_code, 1);
    for (const char* told :
         {"line 3: malformed", "line 4: invalid_field (field body)", "line 5: unknown_article"})
        EXPECT_NE(ran.errors.find(told), std::string::npos) << told << "\n" << ran.errors;
    EXPECT_EQ(ran.output,
              "6 lines: 3 added, 0 unchanged, 3 refused (1 article created, 2 comment created)\n");
}

TEST(ImportNdjson, JsonIsTheServersResultLines) {
    open_site("verbatim");
    const auto ran = one_server().greffe({"--json", "import", "ndjson", "-", "--site", "verbatim"},
                                         article_line("a") + comment_line("a", 1));
    EXPECT_EQ(ran.exit_code, 0) << ran.errors;
    std::istringstream lines(ran.output);
    int count = 0;
    for (std::string line; std::getline(lines, line);)
        EXPECT_EQ(boost::json::parse(line).at("line").as_int64(), ++count);
    EXPECT_EQ(count, 2);
}

TEST(ImportNdjson, ManyLinesStreamAndARepeatChangesNothing) {
    open_site("many");
    std::string input = article_line("a");
    for (int i = 1; i <= many; ++i) input += comment_line("a", i);
    const auto first =
        one_server().greffe({"import", "ndjson", "-", "--site", "many", "--screen", "history"}, input);
    ASSERT_EQ(first.exit_code, 0) << first.errors;
    EXPECT_EQ(
        first.output,
        "20001 lines: 20001 added, 0 unchanged, 0 refused (1 article created, 20000 comment created)\n");
    const auto again =
        one_server().greffe({"import", "ndjson", "-", "--site", "many", "--screen", "history"}, input);
    EXPECT_EQ(again.exit_code, 0) << again.errors;
    EXPECT_EQ(
        again.output,
        "20001 lines: 0 added, 20001 unchanged, 0 refused (1 article unchanged, 20000 comment unchanged)\n");
}

TEST(ImportNdjson, ARefusedImportEndsWithoutReadingAllOfItsInput) {
    const auto ran =
        one_server().greffe({"import", "ndjson", "-", "--site", "no-such-site"}, article_line("a"));
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_NE(ran.errors.find("refused"), std::string::npos) << ran.errors;
}

} // namespace greffe::test
