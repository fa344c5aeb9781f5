#include "rules/text/phones.hpp"

#include "rules/text/tokens.hpp"
#include "rules/text/view.hpp"

#include <algorithm>
#include <optional>

namespace greffe::rules::text {
namespace {

constexpr std::size_t national_digits = 9; // behind the 0 or the country code
constexpr std::size_t widest_gap = 3;

struct numeral {
    std::string_view word;
    int value;
};
constexpr numeral numerals[] = {
    {"zero", 0},      {"un", 1},        {"une", 1},        {"deux", 2},      {"trois", 3},
    {"quatre", 4},    {"cinq", 5},      {"six", 6},        {"sept", 7},      {"huit", 8},
    {"neuf", 9},      {"dix", 10},      {"onze", 11},      {"douze", 12},    {"treize", 13},
    {"quatorze", 14}, {"quinze", 15},   {"seize", 16},     {"vingt", 20},    {"vingts", 20},
    {"trente", 30},   {"quarante", 40}, {"cinquante", 50}, {"soixante", 60}, {"septante", 70},
    {"huitante", 80}, {"octante", 80},  {"nonante", 90},
};

std::optional<int> value_of(std::string_view word) {
    const auto found = std::ranges::find(numerals, word, &numeral::word);
    if (found == std::end(numerals)) return std::nullopt;
    return found->value;
}

// Digits, where a letter o may stand for a zero: "O6", "06".
std::optional<std::string> digits_of(std::string_view word) {
    if (word.size() > 15) return std::nullopt;
    std::string digits;
    bool any = false;
    for (const char c : word) {
        if (c != 'o' && (c < '0' || c > '9')) return std::nullopt;
        any = any || c != 'o';
        digits += c == 'o' ? '0' : c;
    }
    if (!any) return std::nullopt;
    return digits;
}

struct item {
    byte_range at; ///< in the folded view
    std::string digits;
};

class finder {
  public:
    explicit finder(std::string_view text) : text_(text) {
        std::size_t at = 0;
        while (const auto word = next_word(text_, at)) {
            words_.push_back(*word);
            at = word->end;
        }
    }

    std::vector<phone_number> run(const view& seen) {
        std::vector<phone_number> found;
        std::vector<item> run;
        for (std::size_t i = 0; i < words_.size();) {
            const std::size_t first = i;
            auto next = read_item(i);
            const bool joined = next && !run.empty() && is_gap(run.back().at.end, next->at.begin);
            if (!joined) {
                search(run, seen, found);
                run.clear();
            }
            if (next)
                run.push_back(std::move(*next));
            else
                i = first + 1;
        }
        search(run, seen, found);
        return found;
    }

  private:
    std::string_view word(std::size_t i) const {
        return text_.substr(words_[i].begin, words_[i].end - words_[i].begin);
    }

    bool is_gap(std::size_t begin, std::size_t end) const {
        const auto between = text_.substr(begin, end - begin);
        return between.size() <= widest_gap &&
               between.find_first_not_of(" .-/()_,*|'+") == std::string_view::npos;
    }

    bool follows(std::size_t i) const {
        return i < words_.size() && is_gap(words_[i - 1].end, words_[i].begin);
    }

    // The number from 0 to 99 that begins at word `i`, which moves behind it.
    std::optional<item> read_item(std::size_t& i) const {
        const std::size_t first = i;
        if (auto digits = digits_of(word(i))) {
            ++i;
            return item{words_[first], std::move(*digits)};
        }
        auto value = value_of(word(i));
        if (!value) return std::nullopt;
        ++i;
        if (*value == 4 && follows(i) && value_of(word(i)) == 20) {
            *value = 80;
            ++i;
        }
        if (*value >= 20) {
            const std::size_t before = i;
            if (follows(i) && word(i) == "et" && follows(i + 1)) ++i;
            const auto more = follows(i) ? value_of(word(i)) : std::nullopt;
            const int most = *value == 60 || *value == 80 ? 16 : 9;
            if (more && *more > 0 && *more <= most) {
                *value += *more;
                ++i;
            } else {
                i = before;
            }
        }
        // dix-sept, soixante-dix-huit, quatre-vingt-dix-neuf
        if (*value == 10 || *value == 70 || *value == 90) {
            const auto unit = value_of(word(i - 1)) == 10 && follows(i) ? value_of(word(i)) : std::nullopt;
            if (unit && *unit >= 7 && *unit <= 9) {
                *value += *unit;
                ++i;
            }
        }
        return item{{words_[first].begin, words_[i - 1].end}, std::to_string(*value)};
    }

    void search(const std::vector<item>& run, const view& seen, std::vector<phone_number>& found) const {
        for (std::size_t first = 0; first < run.size();) {
            std::size_t end = first;
            if (auto number = number_at(run, first, end)) {
                std::size_t begin = run[first].at.begin;
                if (begin > 0 && text_[begin - 1] == '+') --begin;
                found.push_back({seen.original({begin, run[end - 1].at.end}), std::move(*number)});
                first = end;
            } else {
                ++first;
            }
        }
    }

    // A number that begins with item `first` and ends with an item; `end` moves behind that.
    std::optional<std::string> number_at(const std::vector<item>& run, std::size_t first,
                                         std::size_t& end) const {
        std::string digits;
        std::size_t group = 0; // groups are of one length: a date and a price are not
        for (std::size_t i = first; i < run.size(); ++i) {
            const std::size_t length = run[i].digits.size();
            if (i > first && length > 1) {
                if (group != 0 && length != group) return std::nullopt;
                group = length;
            }
            digits += run[i].digits;
            if (digits.size() > national_digits + 5) return std::nullopt;
            if (auto national = national_part(digits, run[first].at.begin)) {
                end = i + 1;
                return "+33" + *national;
            }
        }
        return std::nullopt;
    }

    std::optional<std::string> national_part(std::string_view digits, std::size_t begin) const {
        const bool plus = begin > 0 && text_[begin - 1] == '+';
        if (digits.starts_with("0033"))
            digits.remove_prefix(4);
        else if (plus && digits.starts_with("33"))
            digits.remove_prefix(2);
        else if (!digits.starts_with('0'))
            return std::nullopt;
        if (digits.starts_with('0')) digits.remove_prefix(1);
        if (digits.size() != national_digits || digits.front() == '0') return std::nullopt;
        return std::string(digits);
    }

    std::string_view text_;
    std::vector<byte_range> words_;
};

} // namespace

std::vector<phone_number> find_phone_numbers(std::string_view text) {
    view seen;
    seen.assign(view_kind::folded, text);
    return finder(seen.text()).run(seen);
}

} // namespace greffe::rules::text
