#include "admin-cli/commands/rules_changes.hpp"

#include "admin-cli/json_fields.hpp"
#include "admin-cli/terminal_text.hpp"
#include "rules/engine/ruleset.hpp"

#include <algorithm>
#include <map>
#include <ostream>

namespace greffe::cli {

namespace {

constexpr std::size_t rules_shown = 60;
constexpr std::size_t text_shown = 200;

struct kind_row {
    std::string_view change;
    std::string_view sign;
    paint colour;
};
constexpr kind_row kinds[] = {
    {"added", "+", paint::green}, {"removed", "-", paint::red}, {"changed", "~", paint::yellow}};

const kind_row& kind_of(const boost::json::object& rule) {
    const auto change = text_at(rule, "change");
    const auto found = std::ranges::find(kinds, std::string_view(change), &kind_row::change);
    return found == std::end(kinds) ? kinds[2] : *found;
}

std::string modes(const boost::json::object& rule) {
    const auto from = text_at(rule, "from_mode");
    const auto to = text_at(rule, "to_mode");
    if (from.empty()) return to;
    if (to.empty()) return "was " + from;
    return from == to ? to : from + " -> " + to;
}

std::string shortened(const std::string& text) {
    return fitted(one_line(text), text_shown);
}

void print_part(const boost::json::object& part, std::size_t indent, const terminal& to) {
    const std::string blanks(indent, ' ');
    const auto from = text_at(part, "from");
    const auto now = text_at(part, "to");
    to.out << blanks << one_line(text_at(part, "what")) << ": ";
    if (from.empty())
        to.out << to.painted(paint::green, shortened(now)) << '\n';
    else if (now.empty())
        to.out << to.painted(paint::red, shortened(from)) << " -> nothing\n";
    else
        to.out << to.painted(paint::red, shortened(from)) << '\n'
               << blanks << "  -> " << to.painted(paint::green, shortened(now)) << '\n';
}

bool is_all_new(const boost::json::array& rules) {
    return rules.size() > 1 && std::ranges::all_of(rules, [](const auto& rule) {
               return text_at(as_object(rule), "change") == "added";
           });
}

void print_summary(const boost::json::array& rules, const terminal& to) {
    std::map<std::string, int> by_mode;
    for (const auto& rule : rules) ++by_mode[text_at(as_object(rule), "to_mode")];
    std::string told;
    for (const auto& [mode, count] : by_mode)
        told += (told.empty() ? "" : ", ") + std::to_string(count) + " " + one_line(mode);
    to.out << "  " << to.painted(paint::green, "+") << " " << rules.size() << " rules: " << told << '\n';
}

} // namespace

void print_changes(const boost::json::object& changes, const terminal& to) {
    const auto& rules = array_at(changes, "rules");
    if (is_all_new(rules) && rules.size() > 12) {
        print_summary(rules, to);
    } else {
        std::size_t width = 0;
        for (const auto& rule : rules)
            width = std::max(width, width_of(one_line(text_at(as_object(rule), "rule"))));
        std::size_t shown = 0;
        for (const auto& item : rules) {
            if (++shown > rules_shown) break;
            const auto& rule = as_object(item);
            const auto& kind = kind_of(rule);
            const auto name = one_line(text_at(rule, "rule"));
            to.out << "  " << to.painted(kind.colour, kind.sign) << " " << name
                   << std::string(width - width_of(name), ' ') << "  " << one_line(modes(rule)) << '\n';
            for (const auto& part : array_at(rule, "parts")) print_part(as_object(part), 6, to);
        }
        if (rules.size() > rules_shown)
            to.out << "  … and " << rules.size() - rules_shown << " more rules (--json tells all)\n";
    }
    for (const auto& part : array_at(changes, "general")) print_part(as_object(part), 4, to);
    if (flag_at(changes, "none")) to.out << "  nothing: it means the same\n";
}

void print_diagnostics(const boost::json::array& found, const std::string& file, const terminal& to) {
    for (const auto& item : found) {
        const auto& told = as_object(item);
        const auto named_file = text_at(told, "file");
        rules::diagnostic d{
            .level = text_at(told, "severity") == "warning" ? rules::diagnostic::severity::warning
                                                            : rules::diagnostic::severity::error,
            .file = named_file.empty() || named_file == rules::compile_options{}.file ? file : named_file,
            .line = static_cast<int>(number_at(told, "line")),
            .column = static_cast<int>(number_at(told, "column")),
            .code = text_at(told, "code"),
            .message = text_at(told, "message"),
            .hint = text_at(told, "hint")};
        to.err << block(rules::to_string(d), 0) << '\n';
    }
}

} // namespace greffe::cli
