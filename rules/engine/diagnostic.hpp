// What is wrong with a ruleset, and where: printed as "file:line:column: error: message" with a hint on the
// next line.
#pragma once
#include <string>
#include <vector>

namespace greffe::rules {

struct diagnostic {
    enum class severity { error, warning };
    severity level = severity::error;
    std::string file;
    int line = 0;        ///< from 1; 0: the file as a whole
    int column = 0;      ///< from 1, in characters
    std::string code;    ///< stable: "unknown-key", "bad-regex", "example-fails" …
    std::string message; ///< one sentence
    std::string hint;    ///< what to do; never empty
    bool operator==(const diagnostic&) const = default;
};

using diagnostics = std::vector<diagnostic>;

bool has_errors(const diagnostics& all);
std::string to_string(const diagnostic& d);

} // namespace greffe::rules
