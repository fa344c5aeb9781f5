// The few regular inflections of French that can be written down without a dictionary and without a false
// friend: the plural always, the feminine only where the entry spells its ending. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules::text {

/// The forms of one word of a list, the word itself first, without repeats:
///   "arnaque"     arnaque, arnaques
///   "connard(e)"  connard, connarde, connards, connardes
///   "con(ne)"     con, conne, cons, connes
///   "ment(eur|euse)" menteur, menteuse, menteurs, menteuses
///   "normal"      normal, normals, normaux     "jeu" jeu, jeus, jeux     "gros" gros
std::vector<std::string> french_forms(std::string_view entry);

} // namespace greffe::rules::text
