// The shipped packs against every word of Debian's French dictionary (package wfrench), alone, in a
// neutral sentence, as an author's name, and as all that a report says: golden/packs-dictionary.list names
// each word that any rule hits, by rule, and each stands there on purpose. After a change on purpose:
// GREFFE_UPDATE_GOLDEN=1 rewrites it; read the difference before committing it.
#include "rules/engine/packs.hpp"
#include "tests/unit/rules/compile.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace greffe {
namespace {

using hit_words = std::map<std::string, std::set<std::string>>; ///< by "rule" or "rule, alone only"

const std::filesystem::path expected = GREFFE_SOURCE_DIR "/tests/unit/rules/golden/packs-dictionary.list";
constexpr std::size_t together = 48;
constexpr const char* neutral = "Merci pour cet article.";

std::vector<std::string> words() {
    std::ifstream in("/usr/share/dict/french");
    std::vector<std::string> all;
    for (std::string line; std::getline(in, line);) all.push_back(line);
    return all;
}

std::string sentence(const std::string& word) {
    return "Le mot " + word + " existe. ";
}

std::shared_ptr<const rules::ruleset> every_pack() {
    std::string yaml = "ruleset: site\nuse: [";
    for (const std::string_view pack : rules::pack_names()) yaml += std::string(pack) + ", ";
    return test::compile(yaml + "]\n");
}

std::set<std::string> hits(const rules::ruleset& rules, const std::string& text) {
    std::set<std::string> ids;
    for (const auto& match : test::judge(rules, text).matches) ids.insert(match.rule);
    return ids;
}

void note(const rules::ruleset& rules, const std::string& word, hit_words& found) {
    const auto alone = hits(rules, word);
    const auto inside = hits(rules, sentence(word));
    for (const std::string& id : alone) found[id + (inside.contains(id) ? "" : ", alone only")].insert(word);
    for (const std::string& id : inside)
        if (!alone.contains(id)) found[id + ", in a sentence only"].insert(word);
}

// --- One evaluation for many words: wider rules, which hit a text of many sentences if the shipped ones hit
// any of its words, alone or in its sentence. Whoever is in such a text is then looked at with the shipped
// rules.

// An anchor holds anywhere.
std::string without_anchors(const std::string& pattern) {
    std::string out;
    bool in_class = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\' && i + 1 < pattern.size()) {
            out += c;
            out += pattern[++i];
            continue;
        }
        if (!in_class && (c == '^' || c == '$')) continue;
        if (c == '[' && !in_class) {
            in_class = true;
            out += c;
            if (i + 1 < pattern.size() && pattern[i + 1] == '^') out += pattern[++i];
            continue;
        }
        if (c == ']') in_class = false;
        out += c;
    }
    return out;
}

// What more text may undo holds always: exceptions, negations, measures of the whole text. Lists by their
// items.
YAML::Node widened(const YAML::Node& condition, const YAML::Node& lists) {
    for (const auto* key : {"not", "length", "language", "caps"})
        if (condition[key]) return YAML::Load("{length: {over: 0}}");
    const auto listed = [&](const YAML::Node& items) {
        return YAML::Clone(items.IsScalar() ? lists[items.as<std::string>()] : items);
    };
    YAML::Node made;
    for (const auto& entry : condition) {
        const auto key = entry.first.as<std::string>();
        if (key == "except") continue;
        made[key] = YAML::Clone(entry.second);
        if (key == "text") made[key] = without_anchors(entry.second.as<std::string>());
        if (key == "words") made[key] = listed(entry.second);
        if (key == "link" && entry.second["host_in"]) made[key]["host_in"] = listed(entry.second["host_in"]);
        if (key == "all" || key == "any")
            for (std::size_t i = 0; i < entry.second.size(); ++i)
                made[key][i] = widened(entry.second[i], lists);
    }
    return made;
}

// `message-vide` is about texts with hardly a letter: see is_short.
std::shared_ptr<const rules::ruleset> wider_packs() {
    YAML::Node wider;
    wider["ruleset"] = "wider";
    for (const std::string_view name : rules::pack_names()) {
        const YAML::Node pack = YAML::Load(std::string(*rules::find_pack(name)));
        for (const auto& rule : pack["rules"]) {
            const auto id = rule["id"].as<std::string>();
            if (id == "message-vide" || rule["for"]) continue;
            YAML::Node copy = YAML::Clone(rule);
            copy["id"] = std::string(name) + "-" + id;
            copy.remove("policy");
            copy.remove("scope");
            copy["when"] = widened(rule["when"], pack["lists"]);
            wider["rules"].push_back(copy);
        }
    }
    YAML::Emitter out;
    out << wider;
    return test::compile(out.c_str(), {.run_examples = false});
}

// Such words are always looked at one by one: they may be joined with others of their kind.
bool is_short(const std::string& word) {
    return word.size() < 4;
}

hit_words found_in(const std::vector<std::string>& all, const rules::ruleset& shipped) {
    const auto wider = wider_packs();
    hit_words found;
    if (!wider) return found;
    std::vector<std::string> batch;
    const auto look = [&] {
        std::string text;
        for (const std::string& word : batch) text += sentence(word);
        if (!hits(*wider, text).empty())
            for (const std::string& word : batch) note(shipped, word, found);
        batch.clear();
    };
    for (const std::string& word : all) {
        if (is_short(word)) {
            note(shipped, word, found);
            continue;
        }
        batch.push_back(word);
        if (batch.size() == together) look();
    }
    look();
    return found;
}

/// As the name of an author, and as the text of a report, which few rules look at: one by one.
void note_names_and_reports(const rules::ruleset& rules, const std::string& word, hit_words& found) {
    const auto seen = rules.scan({.body = neutral, .name = word, .report = word});
    for (const auto& match : rules.judge(seen, {}).matches) found[match.rule + ", as a name"].insert(word);
    for (const auto& match : rules.judge_report(seen, {}).matches)
        found[match.rule + ", in a report"].insert(word);
}

/// Why these rules hit a single word on purpose. A rule that is not here must hit none.
const std::map<std::string, std::string> purposes{
    {"charter-fr/grossierete", "coarse in each of their senses; adds to the score, alone it is published"},
    {"charter-fr/injure", "said of a person they insult; held, since a person may see another sense"},
    {"charter-fr/injure-orientation", "insults of whom one loves, whatever stands beside them"},
    {"charter-fr/injure-raciale", "words of racism; who quotes them is read by a person"},
    {"charter-fr/insistance-premier", "a comment that says nothing else says nothing"},
    {"charter-fr/message-vide", "one letter is no comment"},
    {"reports-fr/haine-signalee", "a reporter names hate: looked at earlier"},
    {"reports-fr/lettre-d-avocat", "words of the courts: escalated, never hidden"},
    {"reports-fr/menace-signalee", "a reporter names a threat: looked at earlier"},
    {"reports-fr/mineur", "a child may be concerned: escalated, never hidden"},
    {"reports-fr/personne-en-danger", "every form of suicide: looked at first"},
    {"reports-fr/signalement-injurieux", "a report that insults waits a little longer"},
};

std::string id_of(const std::string& rule) {
    return rule.substr(0, rule.find(','));
}

std::string printed(const hit_words& found) {
    std::ostringstream out;
    for (const auto& [rule, list] : found) {
        const auto purpose = purposes.find(id_of(rule));
        out << rule << "\n  (" << (purpose == purposes.end() ? "NOT ON PURPOSE" : purpose->second) << ")\n";
        std::string line = " ";
        for (const std::string& word : list) {
            if (line.size() + word.size() > 110) {
                out << line << "\n";
                line = " ";
            }
            line += " " + word;
        }
        out << line << "\n";
    }
    return out.str();
}

std::string contents(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

TEST(packs, hit_of_the_dictionary_what_they_are_meant_to) {
    const auto all = words();
    ASSERT_GT(all.size(), 300'000U) << "is the package wfrench installed (docker/packages.txt)?";
    const auto rules = every_pack();
    ASSERT_TRUE(rules);
    ASSERT_EQ(hits(*rules, sentence("X")), std::set<std::string>{}) << "the sentence is neutral";
    ASSERT_EQ(hits(*rules, neutral), std::set<std::string>{});
    auto found = found_in(all, *rules);
    for (const std::string& word : all) note_names_and_reports(*rules, word, found);
    std::set<std::string> hitting, meant;
    for (const auto& [rule, list] : found) hitting.insert(id_of(rule));
    for (const auto& [rule, purpose] : purposes) meant.insert(rule);
    EXPECT_EQ(hitting, meant);
    const std::string now = printed(found);
    if (std::getenv("GREFFE_UPDATE_GOLDEN") != nullptr) std::ofstream(expected, std::ios::binary) << now;
    EXPECT_EQ(now, contents(expected));
}

TEST(packs, hit_no_other_word_when_each_is_looked_at_alone) {
    const auto all = words();
    const auto rules = every_pack();
    ASSERT_TRUE(rules);
    const std::string listed = contents(expected);
    hit_words found;
    for (std::size_t i = 0; i < all.size(); i += 101) note(*rules, all[i], found);
    for (const auto& [rule, list] : found)
        for (const std::string& word : list)
            EXPECT_TRUE(listed.find(rule + "\n") != std::string::npos &&
                        listed.find(" " + word) != std::string::npos)
                << rule << ": " << word;
}

} // namespace
} // namespace greffe
