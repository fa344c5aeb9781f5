// What a backtest or a hunt answered over HTTP: NDJSON lines of how far it was, and at last the result.
#pragma once
#include "tests/support/http_client.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace greffe::test {

inline std::vector<boost::json::object> lines_of(const http_response& got) {
    EXPECT_EQ(got.status, 200) << got.body;
    std::vector<boost::json::object> all;
    std::istringstream body(got.body);
    for (std::string line; std::getline(body, line);) all.push_back(boost::json::parse(line).as_object());
    return all;
}

inline boost::json::object result_of(const http_response& got) {
    const auto lines = lines_of(got);
    const auto& last = lines.at(lines.size() - 1);
    EXPECT_TRUE(last.contains("result")) << got.body;
    return last.at("result").as_object();
}

/// How far it was, in the order of the lines.
inline std::vector<boost::json::object> progress_of(const http_response& got) {
    std::vector<boost::json::object> all;
    for (const auto& line : lines_of(got))
        if (const auto* so_far = line.if_contains("progress")) all.push_back(so_far->as_object());
    return all;
}

inline std::int64_t number(const boost::json::object& in, std::string_view pointer) {
    return boost::json::value(in).at_pointer(pointer).to_number<std::int64_t>();
}

} // namespace greffe::test
