// Tables line up, times are short, colours come only where they are understood.
#include "admin-cli/table.hpp"
#include "admin-cli/terminal.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <sstream>

namespace greffe::cli {

namespace {

class streams : public testing::Test {
  protected:
    streams() {
        setenv("TZ", "UTC", 1);
        tzset();
    }
    terminal with(bool colours, std::size_t width) {
        return {.out = out, .err = err, .colours = colours, .progress = false, .width = width, .now = now};
    }
    std::ostringstream out;
    std::ostringstream err;
    domain::timestamp now = *domain::parse_rfc3339("2026-03-05T12:00:00Z");
};

class Table : public streams {};
class ShortTime : public streams {};
class Colours : public streams {};

} // namespace

TEST_F(Table, AlignsColumnsByWhatIsSeen) {
    table shown({{"NAME"}, {"N", true}, {"TEXT"}});
    shown.add({"été", "7", "a"});
    shown.add({"x", "1234", "b c"});
    shown.print(with(false, 0));
    EXPECT_EQ(out.str(), "NAME     N  TEXT\n"
                         "été      7  a\n"
                         "x     1234  b c\n");
}

TEST_F(Table, CutsTheLastColumnToATerminalOnly) {
    table shown({{"A"}, {"TEXT"}});
    shown.add({"x", "0123456789abcdefghij"});
    shown.print(with(false, 18));
    EXPECT_EQ(out.str(), "A  TEXT\nx  0123456789abcd…\n");
    out.str("");
    shown.print(with(false, 0));
    EXPECT_NE(out.str().find("0123456789abcdefghij"), std::string::npos);
}

TEST_F(Table, ColoursTakeNoRoom) {
    const auto coloured = with(true, 0);
    table shown({{"S", false, [&](const std::string& cell) { return coloured.status(cell); }}, {"T"}});
    shown.add({"held", "x"});
    shown.add({"published", "y"});
    shown.print(coloured);
    EXPECT_NE(out.str().find("\x1b[33mheld\x1b[0m       x\n"), std::string::npos) << out.str();
}

TEST_F(ShortTime, IsAsShortAsItCanBe) {
    EXPECT_EQ(short_time("2026-03-05T08:05:59Z", now), "08:05");
    EXPECT_EQ(short_time("2026-02-09T10:52:00+01:00", now), "09 Feb 09:52");
    EXPECT_EQ(short_time("2024-04-09T07:56:00Z", now), "2024-04-09 07:56");
    EXPECT_EQ(short_time("", now), "");
}

TEST_F(ShortTime, AgeHasOneUnit) {
    EXPECT_EQ(age("2026-03-05T11:59:30Z", now), "30s");
    EXPECT_EQ(age("2026-03-05T11:01:00Z", now), "59m");
    EXPECT_EQ(age("2026-03-04T12:30:00Z", now), "23h");
    EXPECT_EQ(age("2026-03-01T12:00:00Z", now), "4d");
    EXPECT_EQ(age("2026-03-05T12:00:10Z", now), "0s");
}

TEST_F(Colours, AreLeftOutWhereTheyAreNotUnderstood) {
    EXPECT_EQ(with(false, 0).status("rejected"), "rejected");
    EXPECT_EQ(with(true, 0).status("rejected"), "\x1b[31mrejected\x1b[0m");
    EXPECT_EQ(with(false, 0).marked("Telegram"), "⟦Telegram⟧");
    EXPECT_EQ(with(true, 0).marked("Telegram"), "\x1b[7mTelegram\x1b[0m");
}

} // namespace greffe::cli
