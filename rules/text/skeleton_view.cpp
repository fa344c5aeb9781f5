#include "rules/text/lookalikes.hpp"
#include "rules/text/utf8.hpp"
#include "rules/text/view_builder.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace greffe::rules::text {
namespace {

constexpr char32_t euro = U'\u20AC';
constexpr std::size_t widest_separator = 3;
constexpr std::size_t shortest_run = 3;

bool is_letter(char32_t c) {
    return c >= U'a' && c <= U'z';
}
bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}
bool is_sign(char32_t c) {
    return c == U'@' || c == U'$' || c == euro;
}
bool is_vowel(char32_t c) {
    return c == U'a' || c == U'e' || c == U'i' || c == U'o' || c == U'u' || c == U'y';
}
bool separates(char32_t c) {
    return c == U' ' || c == U'.' || c == U'-' || c == U'_' || c == U'*' || c == U'/' || c == U'|' ||
           c == U',' || c == U'~' || c == U'+' || c == U'\u00B7' || c == U'\u2022';
}

struct leet {
    char32_t sign;
    char32_t letter; ///< of 1: see letter_of
};
constexpr leet leets[] = {{U'0', U'o'}, {U'1', U'i'}, {U'3', U'e'}, {U'4', U'a'}, {U'5', U's'},
                          {U'7', U't'}, {U'8', U'b'}, {U'@', U'a'}, {U'$', U's'}, {euro, U'e'}};

char32_t letter_of(char32_t sign, char32_t before, char32_t behind) {
    if (sign == U'1' && is_vowel(before) && (is_vowel(behind) || !is_letter(behind))) return U'l';
    for (const leet& l : leets)
        if (l.sign == sign) return l.letter;
    return 0;
}

struct unit {
    char32_t character;
    std::uint32_t begin; ///< in the folded view
    std::uint32_t end;
    bool dropped = false;
    bool collapsed = false; ///< stands for a run
};

class skeleton_builder {
  public:
    skeleton_builder(std::string_view original, const view& folded, std::string& text, offset_map& map,
                     std::vector<std::uint32_t>& collapsed)
        : original_(original), folded_(folded), text_(text), map_(map), collapsed_(collapsed) {}

    void run() {
        read();
        if (has_signs_) undo_leet();
        if (has_loose_letters_) join_letters();
        collapse_runs();
        write();
    }

  private:
    char32_t at(std::size_t i) const { return i < units_.size() ? units_[i].character : 0; }

    void read() {
        const std::string_view seen = folded_.text();
        units_.clear();
        units_.reserve(seen.size());
        char32_t last = 0;
        char32_t before_last = U' ';
        for (std::size_t i = 0; i < seen.size();) {
            const std::size_t begin = i;
            char32_t c = static_cast<unsigned char>(seen[i]);
            if (c < 0x80) {
                ++i;
            } else {
                c = next_character(seen, i);
                if (const char ascii = letter_like(c, begin, i); ascii != 0)
                    c = static_cast<unsigned char>(ascii);
            }
            has_signs_ = has_signs_ || is_digit(c) || is_sign(c);
            has_loose_letters_ =
                has_loose_letters_ || (separates(c) && is_letter(last) && !is_word(before_last));
            before_last = last;
            last = c;
            units_.push_back({c, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(i)});
        }
    }

    char letter_like(char32_t c, std::size_t begin, std::size_t end) const {
        if (is_unlike_as_written(c)) {
            std::size_t at = folded_.original({begin, end}).begin;
            if (const char as_written = ascii_lookalike_as_written(next_character(original_, at));
                as_written != 0)
                return as_written;
        }
        return ascii_lookalike(c);
    }

    static bool is_word(char32_t c) { return is_letter(c) || is_digit(c) || (c >= 0x80 && !separates(c)); }

    void undo_leet() {
        for (std::size_t i = 0; i < units_.size();) {
            std::size_t end = i;
            while (end < units_.size() && (is_letter(at(end)) || is_digit(at(end)) || is_sign(at(end))))
                ++end;
            if (end > i) undo_leet(i, end);
            i = std::max(end, i + 1);
        }
    }

    void undo_leet(std::size_t begin, std::size_t end) {
        bool was_letter = false; // what stood before, as it was written
        for (std::size_t i = begin; i < end; ++i) {
            const char32_t c = at(i);
            const bool first = i == begin;
            const bool last = i + 1 == end;
            if (is_letter(c)) {
                was_letter = true;
                continue;
            }
            const bool before = !first && was_letter;
            const bool behind = !last && is_letter(at(i + 1));
            was_letter = false;
            const char32_t letter = letter_of(c, first ? 0 : at(i - 1), last ? 0 : at(i + 1));
            if (letter == 0) continue;
            const bool between = before && behind;
            const bool starts = first && (is_digit(c) || c == U'$') && end - i > 3 && is_letter(at(i + 1)) &&
                                is_letter(at(i + 2)) && is_letter(at(i + 3));
            const bool ends = last && before && is_digit(c) && i - begin >= 3 && is_letter(at(i - 2)) &&
                              is_letter(at(i - 3));
            if (between || starts || ends) units_[i].character = letter;
        }
    }

    bool is_loose(std::size_t i) const {
        const bool alone = (i == 0 || !is_word(at(i - 1))) && (i + 1 >= units_.size() || !is_word(at(i + 1)));
        return alone && (is_letter(at(i)) || (is_digit(at(i)) && letter_of(at(i), 0, 0) != 0));
    }

    // The separator behind unit `i`: how many units; 0: none, or too many.
    std::size_t separator_behind(std::size_t i) const {
        std::size_t end = i + 1;
        while (end < units_.size() && separates(at(end)) && end - i <= widest_separator) ++end;
        const std::size_t length = end - i - 1;
        return length <= widest_separator && end < units_.size() ? length : 0;
    }

    bool same_separator(std::size_t a, std::size_t b, std::size_t length) const {
        if (separator_behind(b) != length) return false;
        for (std::size_t i = 1; i <= length; ++i)
            if (at(a + i) != at(b + i)) return false;
        return true;
    }

    void join_letters() {
        for (std::size_t i = 0; i < units_.size();) {
            const std::size_t length = is_letter(at(i)) && is_loose(i) ? separator_behind(i) : 0;
            const std::size_t step = length + 1;
            if (length == 0) {
                ++i;
                continue;
            }
            std::size_t last = i; // the last letter of the run
            std::size_t items = 1;
            for (std::size_t next = i + step; next < units_.size() && is_loose(next); next += step) {
                const bool more = same_separator(i, next, length) && next + step < units_.size();
                if (is_letter(at(next))) {
                    items += (next - last) / step;
                    last = next;
                } else if (!more || !is_letter(at(next + step))) {
                    break;
                }
                if (!more) break;
            }
            if (items < shortest_run) {
                ++i;
                continue;
            }
            for (std::size_t k = i; k < last; k += step) {
                if (is_digit(at(k))) units_[k].character = letter_of(at(k), at(k - step), at(k + step));
                for (std::size_t s = 1; s <= length; ++s) units_[k + s].dropped = true;
            }
            i = last + 1;
        }
    }

    // The units that stay, in their order; a run of one letter as its first unit.
    void collapse_runs() {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < units_.size();) {
            if (units_[i].dropped) {
                ++i;
                continue;
            }
            std::size_t end = i + 1;
            std::size_t length = 1;
            std::size_t last = i;
            if (is_letter(at(i))) {
                for (; end < units_.size() && (units_[end].dropped || at(end) == at(i)); ++end) {
                    if (units_[end].dropped) continue;
                    ++length;
                    last = end;
                }
            }
            if (length >= 3) {
                units_[kept] = units_[i];
                units_[kept].end = units_[last].end;
                units_[kept++].collapsed = true;
                i = end;
            } else {
                units_[kept++] = units_[i++];
            }
        }
        units_.resize(kept);
    }

    void write() {
        const std::string_view seen = folded_.text();
        text_.reserve(seen.size());
        for (std::size_t i = 0; i < units_.size();) {
            const unit& u = units_[i];
            const bool kept = u.character >= 0x80;
            if (!kept && u.end - u.begin > 1) {
                map_.add_chunk(text_.size(), folded_.original({u.begin, u.end}));
                if (u.collapsed) collapsed_.push_back(static_cast<std::uint32_t>(text_.size()));
                text_.push_back(static_cast<char>(u.character));
                ++i;
                continue;
            }
            // A stretch that stands in the folded view as it does here, byte for byte.
            const std::size_t from = u.begin;
            const std::size_t begin = text_.size();
            std::size_t to = from;
            for (; i < units_.size() && units_[i].begin == to; ++i) {
                const unit& next = units_[i];
                if (next.character >= 0x80)
                    text_.append(seen.substr(next.begin, next.end - next.begin));
                else if (next.end - next.begin == 1)
                    text_.push_back(static_cast<char>(next.character));
                else
                    break;
                to = next.end;
            }
            map_.append(begin, folded_.map(), {from, to});
        }
    }

    std::string_view original_;
    const view& folded_;
    std::string& text_;
    offset_map& map_;
    std::vector<std::uint32_t>& collapsed_;
    std::vector<unit> units_;
    bool has_signs_ = false;
    bool has_loose_letters_ = false;
};

} // namespace

void build_skeleton(std::string_view original, const view& folded, std::string& text, offset_map& map,
                    std::vector<std::uint32_t>& collapsed) {
    skeleton_builder(original, folded, text, map, collapsed).run();
}

} // namespace greffe::rules::text
