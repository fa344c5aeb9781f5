#include "rules/engine/pattern_set.hpp"

#include "rules/engine/covered_text.hpp"
#include "rules/engine/pattern.hpp"

#include <re2/stringpiece.h>

#include <algorithm>
#include <optional>

namespace greffe::rules {
namespace {

re2::StringPiece piece(std::string_view text) {
    return {text.data(), text.size()};
}

// As RE2's prefilter spells its literals: the two characters outside of ASCII whose small letter is in it are
// spelled out. Offsets do not matter here.
std::string with_small_letters(std::string_view text) {
    std::string small;
    small.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c >= 'A' && c <= 'Z') {
            small += static_cast<char>(c + ('a' - 'A'));
        } else if (text.substr(i, 2) == "\u0130") {
            small += 'i';
            ++i;
        } else if (text.substr(i, 3) == "\u212A") {
            small += 'k';
            i += 2;
        } else {
            small += c;
        }
    }
    return small;
}

// The matches of one pattern, from left to right, without overlap. Empty ones (a bare \b) are none.
class match_cursor {
  public:
    match_cursor(const RE2& pattern, std::string_view text, work_budget& budget)
        : pattern_(pattern), text_(text), budget_(budget) {}

    std::optional<text::byte_range> next() {
        while (at_ <= text_.size()) {
            if (budget_.left <= 0) {
                spent_ = true;
                return std::nullopt;
            }
            budget_.left -= static_cast<std::int64_t>(text_.size() - at_) + 1;
            re2::StringPiece hit;
            if (!pattern_.Match(piece(text_), at_, text_.size(), RE2::UNANCHORED, &hit, 1)) break;
            const auto begin = static_cast<std::size_t>(hit.data() - text_.data());
            if (!hit.empty()) {
                at_ = begin + hit.size();
                return text::byte_range{begin, at_};
            }
            at_ = begin + 1;
            while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) & 0xC0U) == 0x80U) ++at_;
        }
        at_ = text_.size() + 1;
        return std::nullopt;
    }
    /// The budget ended before the text did.
    bool spent() const { return spent_; }

  private:
    const RE2& pattern_;
    std::string_view text_;
    work_budget& budget_;
    std::size_t at_ = 0;
    bool spent_ = false;
};

} // namespace

void pattern_set::add(atom_id atom, const text_condition& condition) {
    member made{.atom = atom, .pattern = condition.pattern.compiled, .except = {}};
    for (const pattern_spec& except : condition.except) made.except.push_back(except.compiled);
    const auto number = static_cast<index>(members_.size());
    for (const auto& clause : condition.pattern.required) {
        const auto bit = static_cast<std::uint8_t>(made.clauses + 1); // 1, then 2
        for (const std::string& literal : clause) {
            const std::size_t l = literals_.add(literal);
            if (l == uses_.size()) uses_.emplace_back();
            uses_[l].push_back({number, bit});
        }
        made.clauses |= bit;
    }
    if (made.clauses == 0) {
        in_set_.push_back(number);
        weight_ += made.pattern->ProgramSize();
    }
    members_.push_back(std::move(made));
}

bool pattern_set::compile(std::int64_t memory) {
    literals_.freeze();
    if (in_set_.empty()) return true;
    set_ = std::make_unique<RE2::Set>(pattern_options(memory), RE2::UNANCHORED);
    for (const index i : in_set_)
        if (set_->Add(members_[i].pattern->pattern(), nullptr) < 0) return false;
    return set_->Compile();
}

void pattern_set::match(const text::view& view, text_field field, outcomes& out, work_budget& budget) const {
    if (set_) match_set(view, field, out, budget);
    if (literals_.size() > 0) match_filtered(view, field, out, budget);
}

void pattern_set::match_set(const text::view& view, text_field field, outcomes& out,
                            work_budget& budget) const {
    thread_local std::vector<int> matched;
    matched.clear();
    RE2::Set::ErrorInfo error{RE2::Set::kNoError};
    const bool any = set_->Match(piece(view.text()), &matched, &error);
    const bool failed = !any && error.kind != RE2::Set::kNoError;
    if (failed)
        for (const index i : in_set_) out.set(members_[i].atom, truth::undecided());
    if (!any) return;
    std::ranges::sort(matched);
    for (const int number : matched)
        locate(members_[in_set_[static_cast<std::size_t>(number)]], view, field, out, budget);
}

void pattern_set::match_filtered(const text::view& view, text_field field, outcomes& out,
                                 work_budget& budget) const {
    // Which clauses of a member hold; what an earlier text left is told by its round.
    struct progress {
        std::uint32_t round = 0;
        std::uint8_t clauses = 0;
    };
    thread_local std::vector<progress> reached;
    thread_local std::uint32_t round = 0;
    thread_local std::vector<std::uint32_t> found;
    thread_local std::vector<index> candidates;
    if (reached.size() < members_.size()) reached.resize(members_.size());
    if (++round == 0) {
        reached.assign(reached.size(), {});
        round = 1;
    }
    found.clear();
    candidates.clear();
    const bool all_looked_at = view.kind() == text::view_kind::raw
                                   ? literals_.find(with_small_letters(view.text()), found, budget.left)
                                   : literals_.find(view.text(), found, budget.left);
    if (!all_looked_at) {
        for (const member& m : members_)
            if (m.clauses != 0) out.set(m.atom, truth::undecided());
        return;
    }
    std::ranges::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    for (const std::uint32_t literal : found) {
        for (const use& u : uses_[literal]) {
            progress& p = reached[u.member];
            if (p.round != round) p = {round, 0};
            const std::uint8_t before = p.clauses;
            p.clauses |= u.clause;
            const std::uint8_t all = members_[u.member].clauses;
            if (p.clauses == all && before != all) candidates.push_back(u.member);
        }
    }
    std::ranges::sort(candidates);
    for (const index i : candidates) locate(members_[i], view, field, out, budget);
}

void pattern_set::locate(const member& m, const text::view& view, text_field field, outcomes& out,
                         work_budget& budget) const {
    match_cursor cursor(*m.pattern, view.text(), budget);
    auto hit = cursor.next();
    covered_text excepted;
    if (hit && !m.except.empty()) {
        for (const auto& except : m.except) {
            match_cursor exceptions(*except, view.text(), budget);
            while (const auto found = exceptions.next()) excepted.add(*found);
            if (exceptions.spent()) return out.set(m.atom, truth::undecided());
        }
        excepted.arrange();
    }
    const auto first = static_cast<std::uint32_t>(out.places.size());
    for (; hit && out.places.size() - first < most_places; hit = cursor.next()) {
        if (excepted.overlaps(*hit)) continue;
        const auto original = view.original(*hit);
        out.places.push_back({field, original.begin, original.end});
    }
    const auto count = static_cast<std::uint32_t>(out.places.size()) - first;
    if (count > 0) {
        out.set(m.atom, truth::yes());
        out.hits.push_back({m.atom, first, count});
    } else if (cursor.spent()) {
        out.set(m.atom, truth::undecided());
    }
}

} // namespace greffe::rules
