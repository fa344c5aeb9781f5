#include "rules/text/fold_piece.hpp"
#include "rules/text/fold_table.hpp"
#include "rules/text/normalizers.hpp"
#include "rules/text/utf8.hpp"
#include "rules/text/view_builder.hpp"

#include <algorithm>
#include <array>

namespace greffe::rules::text {
namespace {

// An ASCII byte that folds to one ASCII byte which is no white space; 0 for every other byte.
constexpr std::array<char, 256> make_simple() {
    std::array<char, 256> table{};
    for (int c = 1; c < 0x80; ++c) {
        const bool space = c == ' ' || (c >= '\t' && c <= '\r');
        if (space || c == '`') continue;
        table[static_cast<std::size_t>(c)] = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    return table;
}
constexpr auto simple = make_simple();

class folder {
  public:
    folder(std::string_view original, std::string& text, offset_map& map)
        : original_(original), text_(text), map_(map) {}

    void run() {
        text_.reserve(original_.size() + 8);
        for (std::size_t at = 0; at < original_.size();) {
            at = copy_simple(at);
            if (at < original_.size()) at = fold_one(at);
        }
    }

  private:
    // A stretch of ASCII, with spaces that stand alone between two others of it. Its last byte is left out
    // when what follows may belong to it.
    std::size_t copy_simple(std::size_t at) {
        const std::size_t begin = at;
        while (at < original_.size() && (is_simple(at) || (at > begin && is_single_space(at)))) ++at;
        if (at < original_.size() && at > begin && static_cast<unsigned char>(original_[at]) >= 0x80 &&
            !piece_starts_at(at))
            --at;
        if (at == begin) return at;
        map_.add_identity(text_.size(), begin);
        const std::size_t before = text_.size();
        text_.resize(before + (at - begin));
        std::transform(original_.begin() + static_cast<std::ptrdiff_t>(begin),
                       original_.begin() + static_cast<std::ptrdiff_t>(at),
                       text_.begin() + static_cast<std::ptrdiff_t>(before),
                       [](char c) { return c == ' ' ? ' ' : simple[static_cast<unsigned char>(c)]; });
        space_ = space::none;
        return at;
    }

    bool is_simple(std::size_t at) const { return simple[static_cast<unsigned char>(original_[at])] != 0; }
    bool is_single_space(std::size_t at) const {
        return original_[at] == ' ' && at + 1 < original_.size() && is_simple(at + 1);
    }

    bool piece_starts_at(std::size_t at) const {
        const char32_t character = next_character(original_, at);
        return character < fold_table::limit
                   ? table_[character].starts_piece
                   : nfkc_casefold().hasBoundaryBefore(static_cast<UChar32>(character)) != 0;
    }

    std::size_t fold_one(std::size_t at) {
        std::size_t end = at;
        const char32_t first = next_character(original_, end);
        const bool alone = end == original_.size() || piece_starts_at(end);
        if (alone && first >= 0x80 && first < fold_table::limit && table_[first].length == 1 &&
            simple[static_cast<unsigned char>(table_[first].bytes[0])] != 0) { // an accented letter, mostly
            map_.add_chunk(text_.size(), {at, end});
            text_.push_back(table_[first].bytes[0]);
            space_ = space::none;
            return end;
        }
        if (alone && first < fold_table::limit && table_[first].length != fold_table::too_long) {
            emit(table_[first].text(), {at, end});
            return end;
        }
        if (alone && first >= 0x3000 && first != replacement && is_inert(first)) {
            emit(original_.substr(at, end - at), {at, end});
            return end;
        }
        if (!alone) end = piece_end(nfkc_casefold(), original_, at);
        piece_.clear();
        fold_piece(original_.substr(at, end - at), piece_);
        emit(piece_, {at, end});
        return end;
    }

    // What stands for an invalid byte: its own bytes are others.
    static constexpr char32_t replacement = 0xFFFD;

    // Ideographs, emoji: no form changes them. (Below U+3000 lie the typographic characters, which none
    // knows.)
    static bool is_inert(char32_t character) {
        const auto c = static_cast<UChar32>(character);
        return nfkc_casefold().isInert(c) != 0 && nfd().isInert(c) != 0 && !is_accent(character);
    }

    // `folded` may hold white space anywhere; a piece that is white space only joins a space before it.
    void emit(std::string_view folded, byte_range from) {
        if (folded.empty()) return;
        const std::string_view verbatim = original_.substr(from.begin, from.end - from.begin);
        if (folded.size() == 1 && folded[0] == ' ') return emit_space(from);
        if (folded == verbatim && is_one_character(folded) && !holds_white_space(folded)) {
            map_.add_identity(text_.size(), from.begin);
            text_.append(folded);
            space_ = space::none;
            return;
        }
        collapse(folded, from);
    }

    static bool is_one_character(std::string_view text) {
        std::size_t behind = 0;
        next_character(text, behind);
        return behind == text.size();
    }

    static bool holds_white_space(std::string_view folded) {
        for (std::size_t at = 0; at < folded.size();)
            if (is_white_space(next_character(folded, at))) return true;
        return false;
    }

    void emit_space(byte_range from) {
        if (space_ == space::whole_piece) return map_.extend_chunk(from.end);
        if (space_ == space::end_of_piece) return;
        map_.add_chunk(text_.size(), from);
        text_.push_back(' ');
        space_ = space::whole_piece;
    }

    void collapse(std::string_view folded, byte_range from) {
        const std::size_t before = text_.size();
        bool only_space = true;
        bool in_space = space_ != space::none;
        for (std::size_t at = 0; at < folded.size();) {
            const std::size_t begin = at;
            if (is_white_space(next_character(folded, at))) {
                if (!in_space) text_.push_back(' ');
                in_space = true;
            } else {
                only_space = in_space = false;
                text_.append(folded.substr(begin, at - begin));
            }
        }
        if (only_space) {
            text_.resize(before);
            return emit_space(from);
        }
        map_.add_chunk(before, from);
        space_ = in_space ? space::end_of_piece : space::none;
    }

    enum class space { none, whole_piece, end_of_piece };
    std::string_view original_;
    std::string& text_;
    offset_map& map_;
    const fold_table& table_ = fold_table::get();
    std::string piece_;
    space space_ = space::none; ///< what the view ends with
};

} // namespace

void build_folded(std::string_view original, std::string& text, offset_map& map) {
    folder(original, text, map).run();
}

} // namespace greffe::rules::text
