#include "rules/engine/pattern_set.hpp"

#include "rules/engine/pattern.hpp"

#include <re2/stringpiece.h>

#include <algorithm>
#include <optional>

namespace greffe::rules {
namespace {

re2::StringPiece piece(std::string_view text) {
    return {text.data(), text.size()};
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
    weight_ += made.pattern->ProgramSize();
    members_.push_back(std::move(made));
}

bool pattern_set::compile(std::int64_t memory) {
    set_ = std::make_unique<RE2::Set>(pattern_options(memory), RE2::UNANCHORED);
    for (const member& m : members_)
        if (set_->Add(m.pattern->pattern(), nullptr) < 0) return false;
    return set_->Compile();
}

void pattern_set::match(const text::view& view, text_field field, outcomes& out, work_budget& budget) const {
    thread_local std::vector<int> matched;
    matched.clear();
    RE2::Set::ErrorInfo error{RE2::Set::kNoError};
    const bool any = set_->Match(piece(view.text()), &matched, &error);
    const bool failed = !any && error.kind != RE2::Set::kNoError;
    for (const member& m : members_) out.values[m.atom] = failed ? truth::undecided() : truth::no();
    if (!any) return;
    std::ranges::sort(matched);
    for (const int index : matched)
        locate(members_[static_cast<std::size_t>(index)], view, field, out, budget);
}

void pattern_set::locate(const member& m, const text::view& view, text_field field, outcomes& out,
                         work_budget& budget) const {
    out.values[m.atom] = truth::undecided();
    std::vector<text::byte_range> excepted;
    for (const auto& except : m.except) {
        match_cursor cursor(*except, view.text(), budget);
        while (const auto hit = cursor.next()) excepted.push_back(*hit);
        if (cursor.spent()) return;
    }
    const auto is_excepted = [&](text::byte_range hit) {
        return std::ranges::any_of(
            excepted, [&](text::byte_range e) { return e.begin < hit.end && hit.begin < e.end; });
    };
    const auto first = static_cast<std::uint32_t>(out.places.size());
    match_cursor cursor(*m.pattern, view.text(), budget);
    while (out.places.size() - first < most_places) {
        const auto hit = cursor.next();
        if (!hit) break;
        if (is_excepted(*hit)) continue;
        const auto original = view.original(*hit);
        out.places.push_back({field, original.begin, original.end});
    }
    const auto count = static_cast<std::uint32_t>(out.places.size()) - first;
    if (count > 0) {
        out.values[m.atom] = truth::yes();
        out.hits.push_back({m.atom, first, count});
    } else if (!cursor.spent()) {
        out.values[m.atom] = truth::no();
    }
}

} // namespace greffe::rules
