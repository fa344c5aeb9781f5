// Characters that a reader takes for an ASCII letter. A fixed table, the same whatever ICU is installed; made
// from Unicode's confusables, which a test holds it against. ASCII characters stand for themselves
// ("telegrarn" is no "telegram"). Pure.
#pragma once

namespace greffe::rules::text {

/// The small ASCII letter that a folded, non-ASCII character looks like; 0: none.
char ascii_lookalike(char32_t character);

/// Whether folding may have hidden what the reader saw: ascii_lookalike_as_written() then knows better.
bool is_unlike_as_written(char32_t folded);
/// The small ASCII letter that a character looks like as it is written, where its folded form looks like
/// another: Ν is an N, and its small letter ν a v. 0: none such.
char ascii_lookalike_as_written(char32_t written);

} // namespace greffe::rules::text
