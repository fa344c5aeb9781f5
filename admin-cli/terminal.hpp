// Where a command writes: its answer to `out`, everything about the way there to `err`. Colours only where a
// person looks and NO_COLOR is not set. Owned by main; tests pass string streams.
#pragma once
#include "server/domain/timestamp.hpp"

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

namespace greffe::cli {

enum class paint { bold, dim, red, green, yellow, marked };

struct terminal {
    std::ostream& out;
    std::ostream& err;
    bool colours = false;    ///< `out` understands escape sequences
    bool progress = false;   ///< `err` is a terminal: a line that is written over shows how far it is
    std::size_t width = 0;   ///< columns of `out`; 0: not a terminal, nothing is cut off
    domain::timestamp now{}; ///< for short times

    std::string painted(paint how, std::string_view text) const;
    /// A piece of text that a rule matched: in reverse video, or between ⟦ and ⟧ where there are no colours.
    std::string marked(std::string_view text) const;
    /// A status, verdict or state in its colour.
    std::string status(std::string_view text) const;
    /// Begins a part of the answer: an empty line, then `text` in bold.
    void title(std::string_view text) const;
};

/// The process's own streams: terminals or not, their width, NO_COLOR.
terminal standard_terminal();

/// "12:52" today, "09 Apr 12:52" this year, "2024-04-09 12:52" before; in the time zone of the process. What
/// is not RFC 3339 comes back as it is.
std::string short_time(std::string_view rfc3339, domain::timestamp now);
/// "12s", "3m", "5h", "2d" since then; "0s" for a time to come.
std::string age(std::string_view rfc3339, domain::timestamp now);

} // namespace greffe::cli
