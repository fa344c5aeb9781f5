#include "server/archive/french_labels.hpp"

#include <array>
#include <cstdio>
#include <span>

namespace greffe::archive {

namespace {

constexpr std::array months = {"janvier", "février", "mars",      "avril",   "mai",      "juin",
                               "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};

struct label {
    std::string_view name;
    std::string_view french;
};
constexpr label statuses[] = {
    {"published", "publié"}, {"held", "retenu"},   {"rejected", "rejeté"},
    {"deleted", "supprimé"}, {"erased", "effacé"},
};
constexpr label decisions[] = {
    {"approve", "Approuvé"}, {"reject", "Rejeté"}, {"dismiss", "Classé sans suite"}};
constexpr label actions[] = {
    {"publish", "publier"}, {"flag", "à relire"}, {"hold", "retenir"}, {"reject", "rejeter"}};
constexpr label outcomes[] = {
    {"pending", "en attente"}, {"upheld", "fondé"}, {"not_upheld", "non fondé"}, {"neutral", "sans suite"}};
constexpr label kinds[] = {{"charter", "charte"}, {"illegal", "contenu illicite"}};
constexpr label cases[] = {
    {"open", "dossier ouvert"}, {"escalated", "dossier transmis"}, {"closed", "dossier clos"}};

std::string_view find(std::span<const label> labels, std::string_view name) {
    for (const label& l : labels)
        if (l.name == name) return l.french;
    return name;
}

} // namespace

std::string french_date(domain::timestamp time) {
    using namespace std::chrono;
    const auto date = floor<days>(time);
    const year_month_day ymd{date};
    const hh_mm_ss clock{floor<minutes>(time - date)};
    const auto day = static_cast<unsigned>(ymd.day());
    char clock_text[32];
    std::snprintf(clock_text, sizeof clock_text, "%02d:%02d", static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()));
    return std::to_string(day) + (day == 1 ? "er " : " ") +
           months.at(static_cast<unsigned>(ymd.month()) - 1) + " " +
           std::to_string(static_cast<int>(ymd.year())) + " à " + clock_text + " UTC";
}

std::string french_count(std::int64_t number, std::string_view one, std::string_view many) {
    return std::to_string(number) + "\u00A0" + std::string(number < 2 ? one : many);
}

std::string_view status_label(std::string_view status) {
    return find(statuses, status);
}
std::string_view decision_label(std::string_view action) {
    return find(decisions, action);
}
std::string_view action_label(std::string_view action) {
    return find(actions, action);
}
std::string_view outcome_label(std::string_view outcome) {
    return find(outcomes, outcome);
}
std::string_view kind_label(std::string_view report_kind) {
    return find(kinds, report_kind);
}
std::string_view case_label(std::string_view state) {
    return find(cases, state);
}

} // namespace greffe::archive
