#include "server/auth/keys.hpp"

#include "server/platform/entropy.hpp"

#include <sodium.h>

namespace greffe::auth {

namespace {

constexpr std::string_view prefix = "grf_";
constexpr std::size_t secret_bytes = 32;
constexpr std::size_t secret_characters = 43;
constexpr int alphabet = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

using secret = std::array<std::uint8_t, secret_bytes>;

archive::digest hash_of(const secret& bytes) {
    archive::digest hash{};
    static_assert(std::tuple_size_v<archive::digest> == crypto_hash_sha256_BYTES);
    crypto_hash_sha256(hash.data(), bytes.data(), bytes.size());
    return hash;
}

} // namespace

new_token make_token() {
    const secret bytes = platform::random_bytes<secret_bytes>();
    std::array<char, secret_characters + 1> text{};
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), alphabet);
    return {.text = std::string(prefix) + text.data(), .hash = hash_of(bytes)};
}

std::optional<archive::digest> hash_token(std::string_view text) {
    if (!text.starts_with(prefix) || text.size() != prefix.size() + secret_characters) return std::nullopt;
    text.remove_prefix(prefix.size());
    secret bytes{};
    std::size_t length = 0;
    if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length, nullptr,
                          alphabet) != 0 ||
        length != bytes.size())
        return std::nullopt;
    return hash_of(bytes);
}

} // namespace greffe::auth
