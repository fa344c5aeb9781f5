#include "rules/engine/ruleset.hpp"

#include "rules/engine/build_program.hpp"
#include "rules/engine/program.hpp"
#include "rules/engine/read_ruleset.hpp"
#include "rules/text/fold_table.hpp"

#include <algorithm>
#include <tuple>

namespace greffe::rules {
namespace {

constexpr std::size_t most_diagnostics = 200;

// The document's own first, each file by place; a flood is cut.
void tidy(diagnostics& found, const std::string& own_file) {
    std::ranges::stable_sort(found, {}, [&](const diagnostic& d) {
        return std::tuple(d.file != own_file, std::string_view(d.file), d.line, d.column);
    });
    if (found.size() <= most_diagnostics) return;
    const std::size_t more = found.size() - most_diagnostics;
    const bool errors = has_errors(found);
    found.resize(most_diagnostics);
    found.push_back({errors ? diagnostic::severity::error : diagnostic::severity::warning, own_file, 0, 0,
                     "more", "and " + std::to_string(more) + " more", ""});
}

} // namespace

struct scan_result::state {
    outcomes found;
};

struct ruleset::state {
    std::unique_ptr<const program> compiled;
    outcomes nothing; ///< every field absent
};

scan_result::scan_result() = default;
scan_result::scan_result(scan_result&&) noexcept = default;
scan_result& scan_result::operator=(scan_result&&) noexcept = default;
scan_result::~scan_result() = default;

ruleset::ruleset(std::unique_ptr<state> s) : state_(std::move(s)) {}
ruleset::~ruleset() = default;

compiled ruleset::compile(std::string_view yaml, const compile_options& options) {
    compiled answer;
    const auto spec = read_ruleset(yaml, options.file, answer.found);
    if (spec && !has_errors(answer.found)) {
        text::fold_table::get();
        if (auto built = build_program(*spec, options, answer.found)) {
            if (options.run_examples) {
                const std::size_t before = answer.found.size();
                answer.examples = run_examples(*built, *spec, answer.found);
                answer.failed_examples = answer.found.size() - before;
            }
            if (!has_errors(answer.found)) {
                const std::size_t atoms = built->atoms.size();
                auto made = std::make_unique<state>(state{std::move(built), outcomes(atoms)});
                answer.rules = std::shared_ptr<const ruleset>(new ruleset(std::move(made)));
            }
        }
    }
    tidy(answer.found, options.file);
    return answer;
}

scan_result ruleset::scan(const comment_text& text) const {
    scan_result made;
    made.state_ =
        std::make_unique<scan_result::state>(scan_result::state{rules::scan(*state_->compiled, text)});
    return made;
}

verdict ruleset::judge(const scan_result& scanned, const facts& known) const {
    return rules::judge(*state_->compiled, scanned.state_ ? scanned.state_->found : state_->nothing, known);
}

explanation ruleset::explain(const comment_text& text, const facts& known) const {
    return rules::explain(*state_->compiled, rules::scan(*state_->compiled, text), known);
}

std::size_t ruleset::size() const {
    return state_->compiled->rules.size();
}
std::string_view ruleset::name() const {
    return state_->compiled->name;
}

} // namespace greffe::rules
