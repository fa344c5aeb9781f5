// Conditions on facts: what a ruleset asks for, and what it makes of the answers, absent ones among them.
#include "rules/engine/fingerprint.hpp"
#include "tests/unit/rules/compile.hpp"

#include <functional>

namespace greffe {
namespace {

using namespace rules;
using namespace std::chrono_literals;
using test::matches;

facts with(const std::function<void(facts&)>& change) {
    facts known;
    change(known);
    return known;
}

facts author(author_facts given) {
    return with([&](facts& f) { f.author = given; });
}

TEST(author, compares_what_is_known_and_leaves_the_rest_unknown) {
    const auto young = author({.age = 48h, .published = 3, .rejected = 1, .strikes = 0});
    EXPECT_TRUE(matches("{author: {age_below: 7d}}", "a", young));
    EXPECT_FALSE(matches("{author: {age_below: 2d}}", "a", young)) << "strictly";
    EXPECT_TRUE(matches("{author: {age_over: 47h, published_below: 4}}", "a", young)) << "all of them";
    EXPECT_FALSE(matches("{author: {age_over: 47h, published_below: 3}}", "a", young));
    EXPECT_TRUE(matches("{author: {rejected_over: 24}}", "a", young)) << "one of four is 25 %";
    EXPECT_FALSE(matches("{author: {rejected_over: 25}}", "a", young));
    EXPECT_FALSE(matches("{author: {strikes_over: 0}}", "a", young));
    for (const auto* when : {"{author: {age_below: 7d}}", "{not: {author: {age_below: 7d}}}",
                             "{author: {known: true}}", "{not: {author: {known: false}}}"})
        EXPECT_FALSE(matches(when, "a")) << when << ": nothing is known";
}

TEST(author, that_is_nobody_can_be_asked_for) {
    const auto nobody = author({.known = false});
    EXPECT_TRUE(matches("{author: {known: false}}", "a", nobody));
    EXPECT_FALSE(matches("{author: {known: true}}", "a", nobody));
    EXPECT_FALSE(matches("{author: {age_below: 7d}}", "a", nobody));
    EXPECT_FALSE(matches("{not: {author: {age_below: 7d}}}", "a", nobody));
    EXPECT_FALSE(matches("{author: {rejected_over: 0}}", "a", author({.published = 0, .rejected = 0})))
        << "nothing was decided: no share";
}

TEST(rate, is_strictly_over_and_unknown_when_absent) {
    const auto* when = "{rate: {by: author, over: 5, within: 10m}}";
    const auto rules = test::compile_when(when);
    ASSERT_EQ(rules->needs().rates.size(), 1U);
    EXPECT_EQ(rules->needs().rates[0], (rate_need{.by = rate_key::author, .within = 10min, .tags = {}}));
    const auto at = [](std::int64_t n) { return with([&](facts& f) { f.rates = {n}; }); };
    EXPECT_FALSE(matches(when, "a", at(5)));
    EXPECT_TRUE(matches(when, "a", at(6)));
    EXPECT_FALSE(matches(when, "a"));
    EXPECT_FALSE(matches("{not: " + std::string(when) + "}", "a"));
    EXPECT_TRUE(matches("{not: " + std::string(when) + "}", "a", at(1)));
}

TEST(duplicate, counts_comments_and_authors) {
    const auto seen = [](std::int64_t comments, std::int64_t authors) {
        return with([&](facts& f) { f.duplicates = {duplicate_count{comments, authors}}; });
    };
    EXPECT_TRUE(matches("{duplicate: {within: 1h}}", "a", seen(1, 1)));
    EXPECT_FALSE(matches("{duplicate: {within: 1h}}", "a", seen(0, 1)));
    const auto* campaign =
        "{duplicate: {kind: near, across: tag, tags: 'isin:*', over: 8, authors_over: 5, within: 10m}}";
    EXPECT_TRUE(matches(campaign, "a", seen(9, 6)));
    EXPECT_FALSE(matches(campaign, "a", seen(9, 5)));
    EXPECT_FALSE(matches(campaign, "a", seen(8, 6)));
    EXPECT_FALSE(matches(campaign, "a"));
}

TEST(counting, that_began_within_the_window_is_at_least_so_much) {
    const std::string rate = "{rate: {by: author, over: 5, within: 10m}}";
    const auto rated = [](std::int64_t n) {
        return with([&](facts& f) {
            f.rates = {n};
            f.rates_so_far = {true};
        });
    };
    EXPECT_TRUE(matches(rate, "a", rated(6))) << "that much is certain";
    EXPECT_FALSE(matches("{not: " + rate + "}", "a", rated(6)));
    EXPECT_FALSE(matches(rate, "a", rated(5)));
    EXPECT_FALSE(matches("{not: " + rate + "}", "a", rated(5))) << "there may have been more";
    const std::string duplicate = "{duplicate: {over: 2, authors_over: 1, within: 1h}}";
    const auto repeated = [](std::int64_t comments, std::int64_t authors) {
        return with([&](facts& f) { f.duplicates = {duplicate_count{comments, authors, true}}; });
    };
    EXPECT_TRUE(matches(duplicate, "a", repeated(3, 2)));
    EXPECT_FALSE(matches(duplicate, "a", repeated(3, 1)));
    EXPECT_FALSE(matches("{not: " + duplicate + "}", "a", repeated(3, 1)));
}

TEST(article, looks_at_section_tags_kind_and_age) {
    const auto known = with([](facts& f) {
        f.section = "bourse";
        f.tags = {"isin:FR0"};
        f.article_age = 24h * 40;
    });
    EXPECT_TRUE(
        matches("{article: {sections: [bou*], tags: ['isin:*'], kind: article, age_over: 30d}}", "a", known));
    EXPECT_FALSE(matches("{article: {sections: [sport]}}", "a", known));
    EXPECT_FALSE(matches("{article: {kind: topic}}", "a", known));
    EXPECT_FALSE(matches("{not: {article: {sections: [sport]}}}", "a")) << "no section is known";
    EXPECT_FALSE(matches("{article: {age_over: 30d}}", "a"));
}

TEST(time, is_the_sites) {
    using namespace std::chrono;
    const auto at = [](sys_seconds now) { return with([&](facts& f) { f.now = now; }); };
    const auto summer = at(sys_days(2026y / July / 4) + 21h); // 23:00 on Saturday in Paris
    EXPECT_TRUE(matches("{time: {between: ['22:00', '06:00']}}", "a", summer));
    EXPECT_TRUE(matches("{time: {between: [22, 24], days: [sat]}}", "a", summer));
    EXPECT_FALSE(matches("{time: {days: [sun]}}", "a", summer));
    EXPECT_TRUE(matches("{time: {days: [sun]}}", "a", at(sys_days(2026y / July / 4) + 22h)))
        << "midnight in Paris";
    EXPECT_FALSE(matches("{time: {between: [21, 23]}}", "a", summer)) << "the end is exclusive";
    EXPECT_FALSE(matches("{time: {days: [sat]}}", "a"));
}

TEST(needs, hold_the_article_when_anything_asks_for_it) {
    EXPECT_FALSE(test::compile_when("{words: [a]}")->needs().article);
    EXPECT_TRUE(test::compile_when("{words: [a], in: title}")->needs().article);
    EXPECT_TRUE(test::compile_when("{not: {article: {age_over: 1d}}}")->needs().article);
    EXPECT_TRUE(test::compile("ruleset: t\nrules:\n  - {id: a, mode: shadow, scope: {sections: [bourse]}, "
                              "when: {words: [a]}, then: {action: flag}}\n")
                    ->needs()
                    .article);
    EXPECT_FALSE(test::compile("ruleset: t\nrules:\n  - {id: a, mode: disabled, scope: {tags: [x]}, "
                               "when: {words: [a]}, then: {action: flag}}\n")
                     ->needs()
                     .article);
}

TEST(needs, are_those_of_the_active_rules_without_repeats) {
    const auto rule = [](std::string_view id, std::string_view mode, std::string_view when) {
        return "  - {id: " + std::string(id) + ", mode: " + std::string(mode) +
               ", then: {action: flag}, when: " + std::string(when) + "}\n";
    };
    const auto rules = test::compile(
        "ruleset: t\nrules:\n" +
        rule("d", "draft", "{all: [{rate: {by: phone, over: 1, within: 7d}}, {author: {age_below: 1d}}]}") +
        rule("a", "shadow", "{rate: {by: author, over: 5, within: 10m}}") +
        rule("b", "shadow", "{rate: {by: author, over: 9, within: 10m}}") +
        rule("c", "shadow", "{duplicate: {kind: near, within: 1h}}"));
    const facts_needed& needs = rules->needs();
    ASSERT_EQ(needs.rates.size(), 1U);
    EXPECT_EQ(needs.rates[0].by, rate_key::author);
    ASSERT_EQ(needs.duplicates.size(), 1U);
    EXPECT_FALSE(needs.author) << "only a draft asks for it";
    EXPECT_FALSE(needs.article);
    EXPECT_EQ(needs.longest_window(), 1h);
    EXPECT_TRUE(test::compile_when("{words: [a]}")->needs().nothing_counted());
    EXPECT_TRUE(test::compile_when("{author: {rejected_over: 5}}")->needs().author_comments);
    EXPECT_FALSE(test::compile_when("{author: {age_below: 1d}}")->needs().author_comments);
}

TEST(examples, give_facts) {
    const auto source = [](std::string_view given) {
        return "ruleset: t\nrules:\n  - id: r\n    when: {all: [{words: [achetez]}, {author: {age_below: "
               "7d}}, {rate: {by: link_host, "
               "over: 2, within: 1h}}, {duplicate: {within: 1h}}, {article: {age_below: 1d}}, {time: "
               "{between: [22, 6]}}]}\n"
               "    then: {action: flag}\n    examples:\n      pass: [achetez]\n      match: [{text: "
               "achetez, facts: {" +
               std::string(given) + "}}]\n";
    };
    const std::string all =
        "author: {age: 2d}, rate: {link_host: 3}, duplicate: {comments: 1}, article: {age: 2h}, "
        "time: '2026-07-04 23:00'";
    const auto good = ruleset::compile(source(all));
    EXPECT_TRUE(good.rules) << test::printed(good.found);
    for (const auto& [what, instead] : {std::pair("age: 2d", "age: 8d"),
                                        {"link_host: 3", "link_host: 2"},
                                        {"comments: 1", "comments: 0"},
                                        {"age: 2h", "age: 2d"},
                                        {"23:00", "12:00"}}) {
        std::string bad = all;
        bad.replace(bad.find(what), std::string_view(what).size(), instead);
        const auto made = ruleset::compile(source(bad));
        EXPECT_FALSE(made.rules) << bad;
        ASSERT_EQ(made.found.size(), 1U) << test::printed(made.found);
        EXPECT_EQ(made.found[0].code, "example-fails");
    }
}

TEST(a_throttled_rule, only_flags_and_weighs_nothing) {
    const auto rules = test::compile("ruleset: t\nrules:\n  - {id: r, cap: 200/day, when: {words: [a]}, "
                                     "then: {action: reject, score: 60}, "
                                     "examples: {match: [a], pass: [b]}}\n");
    ASSERT_EQ(rules->rules().size(), 1U);
    EXPECT_EQ(rules->rules()[0].daily_cap, 200);
    EXPECT_EQ(test::judge(*rules, "a").does, action::reject);
    const auto answer = test::judge(*rules, "a", with([](facts& f) { f.throttled = {"r"}; }));
    EXPECT_EQ(answer.does, action::flag);
    EXPECT_EQ(answer.score, 0);
    ASSERT_EQ(answer.matches.size(), 1U);
    EXPECT_TRUE(answer.matches[0].throttled);
}

std::string report_rule(std::string_view id, std::string_view when, std::string_view then,
                        std::string_view mode = "shadow") {
    return "  - {id: " + std::string(id) + ", for: report, mode: " + std::string(mode) +
           ", when: " + std::string(when) + ", then: " + std::string(then) + "}\n";
}

TEST(report_rules, see_the_report_the_totals_and_both_texts) {
    const auto judged = [](std::string_view when, const report_facts& report) {
        const auto rules = test::compile("ruleset: t\nrules:\n" + report_rule("r", when, "{priority: +5}"));
        facts known;
        known.report = report;
        const auto scanned = rules->scan({.body = "Achetez vite", .name = {}, .report = "C'est de la pub"});
        EXPECT_TRUE(rules->judge(scanned, known).matches.empty()) << "no rule for comments";
        return !rules->judge_report(scanned, known).matches.empty();
    };
    const report_facts report{.reason = "spam",
                              .kind = "charter",
                              .standing = 0.25,
                              .count = 4,
                              .weight = 2.5,
                              .approved = false,
                              .comment_age = 2h};
    EXPECT_TRUE(judged("{words: [pub], in: report}", report));
    EXPECT_FALSE(judged("{words: [pub]}", report)) << "the body is the comment's";
    EXPECT_TRUE(judged("{words: [achetez]}", report));
    EXPECT_TRUE(judged("{report: {reasons: [spam, arnaque], kind: charter, count_over: 3, weight_over: 2.4, "
                       "standing_below: 0.3, "
                       "approved: false, comment_age_below: 1d}}",
                       report));
    for (const auto* when :
         {"{report: {reasons: [haine]}}", "{report: {kind: illegal}}", "{report: {count_over: 4}}",
          "{report: {weight_below: 2.5}}", "{report: {standing_over: 0.25}}", "{report: {approved: true}}",
          "{report: {comment_age_over: 2h}}"})
        EXPECT_FALSE(judged(when, report)) << when;
    EXPECT_FALSE(judged("{not: {report: {approved: true}}}", {})) << "unknown";
}

TEST(report_rules, add_their_priorities_and_unite_their_actions) {
    const std::string examples = ", examples: {match: [{text: a}], pass: [b]}}\n";
    const auto live = [&](std::string_view id, std::string_view then) {
        return "  - {id: " + std::string(id) +
               ", for: report, when: {words: [a]}, then: " + std::string(then) + examples;
    };
    const auto rules =
        test::compile("ruleset: t\nrules:\n" + live("up", "{priority: +10, action: escalate}") +
                      live("down", "{priority: -3}") + live("away", "{action: discount}") +
                      report_rule("ghost", "{words: [a]}", "{action: hide, priority: 100}"));
    facts known;
    known.report = report_facts{};
    const auto answer = rules->judge_report(rules->scan({.body = "a", .name = {}, .report = "x"}), known);
    EXPECT_EQ(answer.effect,
              (report_effect{.priority = 7, .escalate = true, .hide = false, .discount = true}))
        << "a shadow rule is weightless";
    ASSERT_EQ(answer.matches.size(), 4U);
    EXPECT_TRUE(answer.matches[3].effect.hide) << "what it would have done";
}

TEST(fingerprint, holds_what_is_asked_for_and_nothing_else) {
    facts_needed needed;
    const std::string_view body = "Écrivez sur https://gain.example/x ou au 06 12 34 56 78 !";
    EXPECT_TRUE(fingerprint_of(needed, body).exact.empty());
    needed.rates = {{.by = rate_key::link_host, .within = 1h, .tags = {}},
                    {.by = rate_key::phone, .within = 1h, .tags = {}}};
    needed.duplicates = {{.near = false, .across = duplicate_scope::site, .within = 1h, .tags = {}}};
    const auto made = fingerprint_of(needed, body);
    EXPECT_EQ(made.link_hosts, std::vector<std::string>{"gain.example"});
    EXPECT_EQ(made.phones, std::vector<std::string>{"+33612345678"});
    EXPECT_EQ(made.exact,
              fingerprint_of(needed, "ecrivez, sur HTTPS gain example x; ou au 06.12.34.56.78").exact);
    EXPECT_FALSE(made.near);
    EXPECT_EQ(tags_for("isin:*", {"a", "isin:FR0", "isin:DE1"}),
              (std::vector<std::string>{"isin:FR0", "isin:DE1"}));
}

} // namespace
} // namespace greffe
