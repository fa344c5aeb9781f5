// ICU's normalisation forms, and how a text is cut into the smallest pieces that normalise on their own: a
// base character with the marks and ignorable characters behind it. Views are built piece by piece, so that
// every piece of a view knows its original. The forms are ICU's immutable singletons: thread-safe.
#pragma once
#include <unicode/normalizer2.h>

#include <cstddef>
#include <string_view>

namespace greffe::rules::text {

const icu::Normalizer2& nfc();
const icu::Normalizer2& nfd();
const icu::Normalizer2& nfkc_casefold();

/// No piece is longer: a hostile stack of marks makes canonical ordering quadratic (cf. Stream-Safe Text
/// Format, UAX 15).
inline constexpr int max_piece_characters = 64;

/// The end of the piece that begins at byte `at`. Precondition: at < text.size().
std::size_t piece_end(const icu::Normalizer2& form, std::string_view text, std::size_t at);

} // namespace greffe::rules::text
