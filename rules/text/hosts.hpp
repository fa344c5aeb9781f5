// Host names as rules compare them: lower-case ASCII (UTS 46, so that a full-width or accented spelling is
// the name a browser would go to), without a trailing dot. Pure, thread-safe.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace greffe::rules::text {

/// nullopt: no host name of two labels or more (nor an IPv4 address).
std::optional<std::string> normalized_host(std::string_view written);
/// As a browser shows it: labels in ACE ("xn--m-jtb") as the letters that they spell; what spells none stays.
/// Precondition: a normalised host.
std::string shown_host(std::string_view host);
/// The part behind the last dot. Precondition: a normalised host.
std::string_view top_level(std::string_view host);
/// A domain that ends a name with no sign of a link around it ("boursier.com"): common, and no word of French
/// or English, so that a sentence without a space after its full stop is no link.
bool ends_bare_names(std::string_view top_level);
/// May end a name that a path follows ("t.me/x").
bool is_top_level(std::string_view label);

/// A list of hosts; a host is in it when it, or a domain above it, is listed.
class host_list {
  public:
    /// Precondition: a normalised host.
    void add(std::string host) { hosts_.insert(std::move(host)); }
    bool contains(std::string_view host) const;

  private:
    struct hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    std::unordered_set<std::string, hash, std::equal_to<>> hosts_;
};

} // namespace greffe::rules::text
