#include "admin-cli/commands/rules_test.hpp"

#include "admin-cli/commands/rules_check.hpp"
#include "admin-cli/commands/rules_files.hpp"
#include "admin-cli/terminal_text.hpp"
#include "rules/engine/ruleset.hpp"

#include <boost/json.hpp>

namespace greffe::cli {

int rules_test(const std::vector<std::filesystem::path>& files, bool json, std::ostream& out,
               std::ostream& err) {
    bool failed = false;
    boost::json::array answers;
    for (const auto& file : files) {
        const auto source = read_ruleset_file(file);
        if (!source) {
            err << file.string() << ": cannot be read\n";
            failed = true;
            continue;
        }
        const auto made = rules::ruleset::compile(*source, {.file = file.string()});
        failed = failed || !made.rules;
        const std::size_t wrong = made.failed_examples;
        if (json) {
            answers.push_back({{"file", file.string()},
                               {"passed", made.examples - wrong},
                               {"failed", wrong},
                               {"diagnostics", to_json(made.found)}});
            continue;
        }
        for (const auto& d : made.found)
            if (d.level == rules::diagnostic::severity::error) err << block(to_string(d), 0) << "\n";
        out << file.string() << ": " << made.examples - wrong << " examples passed, " << wrong << " failed\n";
    }
    if (json) out << safe_json(boost::json::serialize(answers)) << "\n";
    return failed ? 1 : 0;
}

} // namespace greffe::cli
