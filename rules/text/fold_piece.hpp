// The folding of one piece of text, by the book: typographic characters, NFKC case fold, accents, œ and æ.
// White space is left for the caller to collapse. Slow (ICU on every call); folded views look most characters
// up in a table made of it.
#pragma once
#include <string>
#include <string_view>

namespace greffe::rules::text {

/// Appends the folded piece to `to`. Precondition: `piece` ends where piece_end(nfkc_casefold()) says, or
/// holds whole pieces only.
void fold_piece(std::string_view piece, std::string& to);
/// A mark that a folded view drops: accents, and the circles and boxes drawn around a letter.
bool is_accent(char32_t character);
/// Unicode White_Space.
bool is_white_space(char32_t character);

} // namespace greffe::rules::text
