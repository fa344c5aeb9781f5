// Alerts, metrics and their documentation tell the same: what an alert asks for is exported, what is exported
// is documented, each alert has its entry and is seen to fire and to keep silent.
#include "tests/e2e/operations/document.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/process.hpp"
#include "tests/support/running_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <map>

namespace greffe::test {
namespace {

/// Debian 13 has it in a package of its own.
std::filesystem::path find_promtool() {
    const auto own = source / "build/tools/promtool/usr/bin/promtool";
    return std::filesystem::exists(own) ? own : source / "build/tools/prometheus/usr/bin/promtool";
}
const std::filesystem::path promtool = find_promtool();

std::map<std::string, std::string> alerts() {
    std::map<std::string, std::string> expressions;
    for (const auto& group : YAML::Load(text_of("docker/alerts.yaml"))["groups"])
        for (const auto& rule : group["rules"])
            expressions[rule["alert"].as<std::string>()] = rule["expr"].as<std::string>();
    return expressions;
}

std::set<std::string> names_of(const std::map<std::string, std::string>& map) {
    std::set<std::string> names;
    for (const auto& [name, unused] : map) names.insert(name);
    return names;
}

/// What a server exports that has taken a comment in.
const std::string& exposition() {
    static const std::string text = [] {
        const running_server server{programs};
        const http_client admin(server.url(), server.admin_key());
        admin.post("/v1/sites", R"({"name":"gazette"})");
        admin.put("/v1/sites/gazette/articles/a", R"({"title":"La crue","body":[]})");
        admin.post("/v1/sites/gazette/articles/a/comments", R"({"external_id":"1","body":"Bravo"})");
        return admin.get("/metrics").body;
    }();
    return text;
}

TEST(Alerts, AskForMetricsAndLabelsThatAServerExports) {
    ASSERT_GE(alerts().size(), 10u);
    const auto exported = all_matches(exposition(), std::regex(R"(# TYPE (greffe_\w+) )"));
    for (const auto& [name, expression] : alerts()) {
        for (auto metric : all_matches(expression, std::regex(R"(\b(greffe_\w+))"))) {
            if (metric.ends_with("_bucket")) metric.erase(metric.size() - 7);
            EXPECT_TRUE(exported.contains(metric)) << name << " asks for " << metric;
        }
        for (const auto& label : {"route", "method", "bound", "action"})
            for (const auto& values :
                 all_matches(expression, std::regex(std::string("\\b") + label + R"re(=~?"([^"]*)")re")))
                for (const auto& value : all_matches(values, std::regex(R"(([^|]+))")))
                    EXPECT_THAT(exposition(), testing::HasSubstr(label + ("=\"" + value) + "\""))
                        << name << " asks for it";
    }
}

TEST(Alerts, EachHasItsEntryAndEachEntryItsAlert) {
    EXPECT_EQ(all_matches(text_of("docs/operations.md"), std::regex(R"(### (Greffe\w+)\n)")),
              names_of(alerts()));
}

TEST(Metrics, AllAreDocumentedAndNoneIsInvented) {
    const auto document = text_of("docs/operations.md");
    const auto begin = document.find("\n## Metrics\n");
    const auto table = document.substr(begin, document.find("\n## Alerts\n") - begin);
    EXPECT_EQ(all_matches(table, std::regex(R"(`(greffe_\w+)`)")),
              all_matches(exposition(), std::regex(R"(# TYPE (greffe_\w+) )")));
}

TEST(Alerts, FireWhenTheyShouldAndOnlyThen) {
    ASSERT_TRUE(std::filesystem::exists(promtool)) << "./dev install fetches it";
    const auto check = run_program(promtool, {"check", "rules", (source / "docker/alerts.yaml").string()});
    EXPECT_EQ(check.exit_code, 0) << check.output << check.errors;
    const auto tested =
        run_program(promtool, {"test", "rules", (source / "tests/data/alerts/alerts_test.yaml").string()});
    EXPECT_EQ(tested.exit_code, 0) << tested.output << tested.errors;

    std::set<std::string> fired, silent;
    for (const auto& test : YAML::Load(text_of("tests/data/alerts/alerts_test.yaml"))["tests"])
        for (const auto& look : test["alert_rule_test"])
            (look["exp_alerts"] ? fired : silent).insert(look["alertname"].as<std::string>());
    EXPECT_EQ(fired, names_of(alerts())) << "each is seen to fire";
    EXPECT_EQ(silent, names_of(alerts())) << "each is seen to keep silent";
}

} // namespace
} // namespace greffe::test
