#include "admin-cli/importers/page_words.hpp"

#include "admin-cli/importers/french_text.hpp"

#include <algorithm>
#include <string>

namespace greffe::importers {

namespace {

struct known_word {
    std::string_view text; // folded
    page_word word;
};
constexpr known_word known_words[] = {
    {"aller au contenu principal", page_word::navigation},
    {"aller au contenu", page_word::navigation},
    {"aller au menu", page_word::navigation},
    {"aller a la recherche", page_word::navigation},
    {"accueil", page_word::navigation},
    {"menu", page_word::navigation},
    {"rechercher", page_word::navigation},
    {"se connecter", page_word::navigation},
    {"s'inscrire", page_word::navigation},
    {"partager", page_word::navigation},
    {"imprimer", page_word::navigation},
    {"copier le lien", page_word::navigation},
    {"publicite", page_word::navigation},
    {"lire la suite", page_word::navigation},
    {"commenter", page_word::navigation},
    {"ajouter un commentaire", page_word::navigation},
    {"rediger un commentaire", page_word::navigation},
    {"voir tous les commentaires", page_word::navigation},
    {"afficher plus de commentaires", page_word::navigation},
    {"repondre", page_word::navigation},
    {"retour en haut", page_word::navigation},
    {"signaler le commentaire", page_word::report_comment},
    {"fermer", page_word::close},
    {"commentaires", page_word::comments_head},
    {"les commentaires", page_word::comments_head},
    {"a lire aussi", page_word::related_head},
    {"a lire egalement", page_word::related_head},
    {"pages les plus populaires", page_word::other_head},
    {"les plus lus", page_word::other_head},
    {"les plus commentes", page_word::other_head},
    {"valeurs associees", page_word::other_head},
    {"mes listes", page_word::other_head},
};

constexpr std::string_view read_on = "lire la suite";
constexpr std::string_view counted = "commentaires";

/// No word of the furniture is longer, however it is written: most lines need no folding.
constexpr std::size_t longest_word = 128; // bytes

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The number at the front, with spaces between its thousands; what follows stays in `text`.
std::optional<int> take_number(std::string_view& text) {
    constexpr int most = 10'000'000;
    int value = 0;
    std::size_t digits = 0;
    std::size_t at = 0;
    for (; at < text.size() && (is_digit(text[at]) || (digits > 0 && text[at] == ' ')); ++at) {
        if (text[at] == ' ') continue;
        value = value * 10 + (text[at] - '0');
        if (++digits > 8 || value > most) return std::nullopt;
    }
    if (digits == 0) return std::nullopt;
    text.remove_prefix(at);
    return value;
}

} // namespace

page_word word_of(std::string_view line) {
    if (line.size() > longest_word) return page_word::none;
    const std::string folded = fold_words(line);
    const auto found = std::ranges::find(known_words, std::string_view(folded), &known_word::text);
    return found == std::end(known_words) ? page_word::none : found->word;
}

std::optional<int> comment_count(std::string_view line) {
    if (line.size() > longest_word) return std::nullopt;
    const std::string folded = fold_words(line);
    std::string_view rest = folded;
    if (rest == "aucun commentaire") return 0;
    if (const auto count = take_number(rest))
        return rest == "commentaire" || rest == counted ? count : std::nullopt;
    for (std::string_view head : {"commentaires (", "commentaire ("}) {
        if (!rest.starts_with(head)) continue;
        rest.remove_prefix(head.size());
        const auto count = take_number(rest);
        return rest == ")" ? count : std::nullopt;
    }
    return std::nullopt;
}

bool is_cut_word(std::string_view line) {
    if (line.size() > longest_word) return false;
    const std::string folded = fold_words(line);
    if (folded.empty()) return false;
    if (std::ranges::any_of(known_words, [&](const known_word& w) { return w.text.starts_with(folded); }))
        return true;
    std::string_view rest = folded;
    return take_number(rest) && counted.starts_with(rest);
}

std::size_t length_before_read_on(std::string_view text, bool cut) {
    const folded_text folded = fold(text);
    std::string_view seen = folded.text;
    while (seen.ends_with(' ')) seen.remove_suffix(1);
    for (std::size_t shown = read_on.size(); shown > 0; --shown) {
        if (!seen.ends_with(read_on.substr(0, shown))) continue;
        const std::size_t start = seen.size() - shown;
        const auto before = trim(text.substr(0, folded.origin[start]));
        const bool whole =
            shown == read_on.size() && (start == 0 || seen[start - 1] == ' ' || ends_in_ellipsis(before));
        if (whole || (cut && ends_in_ellipsis(before))) return before.size();
        if (!cut) break;
    }
    return text.size();
}

bool ends_in_ellipsis(std::string_view text) {
    return text.ends_with("...") || text.ends_with("\u2026");
}

std::size_t bullet_length(std::string_view line) {
    for (std::string_view bullet : {"\u2022", "\u25E6", "\u25AA", "\u00B7", "*", "-", "+"}) {
        if (!line.starts_with(bullet)) continue;
        const auto rest = line.substr(bullet.size());
        const auto after = trim(rest);
        if (after.size() < rest.size() || rest.empty())
            return after.empty() ? line.size() : static_cast<std::size_t>(after.data() - line.data());
    }
    return 0;
}

} // namespace greffe::importers
