// All words and expressions that look at one view of one field: one look-up for each word of the text,
// whatever the number of lists. A letter that a skeleton collapsed is one or two of an entry's: "connnard" is
// "connard", as it is "conard". Immutable once filled; thread-safe.
#pragma once
#include "rules/engine/outcomes.hpp"
#include "rules/engine/spec.hpp"
#include "rules/engine/token_table.hpp"
#include "rules/text/view.hpp"

#include <span>
#include <string>
#include <vector>

namespace greffe::rules {

class word_index {
  public:
    void add(atom_id atom, const words_condition& condition);
    /// After the last add, before match.
    void freeze() { first_words_.freeze(); }
    bool empty() const { return first_words_.empty(); }
    /// Sets the value of every atom that holds; all are undecided when the budget is spent.
    void match(const text::view& view, text_field field, outcomes& out, work_budget& budget) const;

  private:
    using forms = std::vector<std::string>; ///< of one word: any of them
    struct candidate {
        atom_id atom;
        bool except;             ///< what it finds is no hit of the atom, nor is what overlaps it
        std::vector<forms> rest; ///< the words that must follow
    };
    struct found_word {
        atom_id atom;
        bool except;
        text::byte_range at;
    };
    struct first_word {
        std::string spelled;
        std::uint32_t number;
    };
    void add_entry(atom_id atom, std::string_view entry, text::view_kind view, bool except);
    void add_thinned(const std::string& first, std::uint32_t number);
    static std::size_t follow(const candidate& c, const text::view& view, std::size_t end,
                              work_budget& budget);
    static void look_up(const std::vector<candidate>& candidates, const text::view& view,
                        text::byte_range word, std::vector<found_word>& found, work_budget& budget);
    void find(const text::view& view, std::vector<found_word>& found, work_budget& budget) const;
    void find_stretched(const text::view& view, std::span<const std::uint32_t> edges,
                        std::vector<found_word>& found, work_budget& budget) const;
    static void record(std::span<const found_word> of_one_atom, const text::view& view, text_field field,
                       outcomes& out);

    std::vector<atom_id> atoms_;
    token_table first_words_;
    std::vector<std::vector<candidate>> by_first_word_; ///< by the word's number
    token_table thinned_;                               ///< first words that hold doubles, each double as one
    std::vector<std::vector<first_word>> by_thinned_;   ///< by the thinned word's number
};

} // namespace greffe::rules
