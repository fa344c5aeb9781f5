// The program as a whole, without a server: what it takes, what it refuses, how it exits. No socket is
// listened on; port 1 of this machine stands for a server that is not there.
#include "admin-cli/command_line.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

namespace greffe::cli {

namespace {

constexpr const char* token = "grf_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
constexpr const char* nobody = "http://127.0.0.1:1";

class CommandLine : public testing::Test {
  protected:
    CommandLine() {
        unsetenv("GREFFE_URL");
        unsetenv("GREFFE_KEY");
    }
    exit_code run(std::vector<std::string> arguments) {
        out.str("");
        err.str("");
        return run_command_line(std::move(arguments), {.out = out, .err = err});
    }
    std::ostringstream out;
    std::ostringstream err;
};

} // namespace

TEST_F(CommandLine, HelpAndVersionAreNoErrors) {
    EXPECT_EQ(run({"--help"}), exit_code::ok);
    for (const char* command :
         {"site", "key", "import", "articles", "thread", "report", "queue", "case", "rules", "export"})
        EXPECT_NE(out.str().find(command), std::string::npos) << command;
    EXPECT_EQ(run({"--version"}), exit_code::ok);
    EXPECT_EQ(out.str().rfind("greffe ", 0), 0U);
    EXPECT_EQ(run({"case", "decide", "--help"}), exit_code::ok);
    EXPECT_NE(out.str().find("approve"), std::string::npos);
}

TEST_F(CommandLine, WhatMakesNoSenseIsUsage) {
    const std::vector<std::vector<std::string>> wrong{
        {},
        {"nonsense"},
        {"site"},
        {"site", "create"},
        {"articles"},
        {"thread"},
        {"report", "bourse/c-1"},
        {"key", "create", "--role", "king"},
        {"case", "claim", "0"},
        {"case", "claim", "51"},
        {"case", "decide", "01890a5d-ac96-774b-bcce-b302099a8057", "delete", "--reason", "x"},
        {"case", "decide", "01890a5d-ac96-774b-bcce-b302099a8057", "approve"},
        {"export", "bourse/a-1", "--format", "pdf", "--out", "x"},
        {"export", "bourse/a-1"},
        {"import", "ndjson", "-", "--site", "bourse", "--screen", "maybe"},
        {"queue", "--url", "not an address"},
        {"thread", "neither-id-nor-pair"},
        {"case", "show", "x"},
    };
    for (const auto& arguments : wrong) {
        EXPECT_EQ(run(arguments), exit_code::usage) << testing::PrintToString(arguments);
        EXPECT_FALSE(err.str().empty()) << testing::PrintToString(arguments);
    }
}

TEST_F(CommandLine, NoServerIsItsOwnExitCode) {
    const std::vector<std::vector<std::string>> commands{
        {"site", "list"},
        {"queue"},
        {"thread", "bourse/a-1"},
        {"case", "claim"},
        {"case", "decide", "01890a5d-ac96-774b-bcce-b302099a8057", "approve", "--reason", "ok", "--version",
         "1"},
        {"export", "bourse/a-1", "--out", "/tmp/greffe-unit-no-server"},
    };
    for (auto arguments : commands) {
        arguments.insert(arguments.begin(), {"--url", nobody, "--key", token});
        EXPECT_EQ(run(arguments), exit_code::unreachable) << testing::PrintToString(arguments);
        EXPECT_NE(err.str().find("127.0.0.1:1"), std::string::npos) << err.str();
    }
}

TEST_F(CommandLine, GlobalOptionsStandAnywhere) {
    EXPECT_EQ(run({"queue", "--json", "--url", nobody}), exit_code::unreachable);
    setenv("GREFFE_URL", nobody, 1);
    EXPECT_EQ(run({"queue"}), exit_code::unreachable);
    unsetenv("GREFFE_URL");
}

TEST_F(CommandLine, TheKeyNeverShows) {
    setenv("GREFFE_KEY", token, 1);
    const std::vector<std::vector<std::string>> failing{
        {"--url", nobody, "queue"},
        {"--kee", token, "queue"},
        {"queue", token},
        {"--url", std::string("http://x:") + token + "@example.org", "queue"},
        {"--url", nobody, "thread", token},
        {"--help"},
        {"queue", "--help"},
    };
    for (const auto& arguments : failing) {
        run(arguments);
        EXPECT_EQ((out.str() + err.str()).find(token), std::string::npos)
            << testing::PrintToString(arguments);
    }
    unsetenv("GREFFE_KEY");
}

TEST_F(CommandLine, UnreadableInputIsRefusedBeforeTheServerIsAsked) {
    EXPECT_EQ(run({"--url", nobody, "import", "ndjson", "/nonexistent/file", "--site", "bourse"}),
              exit_code::refused);
    EXPECT_NE(err.str().find("/nonexistent/file"), std::string::npos);
    EXPECT_EQ(run({"--url", nobody, "rules", "push", "/nonexistent/rules.yaml", "--site", "bourse"}),
              exit_code::refused);
}

TEST(Redact, MasksKeysWhereverTheyStand) {
    EXPECT_EQ(redact(std::string("a ") + token + " b", ""), "a grf_… b");
    EXPECT_EQ(redact("Bearer hunter2!", "hunter2"), "Bearer grf_…!");
    EXPECT_EQ(redact("grf_ is how tokens begin", ""), "grf_ is how tokens begin");
}

} // namespace greffe::cli
