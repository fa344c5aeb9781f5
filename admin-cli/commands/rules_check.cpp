#include "admin-cli/commands/rules_check.hpp"

#include "admin-cli/commands/rules_files.hpp"
#include "admin-cli/terminal_text.hpp"
#include "rules/engine/ruleset.hpp"

#include <boost/json.hpp>

namespace greffe::cli {

boost::json::array to_json(const rules::diagnostics& found) {
    boost::json::array all;
    for (const rules::diagnostic& d : found)
        all.push_back({{"severity", d.level == rules::diagnostic::severity::error ? "error" : "warning"},
                       {"file", d.file},
                       {"line", d.line},
                       {"column", d.column},
                       {"code", d.code},
                       {"message", d.message},
                       {"hint", d.hint}});
    return all;
}

int rules_check(const std::vector<std::filesystem::path>& files, bool json, std::ostream& out,
                std::ostream& err) {
    bool refused = false;
    boost::json::array answers;
    for (const auto& file : files) {
        const auto source = read_ruleset_file(file);
        if (!source) {
            err << file.string() << ": cannot be read\n";
            refused = true;
            continue;
        }
        const auto made = rules::ruleset::compile(*source, {.file = file.string()});
        refused = refused || !made.rules;
        if (json) {
            answers.push_back({{"file", file.string()},
                               {"valid", made.rules != nullptr},
                               {"rules", made.rules ? made.rules->size() : 0},
                               {"examples", made.examples},
                               {"diagnostics", to_json(made.found)}});
            continue;
        }
        for (const auto& d : made.found) err << block(to_string(d), 0) << "\n";
        out << file.string() << ": ";
        if (made.rules)
            out << "ok, " << made.rules->size() << " rules, " << made.examples << " examples hold\n";
        else
            out << "refused\n";
    }
    if (json) out << safe_json(boost::json::serialize(answers)) << "\n";
    return refused ? 1 : 0;
}

} // namespace greffe::cli
