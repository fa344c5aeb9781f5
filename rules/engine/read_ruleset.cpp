#include "rules/engine/read_ruleset.hpp"

#include "rules/engine/packs.hpp"
#include "rules/engine/read_rule.hpp"
#include "rules/engine/reader.hpp"

#include <algorithm>
#include <set>

namespace greffe::rules {
namespace {

constexpr std::size_t most_rules = 20'000;
constexpr int most_threshold = 1'000'000;

constexpr known_key ruleset_keys[] = {{"ruleset"},  {"use"},   {"lists"},
                                      {"policies"}, {"rules"}, {"thresholds"}};
constexpr known_key pack_keys[] = {{"pack"}, {"lists"}, {"policies"}, {"rules"}};
constexpr known_key policy_keys[] = {{"clause"}, {"fr"}, {"en"}, {"deadline"}, {"at_deadline"}};
constexpr known_key use_keys[] = {{"pack"}, {"mode"}, {"without"}};
constexpr known_key threshold_keys[] = {{"flag"}, {"hold"}, {"reject"}};

constexpr std::pair<rule_mode, std::string_view> use_modes[] = {{rule_mode::draft, "draft"},
                                                                {rule_mode::shadow, "shadow"},
                                                                {rule_mode::live, "live"},
                                                                {rule_mode::disabled, "disabled"}};

constexpr std::pair<deadline_action, std::string_view> deadline_actions[] = {
    {deadline_action::stay_held, "stay_held"},
    {deadline_action::publish, "publish"},
    {deadline_action::alert, "alert"}};

void read_lists(reader& in, const node& from) {
    if (!in.is_map(from, "'lists'", "name each list: {messengers: [t.me, wa.me]}")) return;
    for (const entry& e : from.entries)
        in.lists[e.key] = {.at = e.at, .items = in.texts(e.value, "the list '" + e.key + "'")};
}

void check_lists(reader& in) {
    for (const auto& [name, list] : in.lists)
        if (!list.used)
            in.warn(list.at, "unused-list", "no rule uses the list '" + name + "'",
                    "remove it, or name it in 'words' or 'host_in'");
}

void read_policies(reader& in, const node& from, ruleset_spec& into) {
    if (!in.is_map(from, "'policies'", "name each policy: {arnaque: {fr: Arnaque}}")) return;
    for (const entry& e : from.entries) {
        policy made{.name = e.key, .clause = {}, .fr = {}, .en = {}, .deadline = {}};
        if (!is_map_of(in, e.value, policy_keys, "the policy '" + e.key + "'")) continue;
        const auto optional = [&](std::string_view key) {
            const node* value = e.value.find(key);
            return value == nullptr ? std::string()
                                    : in.text(*value, "'" + std::string(key) + "'").value_or("");
        };
        made.clause = optional("clause");
        made.fr = optional("fr");
        made.en = optional("en");
        if (const node* deadline = e.value.find("deadline")) {
            if (const auto within = parse_duration(deadline->text))
                made.deadline = policy_deadline{.within = *within, .then = deadline_action::stay_held};
            else
                in.error(deadline->at, "bad-value", "'" + deadline->text + "' is no duration",
                         "write it as 30m, 1h or 2d");
        }
        if (const node* then = e.value.find("at_deadline")) {
            const auto action = in.one_of(*then, "at_deadline", deadline_actions);
            if (e.value.find("deadline") == nullptr)
                in.error(then->at, "missing-key", "'at_deadline' without a 'deadline'",
                         "add 'deadline: 1h', or leave 'at_deadline' out");
            if (action && made.deadline) made.deadline->then = *action;
        }
        if (made.fr.empty() && made.en.empty())
            in.error(e.at, "missing-key", "the policy '" + e.key + "' has no text for the reader",
                     "add 'fr' or 'en'");
        into.policies.push_back(std::move(made));
    }
}

void read_rules(reader& in, const node& from, ruleset_spec& into) {
    if (!in.is_sequence(from, "'rules'")) return;
    if (from.items.size() > most_rules)
        return in.error(from.at, "too-large",
                        "a ruleset has at most " + std::to_string(most_rules) + " rules",
                        "write rules that differ in a word only as one with 'words'");
    std::set<std::string> ids;
    for (const node& item : from.items) {
        auto rule = read_rule(in, item);
        if (!rule) continue;
        if (!ids.insert(rule->id).second)
            in.error(rule->from.at, "duplicate-id", "there are two rules '" + rule->id + "'",
                     "rename one of them");
        into.rules.push_back(std::move(*rule));
    }
}

void read_thresholds(reader& in, const node& from, thresholds& into) {
    if (!is_map_of(in, from, threshold_keys, "'thresholds'")) return;
    int least = 1;
    const auto read = [&](std::string_view key, std::optional<int>& value) {
        const node* written = from.find(key);
        if (written == nullptr) return;
        value = in.integer(*written, "'" + std::string(key) + "'", 1, most_threshold);
        if (value && *value < least)
            in.error(written->at, "thresholds-order",
                     "'" + std::string(key) + "' is below a weaker threshold", "flag <= hold <= reject");
        least = std::max(least, value.value_or(least));
    };
    read("flag", into.flag);
    read("hold", into.hold);
    read("reject", into.reject);
}

void read_use(reader& in, const node& from, ruleset_spec& into) {
    if (!in.is_sequence(from, "'use'")) return;
    for (const node& item : from.items) {
        pack_use made{.at = item.at, .pack = {}, .mode = {}, .without = {}};
        if (item.is == node::kind::scalar) {
            made.pack = item.text;
        } else {
            if (!is_map_of(in, item, use_keys, "an item of 'use'")) continue;
            const node* pack = item.find("pack");
            if (pack == nullptr) {
                in.error(item.at, "missing-key", "this names no pack", "write {pack: NAME}");
                continue;
            }
            made.pack = in.text(*pack, "'pack'").value_or("");
            made.at = pack->at;
            if (const node* mode = item.find("mode")) made.mode = in.one_of(*mode, "mode", use_modes);
            if (const node* without = item.find("without")) made.without = in.texts(*without, "'without'");
        }
        const bool twice = std::ranges::find(into.use, made.pack, &pack_use::pack) != into.use.end();
        if (twice)
            in.error(made.at, "duplicate-id", "the pack '" + made.pack + "' is used twice",
                     "keep one of them");
        else
            into.use.push_back(std::move(made));
    }
}

std::optional<ruleset_spec> read_one(reader& in, std::string_view yaml) {
    const auto document = read_document(yaml, in.file, in.found);
    if (!document || !in.is_map(*document, "a ruleset", "begin with 'ruleset: NAME'")) return std::nullopt;
    ruleset_spec made;
    made.is_pack = document->find("pack") != nullptr && document->find("ruleset") == nullptr;
    check_keys(in, *document, made.is_pack ? std::span<const known_key>(pack_keys) : ruleset_keys,
               made.is_pack ? "a pack" : "a ruleset");
    if (const node* name = document->find(made.is_pack ? "pack" : "ruleset")) {
        made.name = in.name(*name, "name").value_or("");
    } else {
        in.error(document->at, "missing-key", "this ruleset has no name", "begin with 'ruleset: NAME'");
    }
    if (const node* lists = document->find("lists")) read_lists(in, *lists);
    if (const node* policies = document->find("policies")) read_policies(in, *policies, made);
    if (const node* use = document->find("use")) read_use(in, *use, made);
    if (const node* rules = document->find("rules")) read_rules(in, *rules, made);
    check_lists(in);
    if (const node* limits = document->find("thresholds")) read_thresholds(in, *limits, made.at);
    if (document->find("rules") == nullptr && document->find("use") == nullptr)
        in.error(document->at, "missing-key", "this ruleset has no rules", "add 'rules', or 'use' a pack");
    return made;
}

void check_policies(reader& in, const std::vector<rule_spec>& rules, const std::vector<policy>& policies) {
    for (const rule_spec& rule : rules) {
        if (!rule.policy || std::ranges::find(policies, *rule.policy, &policy::name) != policies.end())
            continue;
        std::vector<std::string_view> known;
        for (const policy& p : policies) known.push_back(p.name);
        in.error(rule.policy_at, "unknown-policy", "there is no policy '" + *rule.policy + "'",
                 known.empty() ? "add it under 'policies'"
                               : suggestion(*rule.policy, known, "the policies are"));
    }
}

void leave_out(reader& in, const pack_use& use, std::vector<rule_spec>& rules) {
    for (const auto& [id, at] : use.without) {
        const auto found = std::ranges::find(rules, id, &rule_spec::id);
        if (found != rules.end()) {
            rules.erase(found);
            continue;
        }
        std::vector<std::string_view> known;
        for (const rule_spec& rule : rules) known.push_back(rule.id);
        in.error(at, "unknown-rule", "the pack '" + use.pack + "' has no rule '" + id + "'",
                 suggestion(id, known, "its rules are"));
    }
}

std::optional<std::string_view> text_of(std::string_view pack, const pack_texts* packs) {
    if (packs == nullptr) return find_pack(pack);
    const auto kept = packs->find(pack);
    return kept == packs->end() ? std::nullopt : std::optional<std::string_view>(kept->second);
}

std::vector<std::string_view> names_of(const pack_texts* packs) {
    if (packs == nullptr) return pack_names();
    std::vector<std::string_view> names;
    for (const auto& [name, text] : *packs) names.push_back(name);
    return names;
}

// The pack's rules come before what `expanded` gets from the packs behind it; its policies behind all others,
// so that a ruleset may word them anew.
void expand(reader& in, const pack_use& use, const pack_texts* packs, ruleset_spec& expanded,
            std::vector<policy>& policies) {
    const auto source = text_of(use.pack, packs);
    if (!source) {
        const auto known = names_of(packs);
        return in.error(use.at, "unknown-pack", "there is no pack '" + use.pack + "'",
                        suggestion(use.pack, known, "the packs are"));
    }
    reader pack_reader{.file = use.pack + ".yaml", .found = in.found};
    auto pack = read_one(pack_reader, *source);
    if (!pack) return;
    expanded.packs.emplace(use.pack, *source);
    check_policies(pack_reader, pack->rules, pack->policies);
    leave_out(in, use, pack->rules);
    for (rule_spec& rule : pack->rules) {
        rule.id = use.pack + "/" + rule.id;
        if (use.mode && rule.mode == rule_mode::live) rule.mode = *use.mode;
        expanded.rules.push_back(std::move(rule));
    }
    for (policy& p : pack->policies) policies.push_back(std::move(p));
}

} // namespace

std::optional<ruleset_spec> read_ruleset(std::string_view yaml, const std::string& file, diagnostics& found,
                                         const pack_texts* packs) {
    reader in{.file = file, .found = found};
    auto own = read_one(in, yaml);
    if (!own) return std::nullopt;
    ruleset_spec expanded;
    for (const pack_use& use : own->use) expand(in, use, packs, expanded, own->policies);
    own->packs = std::move(expanded.packs);
    check_policies(in, own->rules, own->policies);
    own->rules.insert(own->rules.begin(), std::make_move_iterator(expanded.rules.begin()),
                      std::make_move_iterator(expanded.rules.end()));
    return own;
}

} // namespace greffe::rules
