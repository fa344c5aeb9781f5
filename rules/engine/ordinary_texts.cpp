#include "rules/engine/ordinary_texts.hpp"

namespace greffe::rules {
namespace {

constexpr std::string_view texts[] = {"le titre monte depuis trois seances, mais les volumes restent faibles",
                                      "quelqu'un sait quand le dividende sera detache cette annee ?",
                                      "je garde mes actions, la direction a tenu ses objectifs",
                                      "encore une hausse des taux, et personne ne parle de la dette",
                                      "bonjour, je cherche le rapport annuel de 2023, merci",
                                      "l'article oublie de dire que la marge a recule de deux points",
                                      "il faudra attendre les resultats du trimestre pour y voir plus clair",
                                      "mon banquier m'a conseille d'attendre, je crois qu'il a raison",
                                      "les prix a la pompe n'ont pas bouge chez moi",
                                      "on nous promet la baisse depuis des mois",
                                      "tres bonne analyse, claire et sans parti pris",
                                      "pas d'accord : le carnet de commandes est plein jusqu'en 2027",
                                      "cela fait dix ans que je suis cette valeur, rien de nouveau",
                                      "le gouvernement devrait regarder ce que font nos voisins",
                                      "j'ai vendu la moitie de ma ligne a 58 euros",
                                      "qui peut m'expliquer la difference entre les deux fonds ?",
                                      "la region a perdu deux usines en un an, c'est triste",
                                      "bravo aux equipes, le projet avance malgre tout",
                                      "le graphique montre un support vers 42, on verra lundi",
                                      "sans accord sur le gaz, l'hiver sera long",
                                      "les frais de courtage mangent tout le gain sur de petits ordres",
                                      "je ne comprends pas pourquoi la presse en parle si peu",
                                      "une bonne nouvelle pour l'emploi dans la vallee",
                                      "il y a une erreur dans le tableau, le total ne tombe pas juste",
                                      "plutot d'accord avec le commentaire precedent",
                                      "cette reforme arrive trop tard pour les petites entreprises",
                                      "le cours suit le baril, comme toujours",
                                      "avec un peu de recul, la decision parait sage",
                                      "les syndicats et la direction se voient jeudi",
                                      "on peut regretter que le sujet ne soit jamais debattu",
                                      "ma fille travaille dans ce secteur, les salaires n'ont pas suivi",
                                      "attention aux impots sur les plus-values avant de vendre",
                                      "le train est toujours en retard, et le billet augmente",
                                      "belle photo, mais la legende est fausse",
                                      "que pensent les autres de la scission ?",
                                      "dans mon village, la poste a ferme l'an dernier",
                                      "les chiffres de l'insee disent le contraire",
                                      "cinq ans apres, le pont n'est toujours pas repare",
                                      "j'attends un repli pour renforcer un peu",
                                      "merci pour ces precisions, bonne soiree a tous"};

} // namespace

std::span<const std::string_view> ordinary_texts() {
    return texts;
}

} // namespace greffe::rules
