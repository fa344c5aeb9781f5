#include "rules/engine/diagnostic.hpp"

#include <algorithm>

namespace greffe::rules {

bool has_errors(const diagnostics& all) {
    return std::ranges::any_of(all, [](const auto& d) { return d.level == diagnostic::severity::error; });
}

std::string to_string(const diagnostic& d) {
    std::string out = d.file;
    if (d.line > 0) out += ":" + std::to_string(d.line) + ":" + std::to_string(d.column);
    out += d.level == diagnostic::severity::error ? ": error: " : ": warning: ";
    out += d.message + " [" + d.code + "]";
    if (!d.hint.empty()) out += "\n  hint: " + d.hint;
    return out;
}

} // namespace greffe::rules
