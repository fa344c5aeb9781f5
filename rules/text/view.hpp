// A view is what a rule looks at instead of the text itself:
//   raw     the text in NFC
//   folded  typographic quotes, apostrophes and dashes to ASCII, NFKC, case folded, accents off, œ and æ
//   spelled out,
//           every run of white space one space; in it, \b and \w work for French
//   skeleton  folded, then what hides a word undone (build_skeleton in view_builder.hpp)
// and it knows, for each of its bytes, which bytes of the original made it. Total on any bytes below 4 GiB; a
// byte that is not UTF-8 is seen as U+FFFD. A view object is scratch space: assign() reuses its memory. Not
// thread-safe.
#pragma once
#include "rules/text/offset_map.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules::text {

enum class view_kind { raw, folded, skeleton };
inline constexpr std::size_t views = 3;
inline constexpr view_kind every_view[] = {view_kind::raw, view_kind::folded, view_kind::skeleton};
std::string_view to_string(view_kind kind);
std::optional<view_kind> parse_view_kind(std::string_view name);

class view {
  public:
    /// `original` must outlive the use of this view.
    void assign(view_kind kind, std::string_view original);
    view_kind kind() const { return kind_; }
    std::string_view text() const { return verbatim_ ? original_ : std::string_view(text_); }
    /// The original bytes behind a non-empty range of the view, widened to whole characters.
    byte_range original(byte_range in_view) const;
    /// Precondition: not a raw view.
    const offset_map& map() const { return map_; }
    /// The bytes, in ascending order, each of which stands for three or more of its letter; skeletons only.
    std::span<const std::uint32_t> collapsed() const { return collapsed_; }
    /// Gives memory back after an unusually long text.
    void trim();

  private:
    std::string_view original_;
    std::string text_;
    offset_map map_;
    std::vector<std::uint32_t> collapsed_;
    view_kind kind_ = view_kind::raw;
    bool verbatim_ = true; ///< the view is the original, byte for byte
};

/// The text of a view, without the map: for lists of words, and for what is compared with a view.
std::string make_view(view_kind kind, std::string_view original);

} // namespace greffe::rules::text
