// How an archive's page says things in French: dates, names of statuses and actions. A name that is not known
// here (of a later version) is shown as it is. Pure.
#pragma once
#include "server/domain/timestamp.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace greffe::archive {

/// "9 avril 2024 à 10:52 UTC".
std::string french_date(domain::timestamp time);
/// "1 commentaire", "2 commentaires", "0 commentaire"; `one` and `many` with what agrees in them.
std::string french_count(std::int64_t number, std::string_view one, std::string_view many);

std::string_view status_label(std::string_view status);    ///< published -> "publié"
std::string_view decision_label(std::string_view action);  ///< approve -> "Approuvé"
std::string_view action_label(std::string_view action);    ///< hold -> "retenir"
std::string_view outcome_label(std::string_view outcome);  ///< upheld -> "fondé"
std::string_view kind_label(std::string_view report_kind); ///< illegal -> "contenu illicite"
std::string_view case_label(std::string_view state);       ///< escalated -> "dossier transmis"

} // namespace greffe::archive
