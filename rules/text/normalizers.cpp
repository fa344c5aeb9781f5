#include "rules/text/normalizers.hpp"

#include "rules/text/utf8.hpp"

#include <stdexcept>

namespace greffe::rules::text {
namespace {

template <class Getter>
const icu::Normalizer2& instance(Getter get) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* form = get(status);
    if (U_FAILURE(status) != 0 || form == nullptr) throw std::runtime_error("ICU has no normalisation data");
    return *form;
}

} // namespace

const icu::Normalizer2& nfc() {
    static const icu::Normalizer2& form = instance(icu::Normalizer2::getNFCInstance);
    return form;
}

const icu::Normalizer2& nfd() {
    static const icu::Normalizer2& form = instance(icu::Normalizer2::getNFDInstance);
    return form;
}

const icu::Normalizer2& nfkc_casefold() {
    static const icu::Normalizer2& form = instance(icu::Normalizer2::getNFKCCasefoldInstance);
    return form;
}

std::size_t piece_end(const icu::Normalizer2& form, std::string_view text, std::size_t at) {
    next_character(text, at);
    for (int characters = 1; at < text.size() && characters < max_piece_characters; ++characters) {
        std::size_t behind = at;
        const auto next = static_cast<UChar32>(next_character(text, behind));
        if (form.hasBoundaryBefore(next) != 0) break;
        at = behind;
    }
    return at;
}

} // namespace greffe::rules::text
