#include "rules/text/hosts.hpp"

#include <unicode/idna.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

namespace greffe::rules::text {
namespace {

constexpr std::string_view bare_names[] = {
    "agency",  "app",    "biz",  "blog", "ch",      "click",   "cloud", "club",    "cn",     "co",
    "com",     "crypto", "dev",  "eu",   "finance", "fr",      "fund",  "gg",      "info",   "invest",
    "io",      "link",   "live", "lu",   "market",  "money",   "net",   "network", "online", "org",
    "pw",      "ru",     "shop", "site", "space",   "store",   "tech",  "tk",      "top",    "trade",
    "trading", "tv",     "uk",   "us",   "vip",     "website", "win",   "work",    "world",  "xyz",
};
static_assert(std::ranges::is_sorted(bare_names));

constexpr std::string_view ace_prefix = "xn--";

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string to_ascii(std::string_view written) {
    if (is_ascii(written)) {
        std::string lower(written);
        for (char& c : lower)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
        return lower;
    }
    UErrorCode status = U_ZERO_ERROR;
    static const std::unique_ptr<const icu::IDNA> uts46(
        icu::IDNA::createUTS46Instance(UIDNA_NONTRANSITIONAL_TO_ASCII, status));
    if (!uts46) return {};
    icu::IDNAInfo info;
    icu::UnicodeString ascii;
    std::string out;
    status = U_ZERO_ERROR;
    uts46->nameToASCII(
        icu::UnicodeString::fromUTF8({written.data(), static_cast<std::int32_t>(written.size())}), ascii,
        info, status);
    if (U_SUCCESS(status) != 0 && !info.hasErrors()) ascii.toUTF8String(out);
    return out;
}

// nullopt: it spells no letters.
std::optional<std::string> letters_of_ace(std::string_view label) {
    UErrorCode status = U_ZERO_ERROR;
    static const std::unique_ptr<const icu::IDNA> uts46(
        icu::IDNA::createUTS46Instance(UIDNA_NONTRANSITIONAL_TO_UNICODE, status));
    if (!uts46) return std::nullopt;
    icu::IDNAInfo info;
    icu::UnicodeString letters;
    status = U_ZERO_ERROR;
    uts46->labelToUnicode(
        icu::UnicodeString::fromUTF8({label.data(), static_cast<std::int32_t>(label.size())}), letters, info,
        status);
    if (U_SUCCESS(status) == 0 || info.hasErrors()) return std::nullopt;
    std::string out;
    letters.toUTF8String(out);
    return out;
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(label, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_number(std::string_view label) {
    return label.size() <= 3 && !label.empty() && std::ranges::all_of(label, is_digit);
}

} // namespace

std::optional<std::string> normalized_host(std::string_view written) {
    if (written.size() > 1024) return std::nullopt;
    std::string host = to_ascii(written);
    if (host.ends_with('.')) host.pop_back();
    if (host.size() > 253) return std::nullopt;
    std::size_t labels = 0;
    std::size_t numbers = 0;
    for (std::size_t at = 0; at <= host.size();) {
        const std::size_t dot = std::min(host.find('.', at), host.size());
        const auto label = std::string_view(host).substr(at, dot - at);
        if (!is_label(label)) return std::nullopt;
        ++labels;
        numbers += is_number(label) ? 1 : 0;
        at = dot + 1;
    }
    const bool named = labels >= 2 && !std::ranges::all_of(top_level(host), is_digit);
    if (!named && !(labels == 4 && numbers == 4)) return std::nullopt;
    return host;
}

std::string shown_host(std::string_view host) {
    std::string shown;
    for (std::size_t at = 0; at <= host.size();) {
        const std::size_t dot = std::min(host.find('.', at), host.size());
        const auto label = host.substr(at, dot - at);
        const auto letters = label.starts_with(ace_prefix) ? letters_of_ace(label) : std::nullopt;
        if (at > 0) shown += '.';
        shown += letters ? *letters : label;
        at = dot + 1;
    }
    return shown;
}

std::string_view top_level(std::string_view host) {
    return host.substr(host.rfind('.') + 1);
}

bool ends_bare_names(std::string_view top_level) {
    return std::ranges::binary_search(bare_names, top_level);
}

bool is_top_level(std::string_view label) {
    const bool country = label.size() == 2 && is_letter(label[0]) && is_letter(label[1]);
    return country || ends_bare_names(label) || label.starts_with(ace_prefix);
}

bool host_list::contains(std::string_view host) const {
    while (true) {
        if (hosts_.find(host) != hosts_.end()) return true;
        const auto dot = host.find('.');
        if (dot == std::string_view::npos) return false;
        host.remove_prefix(dot + 1);
    }
}

} // namespace greffe::rules::text
