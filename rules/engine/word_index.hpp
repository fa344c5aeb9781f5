// All words and expressions that look at one view of one field: one look-up for each word of the text,
// whatever the number of lists. Immutable once filled; thread-safe.
#pragma once
#include "rules/engine/outcomes.hpp"
#include "rules/engine/spec.hpp"
#include "rules/text/view.hpp"

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace greffe::rules {

class word_index {
  public:
    void add(atom_id atom, const words_condition& condition);
    bool empty() const { return atoms_.empty(); }
    /// Sets the value of every atom that was added.
    void match(const text::view& view, text_field field, outcomes& out) const;

  private:
    using forms = std::vector<std::string>; ///< of one word: any of them
    struct candidate {
        atom_id atom;
        std::vector<forms> rest; ///< the words that must follow
    };
    struct hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    struct found_word {
        atom_id atom;
        text::byte_range at;
    };
    void add_entry(atom_id atom, std::string_view entry, text::view_kind view);
    static std::size_t follow(const candidate& c, std::string_view text, std::size_t end);

    std::vector<atom_id> atoms_;
    std::unordered_map<std::string, std::vector<candidate>, hash, std::equal_to<>> by_first_word_;
};

} // namespace greffe::rules
