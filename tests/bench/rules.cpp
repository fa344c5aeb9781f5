// How fast rules are matched: comments of 280 bytes a second, on one core, against RE2 alone, RE2::Set and
// vectorscan, on the same texts and the same patterns in one run; how long 10,000 rules take to compile, and
// how much memory that takes at its most, in a process that does nothing else. Patterns: 60 % words, 20 %
// gaps of two words, 20 % number phrases.
//   ./dev bench rules [PATTERNS…]
#include "rules/engine/build_program.hpp"
#include "rules/engine/read_ruleset.hpp"
#include "rules/engine/ruleset.hpp"
#include "rules/text/view.hpp"

#include <re2/re2.h>
#include <re2/set.h>

#ifdef GREFFE_HAS_VECTORSCAN
#include <hs/hs.h>
#endif

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace greffe::rules;
using clock_type = std::chrono::steady_clock;

constexpr std::size_t comments = 20'000;
constexpr std::size_t comment_bytes = 280;

const char* const common[] = {
    "le",     "la",     "de",        "un",      "une",    "et",      "que",     "qui",   "pas",    "ce",
    "est",    "les",    "des",       "pour",    "dans",   "sur",     "avec",    "plus",  "mais",   "tout",
    "bien",   "on",     "je",        "il",      "elle",   "nous",    "vous",    "ils",   "ne",     "se",
    "si",     "ou",     "par",       "au",      "aux",    "sont",    "fait",    "comme", "encore", "aussi",
    "cette",  "ces",    "sans",      "son",     "leur",   "entre",   "depuis",  "prix",  "action", "cours",
    "bourse", "hausse", "baisse",    "marché",  "année",  "mois",    "temps",   "jour",  "monde",  "pays",
    "groupe", "valeur", "dividende", "titre",   "banque", "énergie", "pétrole", "baril", "dollar", "euro",
    "taux",   "dette",  "résultat",  "chiffre", "vente",  "achat",   "société"};

// Words that sound French, each once: what rules look for and what texts hold by chance.
std::vector<std::string> made_words(std::size_t count, std::mt19937& random) {
    static const char* const heads[] = {"re",  "de",  "con", "par", "tra", "pro", "mar", "cha",
                                        "sou", "ver", "bal", "fi",  "lan", "gre", "pi",  "mo",
                                        "ta",  "vi",  "se",  "cou", "bra", "dou", "éle", "pla"};
    static const char* const middles[] = {"ti", "ma", "ri", "lo", "ne",  "ci", "ga",  "bi",
                                          "ra", "du", "vo", "le", "cha", "pe", "sso", "tta"};
    static const char* const ends[] = {"tion", "ment", "eur",  "age", "ière", "able", "ique",
                                       "eux",  "ard",  "ette", "ois", "ance", "er",   "ure"};
    std::vector<std::string> words;
    while (words.size() < count) {
        std::string word = heads[random() % std::size(heads)];
        for (unsigned i = 1 + random() % 2; i > 0; --i) word += middles[random() % std::size(middles)];
        word += ends[random() % std::size(ends)];
        words.push_back(std::move(word));
        if (words.size() == count) {
            std::ranges::sort(words);
            words.erase(std::ranges::unique(words).begin(), words.end());
            std::ranges::shuffle(words, random);
        }
    }
    return words;
}

// As natural text: a few words are most of it, and of the rest each is rare.
std::vector<std::string> made_comments(const std::vector<std::string>& rare, std::mt19937& random) {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < comments; ++i) {
        std::string text;
        while (text.size() < comment_bytes) {
            const bool is_common = random() % 100 < 62;
            const double skewed = std::pow(static_cast<double>(random() % 1'000'000) / 1e6, 3.0);
            if (random() % 40 == 0)
                text += std::to_string(random() % 2000);
            else
                text += is_common
                            ? common[random() % std::size(common)]
                            : rare[static_cast<std::size_t>(skewed * static_cast<double>(rare.size() - 1))];
            const unsigned sign = random() % 12;
            text += sign == 0 ? ", " : sign == 1 ? ". " : " ";
        }
        made.push_back(text.substr(0, text.find_last_of(' ')));
    }
    return made;
}

struct pattern {
    std::string regex;
    std::string condition; ///< as a rule writes it
};

std::string folded(const std::string& text) {
    return text::make_view(text::view_kind::folded, text);
}

std::vector<pattern> made_patterns(std::size_t count, const std::vector<std::string>& words,
                                   std::mt19937& random) {
    std::vector<pattern> made;
    // The rarer half of the vocabulary, and words that no text holds.
    const auto word = [&] { return folded(words[words.size() / 2 + random() % (words.size() / 2)]); };
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t kind = i % 10;
        if (kind < 6) {
            const std::string w = word();
            made.push_back({"\\b" + w + "\\b", "{words: [" + w + "]}"});
            continue;
        }
        const std::string regex = kind < 8 ? "\\b" + word() + "\\b.{1,40}\\b" + word() + "\\b"
                                           : "\\b\\d{2,4} ?(?:euros?|%|jours?) (?:de|par|en) " + word();
        made.push_back({regex, "{text: '" + regex + "'}"});
    }
    return made;
}

std::string ruleset_of(const std::vector<pattern>& patterns) {
    std::string yaml = "ruleset: bench\nthresholds: {flag: 20, hold: 50, reject: 100}\nrules:\n";
    for (std::size_t i = 0; i < patterns.size(); ++i)
        yaml += "  - {id: r" + std::to_string(i) +
                ", mode: shadow, then: {action: flag, score: 5}, when: " + patterns[i].condition + "}\n";
    return yaml;
}

double seconds(const std::function<void()>& work) {
    const auto start = clock_type::now();
    work();
    return std::chrono::duration<double>(clock_type::now() - start).count();
}

/// A line of /proc/self/status, in KiB.
long status_kib(const std::string& key) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(key + ":")) return std::atol(line.c_str() + key.size() + 1);
    return 0;
}

/// By how much this process grows while it compiles, at its most.
void print_peak_of_compile(const std::string& yaml) {
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << 5; // VmHWM begins anew
    const long before = status_kib("VmRSS");
    const auto made = ruleset::compile(yaml);
    std::printf("%ld\n", made.rules ? status_kib("VmHWM") - before : -1);
}

/// The same of a process that does nothing else: what was freed here would be used again there.
double peak_of_compile_mib(const char* program, std::size_t patterns) {
    const std::string command = std::string(program) + " --peak " + std::to_string(patterns);
    FILE* const told = popen(command.c_str(), "r");
    long kib = 0;
    if (told == nullptr || std::fscanf(told, "%ld", &kib) != 1) kib = -1;
    if (told != nullptr) pclose(told);
    return static_cast<double>(kib) / 1024;
}

void target(const char* what, double value, const char* relation, double wanted) {
    const bool holds = std::string_view(relation) == ">=" ? value >= wanted : value <= wanted;
    std::printf("    %-32s %10.2f, target %s %g: %s\n", what, value, relation, wanted,
                holds ? "held" : "MISSED");
}

struct speed {
    double first = 0;  ///< comments a second, on texts never seen before
    double second = 0; ///< the same texts again
    std::size_t hits = 0;
};

/// `passes` over the same texts after the first; the fastest counts, for other work only ever takes time
/// away.
speed measured(std::size_t count, const std::function<std::size_t(std::size_t)>& match, int passes = 9) {
    speed made;
    const auto pass = [&] {
        made.hits = 0;
        for (std::size_t i = 0; i < count; ++i) made.hits += match(i);
    };
    made.first = static_cast<double>(count) / seconds(pass);
    for (int i = 0; i < passes; ++i)
        made.second = std::max(made.second, static_cast<double>(count) / seconds(pass));
    return made;
}

void print(const char* what, const speed& s, double against) {
    std::printf("  %-34s %10.0f/s first, %10.0f/s again, %7zu hits", what, s.first, s.second, s.hits);
    if (against > 0) std::printf(", %.2f x vectorscan", s.second / against);
    std::printf("\n");
    std::fflush(stdout);
}

speed one_at_a_time(const std::vector<pattern>& patterns, const std::vector<std::string>& texts) {
    std::vector<std::unique_ptr<RE2>> all;
    for (const auto& p : patterns) all.push_back(std::make_unique<RE2>(p.regex));
    // Slow: as many texts as fit into a second or so.
    const std::size_t count = std::clamp<std::size_t>(1'000'000 / patterns.size(), 100, texts.size());
    return measured(
        count,
        [&](std::size_t i) {
            return static_cast<std::size_t>(
                std::ranges::count_if(all, [&](const auto& re) { return RE2::PartialMatch(texts[i], *re); }));
        },
        1);
}

speed set_of_re2(const std::vector<pattern>& patterns, const std::vector<std::string>& texts) {
    RE2::Options options;
    options.set_max_mem(std::int64_t{256} << 20);
    RE2::Set set(options, RE2::UNANCHORED);
    for (const auto& p : patterns) set.Add(p.regex, nullptr);
    set.Compile();
    std::vector<int> found;
    return measured(texts.size(), [&](std::size_t i) {
        found.clear();
        set.Match(texts[i], &found);
        return found.size();
    });
}

#ifdef GREFFE_HAS_VECTORSCAN
speed vectorscan(const std::vector<pattern>& patterns, const std::vector<std::string>& texts,
                 double& compile) {
    std::vector<const char*> expressions;
    std::vector<unsigned> flags;
    std::vector<unsigned> ids;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        expressions.push_back(patterns[i].regex.c_str());
        flags.push_back(HS_FLAG_SINGLEMATCH);
        ids.push_back(static_cast<unsigned>(i));
    }
    hs_database_t* database = nullptr;
    hs_compile_error_t* error = nullptr;
    compile = seconds([&] {
        hs_compile_multi(expressions.data(), flags.data(), ids.data(), static_cast<unsigned>(ids.size()),
                         HS_MODE_BLOCK, nullptr, &database, &error);
    });
    if (database == nullptr) {
        std::printf("  vectorscan: %s\n", error->message);
        std::exit(1);
    }
    hs_scratch_t* scratch = nullptr;
    hs_alloc_scratch(database, &scratch);
    std::size_t hits = 0;
    const auto on_hit = [](unsigned, unsigned long long, unsigned long long, unsigned, void* count) {
        ++*static_cast<std::size_t*>(count);
        return 0;
    };
    const auto made = measured(texts.size(), [&](std::size_t i) {
        hits = 0;
        hs_scan(database, texts[i].data(), static_cast<unsigned>(texts[i].size()), 0, scratch, on_hit, &hits);
        return hits;
    });
    hs_free_scratch(scratch);
    hs_free_database(database);
    return made;
}
#endif

/// By a program that has seen no text yet.
speed match_anew(const ruleset_spec& spec, const std::vector<text::view>& views) {
    diagnostics found;
    const auto program = build_program(spec, {}, found);
    outcomes out;
    out.values = program->unscanned;
    return measured(views.size(), [&](std::size_t i) {
        for (const atom_id atom : out.touched) out.values[atom] = truth::no();
        out.touched.clear();
        out.hits.clear();
        out.places.clear();
        work_budget budget{program->scan_work};
        program->plan(text_field::body).match(views[i], text_field::body, out, budget);
        return out.touched.size();
    });
}

speed match_only(const std::string& yaml, const std::vector<std::string>& texts) {
    // The views stand already, as the other matchers have their folded texts.
    std::vector<text::view> views(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) views[i].assign(text::view_kind::folded, texts[i]);
    speed best;
    for (int fresh = 0; fresh < 3; ++fresh) {
        // Patterns keep what they learned of a text, so they are read anew as well.
        diagnostics found;
        const speed made = match_anew(*read_ruleset(yaml, "bench.yaml", found), views);
        best = {std::max(best.first, made.first), std::max(best.second, made.second), made.hits};
    }
    return best;
}

} // namespace

int main(int argument_count, char** arguments) {
    if (argument_count == 3 && std::string_view(arguments[1]) == "--peak") {
        std::mt19937 random(20'240'409);
        const auto words = made_words(24'000, random);
        const auto count = static_cast<std::size_t>(std::atol(arguments[2]));
        print_peak_of_compile(ruleset_of(made_patterns(count, words, random)));
        return 0;
    }
    std::vector<std::size_t> sizes;
    for (int i = 1; i < argument_count; ++i)
        sizes.push_back(static_cast<std::size_t>(std::atol(arguments[i])));
    if (sizes.empty()) sizes = {100, 1'000, 10'000};
    std::mt19937 random(20'240'409);
    const auto words = made_words(24'000, random);
    const auto texts = made_comments(words, random);
    std::vector<std::string> folded_texts;
    for (const auto& text : texts) folded_texts.push_back(folded(text));
    std::printf("%zu comments of %zu bytes, one core\n", texts.size(), comment_bytes);

    double first_size = 0;
    for (const std::size_t size : sizes) {
        const auto patterns = made_patterns(size, words, random);
        const std::string yaml = ruleset_of(patterns);
        std::printf("%zu patterns\n", size);
        const double peak_mib = peak_of_compile_mib(arguments[0], size);
        double vectors = 0;
#ifdef GREFFE_HAS_VECTORSCAN
        double vectors_compile = 0;
        const auto by_vectors = vectorscan(patterns, folded_texts, vectors_compile);
        vectors = by_vectors.second;
        print("vectorscan", by_vectors, 0);
        std::printf("  %-34s %10.3f s\n", "vectorscan, compile", vectors_compile);
#else
        std::printf("  vectorscan is not installed: no ratio\n");
#endif
        print("one RE2 at a time", one_at_a_time(patterns, folded_texts), vectors);
        print("RE2::Set", set_of_re2(patterns, folded_texts), vectors);
        const auto matched = match_only(yaml, folded_texts);
        print("ours, match only", matched, vectors);
        compiled made;
        const double compile = seconds([&] { made = ruleset::compile(yaml); });
        const facts known;
        const auto whole = measured(texts.size(), [&](std::size_t i) {
            return made.rules->judge(made.rules->scan({.body = texts[i], .name = {}}), known).matches.size();
        });
        print("ours, views to verdict", whole, vectors);
        std::printf("  %-34s %10.3f s, %.0f MiB at its most\n", "ours, compile", compile, peak_mib);
        if (vectors > 0 && size >= 1'000)
            target("match only / vectorscan", matched.second / vectors, ">=", size >= 10'000 ? 0.4 : 0.7);
        target("match only, first / second pass", matched.first / matched.second, ">=", 0.5);
        if (size == 1'000) target("whole evaluation, comments/s", whole.second, ">=", 150'000);
        if (size == 10'000) {
            target("compile, s", compile, "<=", 1);
            target("compile, MiB", peak_mib, "<=", 256);
        }
        if (size == sizes.front()) first_size = whole.second;
        target("cost of a comment / the first size's", first_size / whole.second, "<=", 10);
    }
    return 0;
}
