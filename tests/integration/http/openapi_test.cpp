// /openapi.yaml and the route table say the same, both ways.
#include "server/http/openapi.hpp"
#include "server/http/routes.hpp"
#include "tests/integration/http/test_server.hpp"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <set>

namespace greffe::test {
namespace {

std::string lower(std::string_view text) {
    std::string all(text);
    for (char& c : all) c = static_cast<char>(std::tolower(c));
    return all;
}

std::set<std::string> keys_of(const YAML::Node& map) {
    std::set<std::string> keys;
    for (const auto& entry : map) keys.insert(entry.first.as<std::string>());
    return keys;
}

TEST(OpenApi, DescribesEveryRouteAndNothingElse) {
    test_server server;
    const auto got = server.without_key().get("/openapi.yaml");
    ASSERT_EQ(got.status, 200);
    const YAML::Node paths = YAML::Load(got.body)["paths"];

    std::set<std::string> described;
    for (const auto& path : paths)
        for (const std::string& method : keys_of(path.second))
            described.insert(method + " " + path.first.as<std::string>());
    std::set<std::string> routed;
    for (const http::route& r : http::all_routes())
        routed.insert(lower(to_string(r.method)) + " " + std::string(r.path));
    EXPECT_EQ(described, routed);

    for (const http::route& r : http::all_routes()) {
        SCOPED_TRACE(std::string(to_string(r.method)) + " " + std::string(r.path));
        const YAML::Node operation = paths[std::string(r.path)][lower(to_string(r.method))];
        std::set<std::string> roles;
        if (operation["x-roles"])
            for (const auto& role : operation["x-roles"]) roles.insert(role.as<std::string>());
        std::set<std::string> allowed;
        for (const domain::role role : domain::all_roles)
            if (r.roles.contains(role)) allowed.insert(std::string(to_string(role)));
        EXPECT_EQ(roles, allowed);
        EXPECT_EQ(operation["security"].size(), allowed.empty() ? 0u : 1u);

        std::set<std::string> answers;
        for (const unsigned status : http::possible_answers(r)) answers.insert(std::to_string(status));
        EXPECT_EQ(keys_of(operation["responses"]), answers);

        std::set<std::string> expected;
        for (const auto& q : r.query) expected.insert("query " + std::string(q.name));
        for (std::string_view rest = r.path; rest.find('{') != rest.npos;) {
            rest.remove_prefix(rest.find('{') + 1);
            expected.insert("path " + std::string(rest.substr(0, rest.find('}'))));
        }
        if (r.once) expected.insert("header Idempotency-Key");
        std::set<std::string> parameters;
        for (const auto& p : operation["parameters"])
            parameters.insert(p["in"].as<std::string>() + " " + p["name"].as<std::string>());
        EXPECT_EQ(parameters, expected);
        EXPECT_EQ(operation["requestBody"].IsDefined(), r.body != http::body_kind::none);
    }
}

TEST(OpenApi, NoTwoRoutesAreTheSame) {
    std::set<std::string> seen;
    for (const http::route& r : http::all_routes())
        EXPECT_TRUE(seen.insert(std::string(to_string(r.method)) + " " + std::string(r.path)).second)
            << r.path;
}

TEST(OpenApi, EveryRouteOfVersionOneNamesItsRoles) {
    for (const http::route& r : http::all_routes()) {
        EXPECT_EQ(r.roles.empty(), !r.path.starts_with("/v1/")) << r.path;
        EXPECT_EQ(r.reaches == http::reach::everyone, r.roles.empty()) << r.path;
        EXPECT_EQ(r.roles.contains(domain::role::admin), !r.roles.empty()) << r.path;
    }
}

} // namespace
} // namespace greffe::test
