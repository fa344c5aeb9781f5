// Any bytes as a text: every byte of a view leads back to whole characters of the original, in order.
#include "rules/text/language.hpp"
#include "rules/text/links.hpp"
#include "rules/text/near_signature.hpp"
#include "rules/text/phones.hpp"
#include "rules/text/shape.hpp"
#include "rules/text/tokens.hpp"
#include "rules/text/utf8.hpp"
#include "rules/text/view.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace greffe::rules::text;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const bool valid = is_valid_utf8(text);
    view seen;
    for (const auto kind : every_view) {
        seen.assign(kind, text);
        byte_range last{};
        for (std::size_t i = 0; i < seen.text().size(); ++i) {
            const auto range = seen.original({i, i + 1});
            if (range.begin >= range.end || range.end > text.size()) std::abort();
            if (range.begin < last.begin || range.end < last.end) std::abort();
            if (valid && !is_valid_utf8(text.substr(range.begin, range.end - range.begin))) std::abort();
            last = range;
        }
        words_of(seen.text());
    }
    std::vector<link> found;
    find_links(text, found);
    std::size_t end = 0;
    for (const link& l : found) {
        if (l.at.begin < end || l.at.begin >= l.at.end || l.at.end > text.size() || l.host.empty())
            std::abort();
        if (valid && !is_valid_utf8(text.substr(l.at.begin, l.at.end - l.at.begin))) std::abort();
        end = l.at.end;
    }
    for (const auto& phone : find_phone_numbers(text))
        if (phone.at.begin >= phone.at.end || phone.at.end > text.size() || phone.number.size() != 12)
            std::abort();
    std::vector<byte_range> drawn;
    find_emoji(text, drawn);
    for (const auto& at : drawn)
        if (at.begin >= at.end || at.end > text.size()) std::abort();
    const auto signature = near_signature_of(text);
    if (signature && !are_near(*signature, *signature)) std::abort();
    if (!valid && language_of(text)) std::abort();
    return 0;
}
