#include "rules/engine/shape_plan.hpp"

#include "rules/text/language.hpp"
#include "rules/text/shape.hpp"
#include "rules/text/utf8.hpp"

#include <algorithm>

namespace greffe::rules {
namespace {

void record(atom_id atom, text_field field, const std::vector<text::byte_range>& found, outcomes& out) {
    const auto first = static_cast<std::uint32_t>(out.places.size());
    for (std::size_t i = 0; i < found.size() && i < most_places; ++i)
        out.places.push_back({field, found[i].begin, found[i].end});
    out.set(atom, truth::yes());
    out.hits.push_back({atom, first, static_cast<std::uint32_t>(out.places.size()) - first});
}

} // namespace

void shape_plan::scan(std::string_view text, text_field field, outcomes& out) const {
    if (!lengths_.empty()) {
        const auto characters = static_cast<int>(text::count_characters(text));
        for (const auto& [atom, c] : lengths_)
            if ((!c.over || characters > *c.over) && (!c.below || characters < *c.below))
                out.set(atom, truth::yes());
    }
    if (!capitals_.empty()) {
        const auto seen = text::count_capitals(text);
        for (const auto& [atom, c] : capitals_)
            if (seen.letters >= static_cast<std::size_t>(c.letters) &&
                seen.upper * 100 > seen.letters * static_cast<std::size_t>(c.over))
                out.set(atom, truth::yes());
    }
    if (!emoji_.empty()) {
        std::vector<text::byte_range> found;
        text::find_emoji(text, found);
        for (const auto& [atom, c] : emoji_)
            if (found.size() > static_cast<std::size_t>(c.over)) record(atom, field, found, out);
    }
    if (!languages_.empty()) {
        const auto language = text::language_of(text);
        for (const auto& [atom, c] : languages_) {
            if (!language)
                out.values[atom] = truth::unknown();
            else if ((std::ranges::find(c.codes, *language) != c.codes.end()) != c.other)
                out.set(atom, truth::yes());
        }
    }
}

void shape_plan::scan(const text::view& folded, text_field field, outcomes& out, work_budget& budget) const {
    for (const auto unit : {repeat_condition::unit::characters, repeat_condition::unit::words}) {
        if (std::ranges::none_of(repeats_, [&](const auto& r) { return r.second.of == unit; })) continue;
        std::vector<text::repeat> found;
        if (unit == repeat_condition::unit::words)
            text::find_repeated_words(folded, found);
        else
            text::find_repeats(folded, found);
        for (const auto& [atom, c] : repeats_) {
            if (c.of != unit) continue;
            budget.left -= static_cast<std::int64_t>(found.size());
            if (budget.left <= 0) {
                out.set(atom, truth::undecided());
                continue;
            }
            std::vector<text::byte_range> over;
            for (const text::repeat& r : found)
                if (r.times > static_cast<std::size_t>(c.over)) over.push_back(r.at);
            if (!over.empty()) record(atom, field, over, out);
        }
    }
}

} // namespace greffe::rules
