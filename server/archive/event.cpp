#include "server/archive/event.hpp"

#include "server/archive/canonical_json.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace greffe::archive {

namespace {

constexpr std::string_view commitment_domain = "greffe/v1/";
constexpr int leaf_version = 1;

template <class Bytes>
std::string_view as_text(const Bytes& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <std::size_t Size>
std::array<std::uint8_t, Size> hash(const EVP_MD* algorithm, std::initializer_list<std::string_view> parts) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::array<std::uint8_t, Size> out{};
    bool ok = context && EVP_DigestInit_ex(context.get(), algorithm, nullptr) == 1;
    for (const auto part : parts) ok = ok && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    ok = ok && EVP_DigestFinal_ex(context.get(), out.data(), nullptr) == 1;
    if (!ok) throw std::runtime_error("OpenSSL cannot hash");
    return out;
}

} // namespace

digest sha256(std::string_view bytes) {
    return hash<32>(EVP_sha256(), {bytes});
}

std::string sha512_hex(std::string_view bytes) {
    return to_hex(as_text(hash<64>(EVP_sha512(), {bytes})));
}

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const unsigned char byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

digest commit(std::string_view field, const salt& with, std::string_view bytes) {
    return hash<32>(EVP_sha256(),
                    {commitment_domain, field, std::string_view("\0", 1), as_text(with), bytes});
}

sealed_event seal(const event& e, const std::function<salt()>& new_salt) {
    sealed_event sealed;
    boost::json::object commitments;
    for (const auto& [field, bytes] : e.fields) {
        const salt fresh = new_salt();
        commitments[field] = to_hex(as_text(commit(field, fresh, bytes)));
        sealed.salts.emplace(field, fresh);
    }
    // The order of the outer keys is part of the format; what a code or a type holds may need escaping.
    const auto text = [](std::string_view value) { return canonical_json(boost::json::value(value)); };
    sealed.bytes = "{\"v\":" + std::to_string(leaf_version) + ",\"type\":" + text(e.type) +
                   ",\"thread\":" + text(e.thread.to_string()) + ",\"seq\":" + std::to_string(e.seq) +
                   ",\"kind\":" + text(e.kind) + ",\"at\":" + text(domain::to_rfc3339(e.at)) +
                   ",\"d\":" + canonical_json(e.codes) + ",\"c\":" + canonical_json(commitments) + "}";
    return sealed;
}

std::string salts_json(const std::map<std::string, salt>& salts) {
    boost::json::object all;
    for (const auto& [field, salt] : salts) all[field] = to_hex(as_text(salt));
    return boost::json::serialize(all);
}

std::string pack(const std::map<std::string, salt>& salts) {
    std::string packed;
    for (const auto& [field, salt] : salts) packed += as_text(salt);
    return packed;
}

std::map<std::string, salt> unpack_salts(std::string_view leaf, std::string_view packed) {
    const auto parsed = boost::json::parse(leaf);
    const auto& fields = parsed.as_object().at("c").as_object(); // in the order of their names
    if (packed.size() != fields.size() * std::tuple_size_v<salt>)
        throw std::runtime_error("a leaf has not as many fields as it has salts");
    std::map<std::string, salt> salts;
    for (const auto& field : fields) {
        salt one{};
        std::ranges::copy(packed.substr(0, one.size()), one.begin());
        packed.remove_prefix(one.size());
        if (one != salt{}) salts.emplace(field.key(), one);
    }
    return salts;
}

} // namespace greffe::archive
