// Characters that a reader takes for an ASCII letter. A fixed table, the same whatever ICU is installed; made
// from Unicode's confusables, which a test holds it against. ASCII characters stand for themselves
// ("telegrarn" is no "telegram"). Pure.
#pragma once

namespace greffe::rules::text {

/// The small ASCII letter that a folded, non-ASCII character looks like; 0: none.
char ascii_lookalike(char32_t character);

} // namespace greffe::rules::text
