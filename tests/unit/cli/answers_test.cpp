// How answers of the server are told to a person: refusals, import results, a case's page, an export's
// records.
#include "admin-cli/commands/case_page.hpp"
#include "admin-cli/import_results.hpp"
#include "admin-cli/outcome.hpp"
#include "admin-cli/problem.hpp"
#include "admin-cli/record_count.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace greffe::cli {

namespace json = boost::json;

namespace {

struct pad {
    std::ostringstream out;
    std::ostringstream err;
    terminal plain{.out = out, .err = err, .now = *domain::parse_rfc3339("2026-03-05T12:00:00Z")};
};

} // namespace

TEST(Problem, IsASentenceItsFieldAndWhatToDo) {
    const auto told = explain({{"status", 409},
                               {"code", "stale_version"},
                               {"title", "It changed since you saw it"},
                               {"detail", "version 4: reported \x1b[2J"},
                               {"field", "version"}});
    EXPECT_EQ(
        told,
        "refused: It changed since you saw it: version 4: reported \\x1b[2J (field: version; code: "
        "stale_version)\n"
        "  next: somebody changed it: look again with `greffe case show ID`, then decide with its version");
}

TEST(Problem, OfAnUnknownCodeStillSaysWhatItKnows) {
    EXPECT_EQ(explain({{"code", "new_thing"}}), "refused: the server refused this (code: new_thing)");
}

TEST(ImportResults, CountsByEffectAndNumbersFailures) {
    pad p;
    import_results results(p.plain, false);
    const std::string_view lines =
        R"({"line":1,"type":"article","external_id":"a","effect":"created","id":"x"}
{"line":2,"type":"comment","external_id":"c1","effect":"created","id":"y","status":"published"}
{"line":3,"error":{"code":"unknown_parent","field":"parent","detail":"no such comment","retryable":true}}
{"line":4,"type":"comment","external_id":"c2","effect":"created","id":"z","status":"held"}
)";
    // In pieces, as the network hands them on.
    for (std::size_t at = 0; at < lines.size(); at += 7) results.feed(lines.substr(at, 7));
    EXPECT_EQ(results.summary(),
              "4 lines: 3 added, 0 unchanged, 1 refused (1 article created, 2 comment created)");
    EXPECT_EQ(results.failed(), 1);
    EXPECT_FALSE(results.cut_off());
    EXPECT_EQ(
        p.err.str(),
        "line 3: unknown_parent (field parent): no such comment; next: import the comment that it answers, "
        "then run this again\n");
    EXPECT_TRUE(p.out.str().empty());
    results.feed("{\"line\":5");
    EXPECT_TRUE(results.cut_off());
}

TEST(ImportResults, AMillionBadLinesAreCountedNotShown) {
    pad p;
    import_results results(p.plain, false);
    for (int line = 1; line <= 1'000; ++line)
        results.feed(
            "{\"line\":" + std::to_string(line) +
            ",\"error\":{\"code\":\"malformed\",\"field\":\"\",\"detail\":\"\",\"retryable\":false}}\n");
    EXPECT_EQ(results.failed(), 1'000);
    EXPECT_EQ(std::ranges::count(p.err.str(), '\n'), 201);
    EXPECT_EQ(results.summary(), "1000 lines: 0 added, 0 unchanged, 1000 refused");
}

TEST(ImportProgress, TellsRateAndRemainingTimeWhereTheSizeIsKnown) {
    using namespace std::chrono_literals;
    import_progress now{.lines = 120'000, .elapsed = 4s, .size = {}};
    EXPECT_EQ(to_text(now), "120,000 lines, 30,000/s");
    now.size = 1'000'000;
    now.sent = 250'000;
    now.refused = 3;
    EXPECT_EQ(to_text(now), "120,000 lines, 30,000/s, 25 %, 12 s left, 3 refused");
    now.sent = 0;
    now.elapsed = 0s;
    EXPECT_EQ(to_text(now), "120,000 lines, 0 %, 3 refused");
    EXPECT_EQ(duration_text(125s), "2 min 5 s");
    EXPECT_EQ(duration_text(11'040s), "3 h 4 min");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1'234'567), "1,234,567");
}

TEST(ImportResults, AProgressLineIsWrittenOverNowAndThenAndGoesBeforeARefusal) {
    using namespace std::chrono_literals;
    std::ostringstream out, err;
    const terminal watched{.out = out, .err = err, .progress = true};
    std::chrono::steady_clock::time_point now{1h};
    import_results results(watched, false, [&] { return now; });
    results.on_progress([] { return import_progress{.sent = 500, .size = 1'000}; });
    const auto line = [&] {
        err.str("");
        results.feed("{\"line\":1,\"type\":\"comment\",\"effect\":\"created\"}\n");
        return err.str();
    };
    EXPECT_EQ(line(), "") << "nothing has taken long yet";
    now += 2s;
    EXPECT_EQ(line(), "\r\x1b[K2 lines, 1/s, 50 %, 2 s left");
    now += 100ms;
    EXPECT_EQ(line(), "") << "too soon to be read";
    err.str("");
    results.feed("{\"line\":4,\"error\":{\"code\":\"invalid_field\",\"field\":\"body\"}}\n");
    EXPECT_TRUE(err.str().starts_with("\r\x1b[Kline 4: invalid_field (field body)")) << err.str();
    err.str("");
    results.end_progress();
    EXPECT_EQ(err.str(), "") << "it is off the screen already";
    EXPECT_EQ(out.str(), "");
}

TEST(ImportResults, VerbatimLinesGoOut) {
    pad p;
    import_results results(p.plain, true);
    results.feed("{\"line\":1,\"type\":\"comment\",\"effect\":\"unchanged\"}\n");
    EXPECT_EQ(p.out.str(), "{\"line\":1,\"type\":\"comment\",\"effect\":\"unchanged\"}\n");
    EXPECT_THROW(results.feed("<html>\n"), failure);
}

TEST(RecordCount, HoldsTheExportAgainstItsOwnCounts) {
    record_count whole;
    whole.feed("{\"record\":\"export\"}\n{\"record\":\"article\"}\n{\"record\":\"comment\"}\n{\"record\":"
               "\"comment\"}\n");
    whole.feed("{\"record\":\"end\",\"counts\":{\"article\":1,\"comment\":2}}\n");
    EXPECT_NO_THROW(whole.check());
    EXPECT_EQ(whole.as_text(), "1 article, 2 comments");

    record_count cut;
    cut.feed("{\"record\":\"export\"}\n{\"record\":\"article\"}\n");
    EXPECT_THROW(cut.check(), failure);

    record_count short_by_one;
    short_by_one.feed("{\"record\":\"comment\"}\n{\"record\":\"end\",\"counts\":{\"comment\":2}}\n");
    EXPECT_THROW(short_by_one.check(), failure);

    record_count foreign;
    EXPECT_THROW(foreign.feed("<html>\n"), failure);
}

TEST(MarkedBody, MarksSpansOfTheBodyInBytes) {
    pad p;
    // "été" has five bytes: the span begins after them and a blank.
    const json::array spans{{{"field", "body"}, {"begin", 6}, {"end", 14}},
                            {{"field", "body"}, {"begin", 10}, {"end", 14}}};
    EXPECT_EQ(marked_body("été Telegram, oui", {{{"field", "body"}, {"begin", 6}, {"end", 14}}}, 0, p.plain),
              "été ⟦Telegram⟧, oui");
    EXPECT_EQ(marked_body("été Telegram, oui", spans, 0, p.plain), "été ⟦Telegram⟧, oui");
}

TEST(MarkedBody, LeavesOutWhatDoesNotFit) {
    pad p;
    const json::array spans{{{"field", "name"}, {"begin", 0}, {"end", 2}},
                            {{"field", "body"}, {"begin", 2}, {"end", 99}},
                            {{"field", "body"}, {"begin", 3}, {"end", 3}},
                            {{"field", "body"}, {"begin", -1}, {"end", 2}}};
    EXPECT_EQ(marked_body("abc", spans, 0, p.plain), "abc");
}

TEST(MarkedBody, EscapesInsideAndOutsideOfMarks) {
    pad p;
    EXPECT_EQ(marked_body("a\x1b[0m b\x1b]0;x", {{{"field", "body"}, {"begin", 6}, {"end", 9}}}, 0, p.plain),
              "a\\x1b[0m ⟦b\\x1b]⟧0;x");
}

TEST(CasePage, HoldsAllThatAModeratorNeeds) {
    setenv("TZ", "UTC", 1);
    pad p;
    const auto found = json::parse(R"({
      "case": {"id":"01890a5d-ac96-774b-bcce-b302099a8057","site_name":"bourse","state":"open","cause":"report","version":3,
               "priority":40,"report_count":2,"opened_at":"2026-03-05T10:00:00Z","leased_by_me":true,
               "leased_until":"2026-03-05T12:05:00Z","status":"published"},
      "article": {"external_id":"a-1","comment_count":9,"published_count":8,
                  "content":{"title":"Les taux","url":"https://example.org/a-1","published_at":"2026-03-05T08:00:00Z"}},
      "comment": {"id":"01890a5d-ac96-774b-bcce-b302099a8057","external_id":"c-5","posted_at":"2026-03-05T09:30:00Z",
                  "author":{"presence":"named","name":"Zoé"},"status":"published","revision":1,
                  "body":"Contactez-moi sur Telegram"},
      "revisions": [{"revision":1,"body":"Contactez-moi sur Telegram"}],
      "parent": {"id":"p","external_id":"c-1","posted_at":"2026-03-05T09:00:00Z","author":{"presence":"not_captured"},
                 "status":"published","body":"Une question"},
      "around": [{"id":"b","external_id":"c-4","posted_at":"2026-03-05T09:20:00Z","author":{"presence":"anonymous"},
                  "status":"published","body":"Avant"},
                 {"id":"d","external_id":"c-6","posted_at":"2026-03-05T09:40:00Z","author":{"presence":"named","name":"Max"},
                  "status":"held","body":"Après"}],
      "flags": [{"rule":"private-messenger","ruleset_version":2,"live":true,"action":"flag","score":40,"policy":"scam",
                 "revision":1,"spans":[{"field":"body","begin":18,"end":26}]},
                {"rule":"essai","ruleset_version":2,"live":false,"action":"hold","score":0,"revision":1,
                 "spans":[{"field":"body","begin":0,"end":9}]}],
      "reports": [{"kind":"charter","reason":"arnaque","text":"Du démarchage","revision":1,
                   "received_at":"2026-03-05T10:00:00Z","outcome":"pending"}],
      "decisions": [{"action":"approve","reason":"rien","note":"vu","revision":1,"decided_at":"2026-03-04T10:00:00Z",
                     "status_before":"held","status_after":"published"}]})");
    print_case_page(found.as_object(), p.plain);
    const auto page = p.out.str();
    std::size_t at = 0;
    for (const char* expected :
         {"Case 01890a5d-ac96-774b-bcce-b302099a8057",
          "open, version 3, priority 40",
          "held by you until 12:05",
          "ARTICLE",
          "Les taux",
          "bourse/a-1",
          "IN REPLY TO",
          "(not captured)",
          "Une question",
          "BEFORE IT",
          "Avant",
          "COMMENT",
          "Zoé",
          "Contactez-moi sur ⟦Telegram⟧",
          "AFTER IT",
          "Après",
          "FLAGS",
          "private-messenger",
          "scam",
          "live",
          "Telegram",
          "essai",
          "shadow",
          "Contactez",
          "REPORTS",
          "arnaque",
          "Du démarchage",
          "EARLIER DECISIONS",
          "held -> published",
          "NEXT",
          "greffe case decide 01890a5d-ac96-774b-bcce-b302099a8057 approve --version 3 --reason CODE",
          "dismiss",
          "greffe case escalate",
          "greffe case release"}) {
        const auto next = page.find(expected, at);
        ASSERT_NE(next, std::string::npos) << expected << " not after byte " << at << " of\n" << page;
        at = next;
    }
}

TEST(CasePage, NamesOnlyWhatCanBeDone) {
    pad p;
    print_case_page({{"case", {{"id", "x"}, {"state", "open"}, {"status", "held"}}}}, p.plain);
    EXPECT_EQ(p.out.str().find("dismiss"), std::string::npos) << "a held comment cannot be dismissed";
    p.out.str("");
    print_case_page({{"case", {{"id", "x"}, {"state", "closed"}, {"status", "rejected"}}}}, p.plain);
    EXPECT_EQ(p.out.str().find("decide"), std::string::npos);
    EXPECT_NE(p.out.str().find("greffe case open x"), std::string::npos);
}

} // namespace greffe::cli
