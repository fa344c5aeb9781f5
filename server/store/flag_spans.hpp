// The places that a rule found, in their column: [{"field":"body","begin":0,"end":7}]. Pure.
#pragma once
#include "server/service/ports/ingest_store.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <string>

namespace greffe::store {

inline std::string spans_of(const rules::rule_match& match) {
    boost::json::array spans;
    for (const auto& span : match.spans)
        spans.push_back({{"field", rules::to_string(span.field)}, {"begin", span.begin}, {"end", span.end}});
    return boost::json::serialize(spans);
}

} // namespace greffe::store
