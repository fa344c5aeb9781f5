// Any bytes as a line of JSON, read as every kind of record: never a crash, and what is read is written and
// read again to the same value.
#include "server/domain/records.hpp"

#include <boost/json/parse.hpp>

#include <cstdint>
#include <cstdlib>

namespace {

namespace json = boost::json;
using namespace greffe::domain;

template <class Value, class Read>
void check_round_trip(const json::object& from, Read read) {
    const result<Value> first = read(from);
    if (!first) {
        if (first.error().field.size() > 4096 || first.error().detail.empty()) std::abort();
        return;
    }
    const result<Value> second = read(to_json(*first));
    if (!second || !(*second == *first)) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    json::error_code failed;
    const auto value = json::parse(json::string_view(reinterpret_cast<const char*>(data), size), failed);
    if (failed) return 0;
    (void)read_posted_time(value);
    const auto* object = value.if_object();
    if (!object) return 0;
    check_round_trip<article_content>(*object, [](const json::object& o) { return read_article(o); });
    check_round_trip<capture>(*object, [](const json::object& o) { return read_capture(o); });
    check_round_trip<new_comment>(*object, [](const json::object& o) { return read_comment(o); });
    check_round_trip<comment_edit>(*object, [](const json::object& o) { return read_edit(o); });
    check_round_trip<new_report>(*object, [](const json::object& o) { return read_report(o); });
    (void)read_observation(*object);
    return 0;
}
