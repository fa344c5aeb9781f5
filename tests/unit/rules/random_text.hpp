// Texts that are hard to see through, by chance. Pure.
#pragma once
#include <string>

namespace greffe::test {

/// Random text of `pieces` pieces: French, marks, full-width, white space of every kind, emoji, ligatures,
/// Hangul …
std::string random_text(unsigned seed, int pieces);

} // namespace greffe::test
