#include "rules/engine/field_plan.hpp"

#include "rules/text/links.hpp"

#include <algorithm>

namespace greffe::rules {
namespace {

// Longer texts are not looked at: 32-bit offsets and ICU's limits are far above, the patience of a caller is
// not.
constexpr std::size_t longest_text = 16 << 20;

// What it costs to look a link's host up in a list, in bytes of text.
constexpr std::int64_t work_of_a_link = 16;

std::size_t index(text::view_kind kind) {
    return static_cast<std::size_t>(kind);
}

bool is_listed(const text::link& link, const text::host_list& hosts) {
    return hosts.contains(link.host) || std::ranges::any_of(link.looks_like, [&](const std::string& look) {
               return hosts.contains(look);
           });
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

void field_plan::freeze() {
    for (word_index& words : words_) words.freeze();
}

void field_plan::scan(std::string_view text, text_field field, outcomes& out, work_budget& budget) const {
    if (empty()) return;
    if (text.size() > longest_text) {
        for (const atom_id atom : atoms_) out.set(atom, truth::undecided());
        return;
    }
    scan_views(text, field, out, budget);
    if (!links_.empty()) scan_links(text, field, out, budget);
    shapes_.scan(text, field, out);
}

void field_plan::match(const text::view& view, text_field field, outcomes& out, work_budget& budget) const {
    const auto& patterns = patterns_[index(view.kind())];
    const auto& words = words_[index(view.kind())];
    if (!patterns.empty()) patterns.match(view, field, out, budget);
    if (!words.empty()) words.match(view, field, out, budget);
}

void field_plan::scan_views(std::string_view text, text_field field, outcomes& out,
                            work_budget& budget) const {
    thread_local text::view view;
    for (const auto kind : text::every_view) {
        const auto& patterns = patterns_[index(kind)];
        const auto& words = words_[index(kind)];
        const bool shapes = kind == text::view_kind::folded && shapes_.needs_folded();
        if (patterns.empty() && words.empty() && !shapes) continue;
        view.assign(kind, text);
        match(view, field, out, budget);
        if (shapes) shapes_.scan(view, field, out, budget);
    }
    view.trim();
}

void field_plan::scan_links(std::string_view text, text_field field, outcomes& out,
                            work_budget& budget) const {
    thread_local std::vector<text::link> found;
    text::find_links(text, found);
    for (const link_atom& l : links_) {
        budget.left -= static_cast<std::int64_t>(found.size()) * work_of_a_link;
        if (budget.left <= 0) {
            out.set(l.atom, truth::undecided());
            continue;
        }
        const auto first = static_cast<std::uint32_t>(out.places.size());
        std::size_t count = 0;
        for (const text::link& link : found) {
            if (!(l.any_host ? link.certain : is_listed(link, l.hosts))) continue;
            if (++count <= most_places) out.places.push_back({field, link.at.begin, link.at.end});
        }
        const bool holds = count >= l.count;
        if (holds) {
            out.set(l.atom, truth::yes());
            out.hits.push_back({l.atom, first, static_cast<std::uint32_t>(out.places.size()) - first});
        } else {
            out.places.resize(first);
        }
    }
    if (found.capacity() > 1024) found = {};
}

} // namespace greffe::rules
