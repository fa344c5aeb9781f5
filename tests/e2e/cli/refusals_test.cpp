// What the server refuses, as a person and as a script see it: exit codes, sentences, problem+json, nothing
// left behind.
#include "tests/e2e/cli/one_server.hpp"
#include "tests/support/scratch_folder.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace greffe::test {

namespace json = boost::json;

namespace {

constexpr const char* stranger = "grf_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

const std::string one_comment =
    R"({"type":"article","external_id":"a-1","title":"La halle rouvre","published_at":"2025-01-02T08:00:00Z"})"
    "\n"
    R"({"type":"comment","article":"a-1","external_id":"https://forum.example/c/1?p=2","body":"Enfin !"})"
    "\n";

outcome with_key(const std::string& key, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--key", key});
    return one_server().greffe(arguments);
}

std::string code_of(const outcome& ran) {
    return std::string(json::parse(ran.output).at("code").as_string());
}

std::string new_key(std::vector<std::string> arguments) {
    const std::vector<std::string> command{"key",
                                           "create"}; // named: two literals in braces would make one string
    arguments.insert(arguments.begin(), command.begin(), command.end());
    std::istringstream out(one_server().greffe(arguments).output);
    std::string token;
    out >> token;
    return token;
}

} // namespace

TEST(Refusals, AMissingKeyIsToldWithWhatToSet) {
    const auto ran = run_program(std::filesystem::path(GREFFE_BIN_DIR) / "greffe", {"site", "list"},
                                 {"GREFFE_URL=" + one_server().url(), "GREFFE_KEY="});
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_NE(ran.errors.find("export GREFFE_KEY="), std::string::npos) << ran.errors;
}

TEST(Refusals, AWrongKeyIsNotRepeated) {
    const auto ran = with_key(stranger, {"--json", "site", "list"});
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_EQ(code_of(ran), "unauthenticated");
    EXPECT_EQ((ran.output + ran.errors).find(stranger), std::string::npos);
}

TEST(Refusals, ARevokedKeyOpensNothing) {
    open_site("revoked");
    const auto token = new_key({"--role", "moderator", "--site", "revoked"});
    ASSERT_EQ(with_key(token, {"queue"}).exit_code, 0);
    std::string id;
    const auto keys = json::parse(one_server().greffe({"--json", "key", "list"}).output);
    for (const auto& key : keys.at("items").as_array())
        if (key.at("label").as_string().empty() && key.as_object().contains("site"))
            id = key.at("id").as_string();
    ASSERT_EQ(one_server().greffe({"key", "revoke", id}).exit_code, 0);
    // "Within a second" is the promise; this asks until it is kept.
    int ended = 0;
    for (int tries = 0; tries < 100 && ended == 0; ++tries) ended = with_key(token, {"queue"}).exit_code;
    EXPECT_EQ(ended, 1);
}

TEST(Refusals, ARoleDoesWhatItMayAndNoMore) {
    open_site("roles");
    const auto publisher = new_key({"--role", "publisher", "--site", "roles"});
    EXPECT_EQ(code_of(with_key(publisher, {"--json", "queue"})), "forbidden");
    EXPECT_EQ(code_of(with_key(publisher, {"--json", "site", "create", "more"})), "forbidden");
    open_site("others");
    EXPECT_EQ(code_of(with_key(publisher, {"--json", "articles", "--site", "others"})), "not_found");
}

TEST(Refusals, ADecisionOnAnOldVersionChangesNothing) {
    open_site("stale");
    const std::string comment = "stale/https://forum.example/c/1?p=2";
    ASSERT_EQ(one_server().greffe({"import", "ndjson", "-", "--site", "stale"}, one_comment).exit_code, 0);
    ASSERT_EQ(one_server().greffe({"case", "open", comment}).exit_code, 0);
    ASSERT_EQ(one_server().greffe({"case", "claim", "--site", "stale"}).exit_code, 0);
    ASSERT_EQ(one_server().greffe({"report", comment, "--reason", "spam"}).exit_code, 0);
    const auto stale = one_server().greffe(
        {"--json", "case", "decide", comment, "reject", "--reason", "spam", "--version", "1"});
    EXPECT_EQ(stale.exit_code, 1);
    EXPECT_EQ(code_of(stale), "stale_version");
    EXPECT_NE(stale.errors.find("greffe case show"), std::string::npos) << stale.errors;

    const auto decided = one_server().greffe({"case", "decide", comment, "reject", "--reason", "spam"});
    EXPECT_EQ(decided.exit_code, 0) << decided.errors;
    EXPECT_NE(decided.errors.find("deciding on version"), std::string::npos)
        << "the version that was taken is said";
    EXPECT_NE(decided.output.find("reject: the comment is rejected, its case closed"), std::string::npos)
        << decided.output;
}

TEST(Refusals, ABadRulesetIsToldByLineAndNotStored) {
    open_site("rules");
    const scratch_folder scratch;
    const auto file = (scratch / "bad.yaml").string();
    std::ofstream(file) << "ruleset: bad\nrules:\n  - id: broken\n    for: comment\n    mode: live\n    "
                           "when: {text: '(unclosed'}\n"
                           "    then: {action: hold}\n";
    const auto ran = one_server().greffe({"rules", "push", file, "--site", "rules"});
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_NE(ran.errors.find(file + ":6:"), std::string::npos) << ran.errors;
    EXPECT_NE(
        one_server().greffe({"rules", "list", "--site", "rules"}).output.find("everything is published"),
        std::string::npos);
}

TEST(Refusals, AnExportThatFailsLeavesNoFile) {
    const scratch_folder scratch;
    const auto file = (scratch / "thread.html").string();
    const auto ran = one_server().greffe(
        {"export", "01890a5d-ac96-774b-bcce-b302099a8057", "--format", "html", "--out", file});
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_FALSE(std::filesystem::exists(file + ".part"));
    EXPECT_EQ(one_server().greffe({"export", "nowhere/a-1", "--out", "/nonexistent/folder/x"}).exit_code, 1);
}

TEST(Refusals, ACommentsEscapeSequencesDoNotReachTheTerminal) {
    open_site("escapes");
    const std::string input =
        R"({"type":"article","external_id":"a-1","title":"Titre","published_at":"2025-01-02T08:00:00Z"})"
        "\n"
        R"({"type":"comment","article":"a-1","external_id":"c-1","author":{"name":"\u001b[2JPirate"},"body":"\u001b]0;pwned\u0007 \u202etxet"})"
        "\n";
    ASSERT_EQ(one_server().greffe({"import", "ndjson", "-", "--site", "escapes"}, input).exit_code, 0);
    ASSERT_EQ(one_server().greffe({"case", "open", "escapes/c-1"}).exit_code, 0);
    const std::vector<std::vector<std::string>> views{{"thread", "escapes/a-1"},
                                                      {"queue", "--site", "escapes"},
                                                      {"case", "show", "escapes/c-1"},
                                                      {"--json", "case", "show", "escapes/c-1"}};
    for (const auto& view : views) {
        const auto shown = one_server().greffe(view);
        ASSERT_EQ(shown.exit_code, 0) << shown.errors;
        EXPECT_EQ(shown.output.find('\x1b'), std::string::npos) << testing::PrintToString(view);
        EXPECT_EQ(shown.output.find("\u202e"), std::string::npos) << testing::PrintToString(view);
        EXPECT_NE(shown.output.find("pwned"), std::string::npos) << testing::PrintToString(view);
    }
}

} // namespace greffe::test
