#include "server/http/strict_json.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <random>

namespace greffe::http {
namespace {

using domain::errc;

TEST(StrictJson, ReadsWhatBoostReads) {
    const std::string text =
        R"({"a":1,"b":[1,-2,3.5,true,false,null,"é\n\u20ac"],"c":{"d":{"e":[[]]}},"":"","u":18446744073709551615})";
    EXPECT_EQ(read_json_object(text).value(), boost::json::parse(text).as_object());
}

TEST(StrictJson, RandomDocumentsReadLikeTheOracle) {
    std::mt19937 random(7);
    const std::string alphabet = R"({}[]",:0123456789.eE+-truefalsn \ua)";
    for (int i = 0; i < 20'000; ++i) {
        std::string text = R"({"k":)";
        for (int n = static_cast<int>(random() % 12); n > 0; --n)
            text += alphabet[random() % alphabet.size()];
        text += "}";
        boost::json::error_code ec;
        const auto oracle = boost::json::parse(text, ec);
        const auto read = read_json_object(text);
        if (ec)
            EXPECT_FALSE(read) << text;
        else if (read)
            EXPECT_EQ(boost::json::serialize(*read), boost::json::serialize(oracle))
                << text; // NaN is not equal to itself
        else
            EXPECT_EQ(read.error().code, errc::invalid_field) << text; // a key twice, or invalid text
    }
}

TEST(StrictJson, DepthIsBounded) {
    const auto nested = [](std::size_t levels) {
        return R"({"a":)" + std::string(levels, '[') + std::string(levels, ']') + "}";
    };
    EXPECT_TRUE(read_json_object(nested(max_json_depth - 1)));
    EXPECT_EQ(read_json_object(nested(max_json_depth)).error().code, errc::malformed);
    EXPECT_EQ(read_json_object(std::string(1'000'000, '[')).error().code, errc::malformed);
}

TEST(StrictJson, NamesThePathOfWhatIsWrong) {
    const auto wrong = [](std::string_view text) { return read_json_object(text).error(); };
    EXPECT_EQ(wrong(R"({"a":{"b":1,"b":2}})").field, "a/b");
    EXPECT_EQ(wrong("{\"a\":[{},{\"b\":\"\xFF\"}]}").field, "a/1/b");
    EXPECT_EQ(wrong(R"({"a":["x","y\u0000"]})").field, "a/1");
    EXPECT_EQ(wrong("{\"\xFF\":1}").field, "");
    EXPECT_EQ(wrong("{\"\xFF\":1}").code, errc::invalid_field);
}

TEST(StrictJson, LongTextsArriveWhole) {
    const std::string text(1 << 20, 'x');
    EXPECT_EQ(read_json_object("{\"k\":\"" + text + "\"}").value().at("k").as_string(), text);
    const std::string key(10'000, 'k');
    EXPECT_EQ(read_json_object("{\"" + key + "\":1}").value().at(key).as_int64(), 1);
}

} // namespace
} // namespace greffe::http
