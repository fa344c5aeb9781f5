#include "rules/engine/word_index.hpp"

#include "rules/engine/covered_text.hpp"
#include "rules/text/french.hpp"
#include "rules/text/tokens.hpp"

#include <algorithm>
#include <span>

namespace greffe::rules {
namespace {

// What a word that may begin an expression costs, in bytes of text.
constexpr std::int64_t work_of_a_word = 16;
// Values that are kept from one text to the next.
constexpr std::size_t kept_memory = 1 << 14;

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

// The word with one letter for each double.
void thin(std::string_view word, std::string& out) {
    out.clear();
    for (const char c : word)
        if (out.empty() || c != out.back() || c < 'a' || c > 'z') out += c;
}

std::span<const std::uint32_t> collapsed_in(const text::view& view, text::byte_range word) {
    const auto all = view.collapsed();
    const auto first = std::ranges::lower_bound(all, word.begin);
    return {first, std::ranges::lower_bound(first, all.end(), word.end)};
}

// Whether the word of the view is `wanted` when each letter that was collapsed is one or two of it.
bool spells(const text::view& view, text::byte_range word, std::string_view wanted) {
    const std::string_view text = view.text();
    auto collapsed = collapsed_in(view, word);
    std::size_t at = 0;
    for (std::size_t i = word.begin; i < word.end; ++i) {
        const char c = text[i];
        if (at == wanted.size() || wanted[at] != c) return false;
        ++at;
        if (collapsed.empty() || collapsed.front() != i) continue;
        collapsed = collapsed.subspan(1);
        if (at < wanted.size() && wanted[at] == c) ++at;
    }
    return at == wanted.size();
}

} // namespace

void word_index::add(atom_id atom, const words_condition& condition) {
    atoms_.push_back(atom);
    for (const std::string& entry : condition.entries) add_entry(atom, entry, condition.view, false);
    for (const std::string& entry : condition.except) add_entry(atom, entry, condition.view, true);
}

void word_index::add_entry(atom_id atom, std::string_view entry, text::view_kind view, bool except) {
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
    const candidate made{atom, except, std::vector<forms>(words.begin() + 1, words.end())};
    for (const std::string& first : words.front()) {
        const std::uint32_t number = first_words_.add(first);
        if (number == by_first_word_.size()) {
            by_first_word_.emplace_back();
            if (view == text::view_kind::skeleton) add_thinned(first, number);
        }
        by_first_word_[number].push_back(made);
    }
}

void word_index::add_thinned(const std::string& first, std::uint32_t number) {
    std::string thinned;
    thin(first, thinned);
    if (thinned == first) return;
    const std::uint32_t known = thinned_.add(thinned);
    if (known == by_thinned_.size()) by_thinned_.emplace_back();
    by_thinned_[known].push_back({first, number});
}

// The end of the expression whose first word ends at `end`; 0: it does not go on as it must.
std::size_t word_index::follow(const candidate& c, const text::view& view, std::size_t end,
                               work_budget& budget) {
    const std::string_view text = view.text();
    for (const forms& wanted : c.rest) {
        const auto word = text::next_word(text, end);
        budget.left -= static_cast<std::int64_t>((word ? word->end : text.size()) - end);
        if (!word || !text::joins_words(text.substr(end, word->begin - end))) return 0;
        const auto is_it = [&](const std::string& form) { return spells(view, *word, form); };
        if (std::ranges::none_of(wanted, is_it)) return 0;
        end = word->end;
    }
    return end;
}

void word_index::look_up(const std::vector<candidate>& candidates, const text::view& view,
                         text::byte_range word, std::vector<found_word>& found, work_budget& budget) {
    for (const candidate& c : candidates) {
        budget.left -= work_of_a_word;
        if (budget.left <= 0) return;
        if (const std::size_t end = c.rest.empty() ? word.end : follow(c, view, word.end, budget); end > 0)
            found.push_back({c.atom, c.except, {word.begin, end}});
    }
}

void word_index::find(const text::view& view, std::vector<found_word>& found, work_budget& budget) const {
    thread_local std::vector<std::uint32_t> edges;
    thread_local std::vector<std::uint32_t> likely;
    const std::string_view text = view.text();
    const std::size_t words = text::find_words(text, edges);
    if (likely.size() < words) likely.resize(words);
    const std::size_t count = first_words_.choose(text, std::span(edges).first(2 * words), likely);
    for (std::size_t i = 0; i < count && budget.left > 0; ++i) {
        const text::byte_range word{edges[2 * likely[i]], edges[2 * likely[i] + 1]};
        const auto number = first_words_.find(text.substr(word.begin, word.end - word.begin));
        if (number != token_table::none) look_up(by_first_word_[number], view, word, found, budget);
    }
    if (!thinned_.empty() && !view.collapsed().empty())
        find_stretched(view, std::span(edges).first(2 * words), found, budget);
    if (edges.size() > kept_memory) edges = {};
    if (likely.size() > kept_memory) likely = {};
}

// What is spelled with doubles where a word of the text holds runs. `found` is then in the order of the text.
void word_index::find_stretched(const text::view& view, std::span<const std::uint32_t> edges,
                                std::vector<found_word>& found, work_budget& budget) const {
    const std::size_t others = found.size();
    std::string thinned;
    text::byte_range word;
    for (const std::uint32_t place : view.collapsed()) {
        if (place < word.end) continue;
        // A letter stands in a word, between its edges.
        const auto end = std::ranges::upper_bound(edges, place);
        word = {*std::prev(end), *end};
        const auto seen = view.text().substr(word.begin, word.end - word.begin);
        thin(seen, thinned);
        const auto known = thinned_.find(thinned);
        if (known == token_table::none) continue;
        for (const first_word& first : by_thinned_[known]) {
            budget.left -= work_of_a_word;
            if (budget.left <= 0) return;
            if (first.spelled != seen && spells(view, word, first.spelled))
                look_up(by_first_word_[first.number], view, word, found, budget);
        }
    }
    if (found.size() > others)
        std::ranges::stable_sort(found, {}, [](const found_word& w) { return w.at.begin; });
}

void word_index::record(std::span<const found_word> of_one_atom, const text::view& view, text_field field,
                        outcomes& out) {
    thread_local covered_text excepted;
    excepted.clear();
    for (const found_word& w : of_one_atom)
        if (w.except) excepted.add(w.at);
    if (!excepted.empty()) excepted.arrange();
    const auto first = static_cast<std::uint32_t>(out.places.size());
    std::size_t covered = 0;
    for (const found_word& w : of_one_atom) {
        if (out.places.size() - first >= most_places) break;
        if (w.except || w.at.begin < covered || excepted.overlaps(w.at)) continue;
        covered = w.at.end;
        const auto original = view.original(w.at);
        out.places.push_back({field, original.begin, original.end});
    }
    const auto count = static_cast<std::uint32_t>(out.places.size()) - first;
    if (count == 0) return;
    const atom_id atom = of_one_atom.front().atom;
    out.set(atom, truth::yes());
    out.hits.push_back({atom, first, count});
}

void word_index::match(const text::view& view, text_field field, outcomes& out, work_budget& budget) const {
    thread_local std::vector<found_word> found;
    found.clear();
    find(view, found, budget);
    if (budget.left <= 0) {
        for (const atom_id atom : atoms_) out.set(atom, truth::undecided());
        return;
    }
    std::ranges::stable_sort(found, {}, &found_word::atom);
    for (std::size_t i = 0; i < found.size();) {
        std::size_t end = i;
        while (end < found.size() && found[end].atom == found[i].atom) ++end;
        record(std::span(found).subspan(i, end - i), view, field, out);
        i = end;
    }
    if (found.capacity() > kept_memory) found = {};
}

} // namespace greffe::rules
