#include "rules/engine/ruleset.hpp"

#include "rules/engine/build_program.hpp"
#include "rules/engine/lint.hpp"
#include "rules/engine/program.hpp"
#include "rules/engine/read_facts.hpp"
#include "rules/engine/read_ruleset.hpp"
#include "rules/engine/unknown_rules.hpp"
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
                     "more", "and " + std::to_string(more) + " more", "mend these and check again"});
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
    auto spec = read_ruleset(yaml, options.file, answer.found, options.packs);
    if (spec && !has_errors(answer.found)) {
        text::fold_table::get();
        lint(*spec, answer.found);
        if (options.try_drafts)
            for (rule_spec& rule : spec->rules)
                if (rule.mode == rule_mode::draft) rule.mode = rule_mode::shadow;
        if (auto built = build_program(*spec, options, answer.found)) {
            if (options.run_examples) {
                const std::size_t before = answer.found.size();
                answer.examples = run_examples(*built, *spec, answer.found);
                answer.failed_examples = answer.found.size() - before;
            }
            if (!has_errors(answer.found)) {
                auto nothing = nothing_seen(*built);
                auto made = std::make_unique<state>(state{std::move(built), std::move(nothing)});
                answer.rules = std::shared_ptr<const ruleset>(new ruleset(std::move(made)));
            }
        }
    }
    if (spec) answer.packs = std::move(spec->packs);
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

report_verdict ruleset::judge_report(const scan_result& scanned, const facts& known) const {
    const outcomes& seen = scanned.state_ ? scanned.state_->found : state_->nothing;
    return rules::judge_report(*state_->compiled, seen, known);
}

std::vector<std::size_t> ruleset::unknown(const scan_result& scanned, const facts& known) const {
    return unknown_rules(*state_->compiled, scanned.state_ ? scanned.state_->found : state_->nothing, known);
}

const facts_needed& ruleset::needs() const {
    return state_->compiled->needs;
}

const std::optional<facts_needed>& ruleset::needs_of_reports() const {
    return state_->compiled->needs_of_reports;
}

std::vector<rule_summary> ruleset::rules() const {
    std::vector<rule_summary> all;
    for (const compiled_rule& rule : state_->compiled->rules)
        all.push_back({.id = rule.id,
                       .target = rule.target,
                       .mode = rule.mode,
                       .does = rule.does,
                       .score = rule.score,
                       .daily_cap = rule.daily_cap,
                       .content = rule.content,
                       .expires = rule.expires});
    return all;
}

std::string ruleset::day_of(std::chrono::sys_seconds at) const {
    return state_->compiled->table.day_of(at);
}

explanation ruleset::explain(const comment_text& text, const facts& known) const {
    return rules::explain(*state_->compiled, rules::scan(*state_->compiled, text), known);
}

std::optional<given_facts> ruleset::read_facts(std::string_view yaml, diagnostics& found) const {
    reader in{.file = "facts", .found = found};
    const auto document = read_document(yaml, in.file, found);
    if (!document || !in.is_map(*document, "'facts'", "write it like {author: {age: 2d}}"))
        return std::nullopt;
    example given;
    node rest = *document;
    std::erase_if(rest.entries, [](const entry& e) { return e.key == "report"; });
    if (const node* report = document->find("report")) read_given_report(in, *report, given);
    if (!rest.entries.empty()) read_given_facts(in, rest, given);
    if (has_errors(found)) return std::nullopt;
    return given_facts{.known = facts_of(*state_->compiled, given), .report = given.report};
}

std::size_t ruleset::size() const {
    return state_->compiled->rules.size();
}
std::string_view ruleset::name() const {
    return state_->compiled->name;
}

} // namespace greffe::rules
