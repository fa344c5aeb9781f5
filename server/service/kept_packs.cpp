#include "server/service/kept_packs.hpp"

#include "server/archive/event.hpp"

#include <algorithm>

namespace greffe::service {

namespace {

std::string digest_of(std::string_view text) {
    const auto digest = archive::sha256(text);
    return archive::to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

} // namespace

std::vector<pack_view> kept_packs(const rules::pack_texts& used) {
    std::vector<pack_view> kept;
    for (const auto& [name, text] : used)
        kept.push_back({.name = name, .digest = digest_of(text), .source = text});
    return kept;
}

std::optional<rules::pack_texts> pack_texts_of(const ruleset_view& ruleset) {
    if (!ruleset.packs) return std::nullopt;
    rules::pack_texts texts;
    for (const pack_view& pack : *ruleset.packs) texts.emplace(pack.name, pack.source);
    return texts;
}

bool says_the_same(const ruleset_view& kept, std::string_view source, const std::vector<pack_view>& packs) {
    if (kept.source != source) return false;
    if (!kept.packs) return packs.empty();
    return std::ranges::equal(*kept.packs, packs, [](const pack_view& a, const pack_view& b) {
        return a.name == b.name && a.digest == b.digest;
    });
}

} // namespace greffe::service
