#include "admin-cli/importers/source_line.hpp"

#include "admin-cli/importers/french_text.hpp"

#include <array>

namespace greffe::importers {

namespace {

constexpr std::array<std::string_view, 2> openings{"information fournie par ", "informations fournies par "};
constexpr std::string_view partner_word = " avec ";
constexpr std::size_t opening_bytes = 96; ///< enough for each, however it is written
/// What may stand between a name and the date, folded.
constexpr std::array<std::string_view, 3> date_words{" publie le", " le", " -"};

/// Without the words and signs that lead to the date.
std::string_view without_tail(std::string_view name) {
    name = trim(name);
    for (bool shorter = true; shorter;) {
        shorter = false;
        const folded_text folded = fold(name);
        for (const auto word : date_words)
            if (folded.text.ends_with(word)) {
                name = trim(name.substr(0, folded.origin[folded.text.size() - word.size()]));
                shorter = true;
                break;
            }
        if (shorter || folded.text.empty()) continue;
        const char last = folded.text.back();
        if (last == ',' || last == '|' || last == ':' || last == '\1') { // '\1': a bullet, a dash
            name = trim(name.substr(0, folded.origin[folded.text.size() - 1]));
            shorter = true;
        }
    }
    return name;
}

} // namespace

bool opens_source_line(std::string_view line) {
    const std::string folded = fold(trim(line).substr(0, opening_bytes)).text;
    for (const auto opening : openings)
        if (folded.starts_with(opening)) return true;
    return false;
}

bool is_cut_source_line(std::string_view line) {
    const std::string folded = fold(trim(line)).text;
    for (const auto opening : openings)
        if (!folded.empty() && opening.starts_with(folded)) return true;
    return false;
}

std::optional<source_line> read_source_line(std::string_view line) {
    line = trim(line);
    const folded_text folded = fold(line);
    for (const auto opening : openings) {
        if (!folded.text.starts_with(opening)) continue;
        const auto found = find_french_date(line);
        if (!found) return std::nullopt;
        const std::size_t names_at = folded.origin[opening.size()];
        if (names_at >= found->begin) return std::nullopt;
        const std::string_view names = without_tail(line.substr(names_at, found->begin - names_at));

        source_line out;
        out.date = found->date;
        out.raw_time = line.substr(found->begin, found->end - found->begin);
        const folded_text folded_names = fold(names);
        const auto partner = folded_names.text.find(partner_word);
        if (partner == std::string::npos) {
            out.publisher = names;
        } else {
            out.publisher = trim(names.substr(0, folded_names.origin[partner]));
            out.partner = trim(names.substr(folded_names.origin[partner + partner_word.size()]));
        }
        if (out.publisher.empty()) return std::nullopt;
        return out;
    }
    return std::nullopt;
}

} // namespace greffe::importers
