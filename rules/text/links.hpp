// Links in what a reader wrote: with a scheme, with "www.", or bare. Found in the original text, so that a
// span needs no map. Addresses of people (name@host) are not links. Linear in the text; pure, thread-safe.
#pragma once
#include "rules/text/offset_map.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules::text {

struct link {
    byte_range at;    ///< scheme, host, port and path; whole characters
    std::string host; ///< normalised
    /// The hosts that a reader takes it for, when letters of it look like ASCII ones: in small letters, as an
    /// address bar shows it ("t.mе" with a Cyrillic е, spelled "t.xn--m-jtb" or not), and as written, where
    /// that looks otherwise.
    std::vector<std::string> looks_like{};
    /// Seen as a link whatever its host: it has a scheme, "www.", a path, or ends as bare names do. Otherwise
    /// it is only a link if its host is listed ("ecrivez sur t.me").
    bool certain = false;
    bool operator==(const link&) const = default;
};

/// In order of their place. `found` is cleared first.
void find_links(std::string_view text, std::vector<link>& found);

} // namespace greffe::rules::text
