// The credit at the end of a picture's caption: "Une vue de la Bourse. ( AFP / NAME )". Pure.
#pragma once
#include <optional>
#include <string_view>

namespace greffe::importers {

struct credited_caption {
    std::string_view text; ///< views into the line
    std::string_view credit;
};

/// nullopt: the line does not end with a credit: parentheses around an agency, around capitals with a slash,
/// or around capitals set off by spaces. "le produit intérieur brut (PIB)" is none.
std::optional<credited_caption> split_credit(std::string_view line);

} // namespace greffe::importers
