#include "rules/engine/written.hpp"

#include <map>

namespace greffe::rules {
namespace {

// Plain where YAML reads it back as it is; between single quotes else.
bool is_plain(std::string_view text) {
    constexpr std::string_view special = "[]{},:#&*!|>'\"%@`?\n\t";
    if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.front() == '-') return false;
    return text.find_first_of(special) == std::string_view::npos;
}

std::string scalar(std::string_view text) {
    if (is_plain(text)) return std::string(text);
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'') quoted += c;
        quoted += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return quoted + "'";
}

} // namespace

std::string written(const node& value) {
    std::string out;
    const auto next = [&](std::string_view what) { out.append(out.empty() ? "" : ", ").append(what); };
    switch (value.is) {
    case node::kind::null: return {};
    case node::kind::scalar: return scalar(value.text);
    case node::kind::sequence:
        for (const node& item : value.items) next(written(item));
        return "[" + out + "]";
    case node::kind::map: {
        std::map<std::string_view, const node*> sorted;
        for (const entry& e : value.entries) sorted.emplace(e.key, &e.value);
        for (const auto& [key, of_key] : sorted) next(scalar(key) + ": " + written(*of_key));
        return "{" + out + "}";
    }
    }
    return out;
}

} // namespace greffe::rules
