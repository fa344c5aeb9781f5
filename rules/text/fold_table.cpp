#include "rules/text/fold_table.hpp"

#include "rules/text/fold_piece.hpp"
#include "rules/text/normalizers.hpp"
#include "rules/text/utf8.hpp"

#include <algorithm>
#include <string>

namespace greffe::rules::text {

const fold_table& fold_table::get() {
    static const fold_table table;
    return table;
}

fold_table::fold_table() : entries_(limit) {
    std::string original;
    std::string folded;
    for (char32_t character = 0; character < limit; ++character) {
        original.clear();
        folded.clear();
        append_character(original, character);
        fold_piece(original, folded);
        entry& e = entries_[character];
        e.starts_piece = nfkc_casefold().hasBoundaryBefore(static_cast<UChar32>(character)) != 0;
        e.length = too_long;
        if (folded.size() <= e.bytes.size()) {
            std::ranges::copy(folded, e.bytes.begin());
            e.length = static_cast<std::uint8_t>(folded.size());
        }
    }
}

} // namespace greffe::rules::text
