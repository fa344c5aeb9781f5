#include "rules/text/french.hpp"

#include <algorithm>

namespace greffe::rules::text {
namespace {

struct plural_rule {
    std::string_view ending; ///< of the singular
    std::string_view in_s;   ///< replaces it; empty: no such plural
    std::string_view in_x;
};

// First hit wins. Where French wavers (bals, chevaux; pneus, jeux) both are forms: the other one is no word.
constexpr plural_rule plurals[] = {
    {"s", "", ""},        {"x", "", ""},        {"z", "", ""},        {"al", "als", "aux"},
    {"au", "aus", "aux"}, {"eu", "eus", "eux"}, {"ou", "ous", "oux"}, {"", "s", ""},
};

void add(std::vector<std::string>& forms, std::string form) {
    if (std::ranges::find(forms, form) == forms.end()) forms.push_back(std::move(form));
}

void add_plurals(std::vector<std::string>& forms, std::string_view singular) {
    const char last = singular.empty() ? '0' : singular.back();
    if (last >= '0' && last <= '9') return;
    for (const plural_rule& rule : plurals) {
        if (!singular.ends_with(rule.ending)) continue;
        const std::string stem(singular.substr(0, singular.size() - rule.ending.size()));
        for (const auto ending : {rule.in_s, rule.in_x})
            if (!ending.empty()) add(forms, stem + std::string(ending));
        return;
    }
}

} // namespace

std::vector<std::string> french_forms(std::string_view entry) {
    const auto open = entry.find('(');
    if (open == std::string_view::npos || !entry.ends_with(')')) {
        std::vector<std::string> forms{std::string(entry)};
        add_plurals(forms, entry);
        return forms;
    }
    const std::string stem(entry.substr(0, open));
    const std::string_view inside = entry.substr(open + 1, entry.size() - open - 2);
    std::vector<std::string> singulars;
    if (inside.find('|') == std::string_view::npos) singulars.push_back(stem);
    for (std::size_t at = 0; at <= inside.size();) {
        const std::size_t bar = std::min(inside.find('|', at), inside.size());
        add(singulars, stem + std::string(inside.substr(at, bar - at)));
        at = bar + 1;
    }
    std::vector<std::string> forms = singulars;
    for (const std::string& singular : singulars) add_plurals(forms, singular);
    return forms;
}

} // namespace greffe::rules::text
