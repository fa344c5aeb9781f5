#include "tests/bench/support/rule_pack.hpp"

namespace greffe::bench {

std::string pack(int rules) {
    static const char* const heads[] = {"re", "con", "par", "tra", "pro", "mar", "cha", "sou", "ver", "bal"};
    static const char* const middles[] = {"ti", "ma", "ri", "lo", "ne", "ci", "ga", "bi", "du", "vo"};
    static const char* const ends[] = {"tion", "ment", "eur", "age",  "able",
                                       "ique", "eux",  "ard", "ette", "ance"};
    unsigned state = 12345;
    const auto pick = [&](const auto& of) {
        state = state * 1664525u + 1013904223u;
        return std::string(of[(state >> 16) % 10]);
    };
    const auto word = [&] { return pick(heads) + pick(middles) + pick(middles) + pick(ends); };
    std::string yaml = "ruleset: mille\nrules:\n";
    for (int i = 0; i < rules; ++i) {
        std::string when;
        if (i % 10 < 6)
            when = "{words: [" + word() + "]}";
        else if (i % 10 < 8)
            when = "{text: '\\b" + word() + "\\b.{1,40}\\b" + word() + "\\b'}";
        else
            when = "{text: '\\b\\d{2,4} ?(?:euros?|%|jours?) (?:de|par|en) " + word() + "'}";
        yaml += "  - {id: r" + std::to_string(i) + ", mode: shadow, when: " + when +
                ", then: {action: flag, score: 5}}\n";
    }
    return yaml;
}

} // namespace greffe::bench
