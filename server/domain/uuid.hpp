// A 128-bit identifier as a value: parsing, printing, ordering. Minting (UUIDv7, RFC 9562) needs a clock and
// randomness and stands in platform/uuid_source.hpp. Strong ids wrap it, so that an article's id is never
// taken for a comment's. Values only; safe from any thread.
#pragma once
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace greffe::domain {

struct uuid {
    std::array<std::uint8_t, 16> bytes{};

    /// The canonical 36-character form, hexadecimal in either case; anything else is nullopt.
    static std::optional<uuid> parse(std::string_view text);
    /// Canonical lower-case form, 36 characters.
    std::string to_string() const;
    bool is_nil() const { return *this == uuid{}; }

    auto operator<=>(const uuid&) const = default;
};

/// An identifier of one kind of thing. Kind is an incomplete tag type.
template <class Kind>
struct strong_id {
    uuid value{};

    static std::optional<strong_id> parse(std::string_view text) {
        if (auto parsed = uuid::parse(text)) return strong_id{*parsed};
        return std::nullopt;
    }
    std::string to_string() const { return value.to_string(); }
    auto operator<=>(const strong_id&) const = default;
};

using site_id = strong_id<struct site_tag>;
using article_id = strong_id<struct article_tag>;
using comment_id = strong_id<struct comment_tag>;
using capture_id = strong_id<struct capture_tag>;
using author_id = strong_id<struct author_tag>;
using report_id = strong_id<struct report_tag>;
using decision_id = strong_id<struct decision_tag>;
using key_id = strong_id<struct key_tag>;

} // namespace greffe::domain

template <>
struct std::hash<greffe::domain::uuid> {
    std::size_t operator()(const greffe::domain::uuid& id) const noexcept {
        return std::hash<std::string_view>{}(
            {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()});
    }
};
template <class Kind>
struct std::hash<greffe::domain::strong_id<Kind>> {
    std::size_t operator()(const greffe::domain::strong_id<Kind>& id) const noexcept {
        return std::hash<greffe::domain::uuid>{}(id.value);
    }
};
