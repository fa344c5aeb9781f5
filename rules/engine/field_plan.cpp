#include "rules/engine/field_plan.hpp"

#include "rules/text/links.hpp"
#include "rules/text/utf8.hpp"

namespace greffe::rules {
namespace {

// Longer texts are not looked at: 32-bit offsets and ICU's limits are far above, the patience of a caller is
// not.
constexpr std::size_t longest_text = 16 << 20;

std::size_t index(text::view_kind kind) {
    return kind == text::view_kind::raw ? 0 : 1;
}

} // namespace

void field_plan::add(atom_id atom, const text_condition& condition) {
    atoms_.push_back(atom);
    patterns_[index(condition.view)].add(atom, condition);
}

void field_plan::add(atom_id atom, const words_condition& condition) {
    atoms_.push_back(atom);
    words_[index(condition.view)].add(atom, condition);
}

void field_plan::add(atom_id atom, const link_condition& condition) {
    atoms_.push_back(atom);
    link_atom made{.atom = atom,
                   .count = static_cast<std::size_t>(condition.count),
                   .any_host = condition.hosts.empty(),
                   .hosts = {}};
    for (const std::string& host : condition.hosts) made.hosts.add(host);
    links_.push_back(std::move(made));
}

void field_plan::add(atom_id atom, const length_condition& condition) {
    atoms_.push_back(atom);
    lengths_.push_back({atom, condition});
}

void field_plan::scan(std::string_view text, text_field field, outcomes& out, work_budget& budget) const {
    if (empty()) return;
    if (text.size() > longest_text) {
        for (const atom_id atom : atoms_) out.values[atom] = truth::undecided();
        return;
    }
    scan_views(text, field, out, budget);
    if (!links_.empty()) scan_links(text, field, out);
    if (lengths_.empty()) return;
    const auto characters = static_cast<int>(text::count_characters(text));
    for (const length_atom& l : lengths_)
        out.values[l.atom] = truth::of((!l.limits.over || characters > *l.limits.over) &&
                                       (!l.limits.below || characters < *l.limits.below));
}

void field_plan::scan_views(std::string_view text, text_field field, outcomes& out,
                            work_budget& budget) const {
    thread_local text::view view;
    for (const auto kind : {text::view_kind::raw, text::view_kind::folded}) {
        const auto& patterns = patterns_[index(kind)];
        const auto& words = words_[index(kind)];
        if (patterns.empty() && words.empty()) continue;
        view.assign(kind, text);
        if (!patterns.empty()) patterns.match(view, field, out, budget);
        if (!words.empty()) words.match(view, field, out);
    }
    view.trim();
}

void field_plan::scan_links(std::string_view text, text_field field, outcomes& out) const {
    thread_local std::vector<text::link> found;
    text::find_links(text, found);
    for (const link_atom& l : links_) {
        const auto first = static_cast<std::uint32_t>(out.places.size());
        std::size_t count = 0;
        for (const text::link& link : found) {
            if (!(l.any_host ? link.certain : l.hosts.contains(link.host))) continue;
            if (++count <= most_places) out.places.push_back({field, link.at.begin, link.at.end});
        }
        const bool holds = count >= l.count;
        out.values[l.atom] = truth::of(holds);
        if (holds) {
            out.hits.push_back({l.atom, first, static_cast<std::uint32_t>(out.places.size()) - first});
        } else {
            out.places.resize(first);
        }
    }
    if (found.capacity() > 1024) found = {};
}

} // namespace greffe::rules
