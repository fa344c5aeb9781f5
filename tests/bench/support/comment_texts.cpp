#include "tests/bench/support/comment_texts.hpp"

#include <array>
#include <string_view>

namespace greffe::bench {

namespace {

constexpr std::array<std::string_view, 64> words{
    "le",        "titre",   "monte",     "depuis",  "hier",     "mais",      "les",         "volumes",
    "restent",   "faibles", "et",        "la",      "tendance", "de",        "fond",        "ne",
    "change",    "pas",     "à",         "mon",     "avis",     "il",        "faudra",      "attendre",
    "résultats", "du",      "trimestre", "pour",    "y",        "voir",      "plus",        "clair",
    "dividende", "annoncé", "me",        "paraît",  "généreux", "vu",        "endettement", "société",
    "pétrole",   "baisse",  "encore",    "ce",      "qui",      "devrait",   "aider",       "marges",
    "je",        "garde",   "mes",       "actions", "sans",     "renforcer", "tant",        "que",
    "support",   "tient",   "bonne",     "séance",  "tous",     "analystes", "prudents",    "demain"};
constexpr std::array<std::string_view, 4> caught{"Vous êtes des guignols, ",
                                                 "Contactez-moi sur t.me/signaux, ", "Quelle bande de cons, ",
                                                 "Écrivez à jean.trader@example.org, "};
constexpr std::uint64_t caught_every = 20;

std::uint64_t scrambled(std::uint64_t n) { // splitmix64
    n += 0x9e3779b97f4a7c15;
    n = (n ^ (n >> 30)) * 0xbf58476d1ce4e5b9;
    n = (n ^ (n >> 27)) * 0x94d049bb133111eb;
    return n ^ (n >> 31);
}

} // namespace

std::string comment_body(std::uint64_t number) {
    std::string body;
    if (number % caught_every == 0) body = caught[number / caught_every % caught.size()];
    for (std::uint64_t i = 0; body.size() < body_bytes - 16; ++i) {
        const auto pick = scrambled(number * 131 + i);
        body += words[pick % words.size()];
        body += pick >> 32 & 7 ? " " : ", ";
    }
    // Filled up to the byte: a text never ends within a letter.
    while (body.size() < body_bytes - 1) body += '.';
    return body + "!";
}

std::string comment_json(const std::string& external_id, std::uint64_t number, const std::string& more) {
    const auto author = std::to_string(scrambled(number) % 5000);
    return "{" + more + R"("external_id":")" + external_id + R"(","author":{"external_id":"u-)" + author +
           R"(","name":"Lecteur )" + author + R"("},"posted_at":"2024-04-09T12:52:00Z","body":")" +
           comment_body(number) + "\"}";
}

std::string comment_line(const std::string& external_id, std::uint64_t number, const std::string& article) {
    return comment_json(external_id, number, R"("type":"comment","article":")" + article + "\",") + "\n";
}

} // namespace greffe::bench
