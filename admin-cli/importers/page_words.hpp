// The words of the portal's furniture: what is a heading of a section, a button, a dialog, and never content.
// Pure.
#pragma once
#include <optional>
#include <string_view>

namespace greffe::importers {

enum class page_word {
    none,
    navigation,     ///< "Aller au contenu principal", "Partager" …
    report_comment, ///< "Signaler le commentaire", the title of the dialog
    close,          ///< "Fermer", the dialog's button
    comments_head,  ///< "Commentaires", without a number
    related_head,   ///< "A lire aussi"
    other_head,     ///< "Pages les plus populaires" and other lists that belong to the site
};

/// What a whole line is, whatever its accents and case.
page_word word_of(std::string_view line);

/// "7 commentaires", "1 234 commentaires", "Commentaires (7)", "Aucun commentaire".
std::optional<int> comment_count(std::string_view line);

/// The start of one of these words, or of "7 commentaires": how a file ends that was cut off.
bool is_cut_word(std::string_view line);

/// The length of a text without a last "Lire la suite" (or, when `cut`, the start of one behind an ellipsis).
std::size_t length_before_read_on(std::string_view text, bool cut);

/// It ends with "..." or "…".
bool ends_in_ellipsis(std::string_view text);

/// Begins a list: the length of the bullet and the white space after it, or 0.
std::size_t bullet_length(std::string_view line);

} // namespace greffe::importers
