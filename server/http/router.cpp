#include "server/http/router.hpp"

#include "server/domain/text.hpp"

#include <algorithm>

namespace greffe::http {

namespace {

bool is_parameter(const std::string& segment) {
    return segment.size() > 2 && segment.front() == '{';
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
    return std::ranges::equal(pattern, segments, [](const std::string& expected, const std::string& got) {
        return is_parameter(expected) || expected == got;
    });
}

} // namespace

router::router(std::span<const route> table) {
    for (const route& r : table) {
        row made{&r, read_target(r.path)->segments, 0};
        made.literals = std::ranges::count_if(made.pattern, [](const auto& s) { return !is_parameter(s); });
        rows_.push_back(std::move(made));
    }
}

routing router::find(boost::beast::http::verb method, const target& asked) const {
    const row* best = nullptr;
    routing result;
    for (const row& candidate : rows_) {
        if (!fits(candidate.pattern, asked.segments)) continue;
        if (candidate.of->method != method) {
            result.allow += (result.allow.empty() ? "" : ", ") + std::string(to_string(candidate.of->method));
        } else if (!best || candidate.literals > best->literals) {
            best = &candidate;
        }
    }
    if (!best) return result;
    result.found = best->of;
    result.allow.clear();
    for (std::size_t i = 0; i < best->pattern.size(); ++i) {
        const std::string& name = best->pattern[i];
        if (!is_parameter(name)) continue;
        const std::string plain = name.substr(1, name.size() - 2);
        if (asked.segments[i].empty() || !domain::is_valid_text(asked.segments[i])) result.invalid = plain;
        result.path[plain] = asked.segments[i];
    }
    return result;
}

} // namespace greffe::http
