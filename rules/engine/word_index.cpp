#include "rules/engine/word_index.hpp"

#include "rules/text/french.hpp"
#include "rules/text/tokens.hpp"

#include <algorithm>

namespace greffe::rules {
namespace {

// "sale(s) con(ne)" -> "sale(s)", "con(ne)": the parentheses belong to the word they are written on.
std::vector<std::string> written_words(std::string_view entry) {
    std::vector<std::string> words;
    std::size_t end = 0;
    while (const auto word = text::next_word(entry, end)) {
        std::string written(entry.substr(word->begin, word->end - word->begin));
        end = word->end;
        if (end < entry.size() && entry[end] == '(') {
            const auto close = entry.find(')', end);
            if (close != std::string_view::npos) {
                written += entry.substr(end, close + 1 - end);
                end = close + 1;
            }
        }
        words.push_back(std::move(written));
    }
    return words;
}

} // namespace

void word_index::add(atom_id atom, const words_condition& condition) {
    atoms_.push_back(atom);
    for (const std::string& entry : condition.entries) add_entry(atom, entry, condition.view);
}

void word_index::add_entry(atom_id atom, std::string_view entry, text::view_kind view) {
    // Inflected before it is folded: the plural of "œil-de-bœuf" is asked of French, not of ASCII. A form may
    // fold to several words ("½" is "1/2").
    std::vector<forms> words;
    for (const std::string& written : written_words(entry)) {
        std::vector<forms> parts;
        for (const std::string& form : text::french_forms(written)) {
            const std::string seen = text::make_view(view, form);
            const auto pieces = text::words_of(seen);
            parts.resize(std::max(parts.size(), pieces.size()));
            for (std::size_t i = 0; i < pieces.size(); ++i)
                if (std::ranges::find(parts[i], pieces[i]) == parts[i].end())
                    parts[i].emplace_back(pieces[i]);
        }
        std::ranges::move(parts, std::back_inserter(words));
    }
    if (words.empty()) return;
    const candidate made{atom, std::vector<forms>(words.begin() + 1, words.end())};
    for (const std::string& first : words.front()) by_first_word_[first].push_back(made);
}

// The end of the expression whose first word ends at `end`; 0: it does not go on as it must.
std::size_t word_index::follow(const candidate& c, std::string_view text, std::size_t end) {
    for (const forms& wanted : c.rest) {
        const auto word = text::next_word(text, end);
        if (!word || !text::joins_words(text.substr(end, word->begin - end))) return 0;
        const auto seen = text.substr(word->begin, word->end - word->begin);
        if (std::ranges::find(wanted, seen) == wanted.end()) return 0;
        end = word->end;
    }
    return end;
}

void word_index::match(const text::view& view, text_field field, outcomes& out) const {
    thread_local std::vector<found_word> found;
    found.clear();
    for (const atom_id atom : atoms_) out.values[atom] = truth::no();
    const std::string_view text = view.text();
    std::size_t at = 0;
    while (const auto word = text::next_word(text, at)) {
        at = word->end;
        const auto candidates = by_first_word_.find(text.substr(word->begin, word->end - word->begin));
        if (candidates == by_first_word_.end()) continue;
        for (const candidate& c : candidates->second)
            if (const std::size_t end = follow(c, text, word->end); end > 0)
                found.push_back({c.atom, {word->begin, end}});
    }
    std::ranges::stable_sort(found, {}, &found_word::atom);
    for (std::size_t i = 0; i < found.size();) {
        const atom_id atom = found[i].atom;
        const auto first = static_cast<std::uint32_t>(out.places.size());
        std::size_t covered = 0;
        for (; i < found.size() && found[i].atom == atom; ++i) {
            if (found[i].at.begin < covered || out.places.size() - first >= most_places) continue;
            covered = found[i].at.end;
            const auto original = view.original(found[i].at);
            out.places.push_back({field, original.begin, original.end});
        }
        out.values[atom] = truth::yes();
        out.hits.push_back({atom, first, static_cast<std::uint32_t>(out.places.size()) - first});
    }
}

} // namespace greffe::rules
