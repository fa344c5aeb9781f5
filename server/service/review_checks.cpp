#include "server/service/review_checks.hpp"

#include "server/domain/text.hpp"

#include <algorithm>

namespace greffe::service {

using domain::errc;
using domain::fail;

namespace {

constexpr std::size_t code_characters = 64;
constexpr std::size_t text_characters = 10'000;
constexpr std::size_t name_characters = 200;
constexpr std::size_t email_characters = 320;
constexpr std::size_t reader_bytes = 512;
constexpr std::size_t once_key_characters = 255;

bool is_code_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_./:").find(c) != std::string_view::npos;
}

struct limited_text {
    const char* field;
    std::string_view text;
    std::size_t characters;
};

domain::result<void> check_texts(std::initializer_list<limited_text> texts) {
    for (const auto& [field, text, characters] : texts) {
        if (!domain::is_valid_text(text))
            return fail(errc::invalid_field, field, "not valid UTF-8 text without NUL");
        if (domain::count_characters(text) > characters)
            return fail(errc::invalid_field, field,
                        "longer than " + std::to_string(characters) + " characters");
    }
    return {};
}

domain::result<void> check_notice(const domain::new_report& report) {
    const bool illegal = report.kind == domain::report_kind::illegal;
    if (illegal != report.illegal_notice.has_value())
        return fail(errc::invalid_field, "notice",
                    illegal ? "a report of illegal content needs a notice"
                            : "a notice goes with kind illegal only");
    if (!illegal) return {};
    const auto& notice = *report.illegal_notice;
    if (domain::is_blank(notice.explanation))
        return fail(errc::invalid_field, "notice/explanation",
                    "says why the content is illegal; it may not be blank");
    if (!notice.bona_fide)
        return fail(errc::invalid_field, "notice/bona_fide",
                    "the notice must be declared to be in good faith");
    return check_texts({{"notice/explanation", notice.explanation, text_characters},
                        {"notice/name", notice.name.value_or(""), name_characters},
                        {"notice/email", notice.email.value_or(""), email_characters}});
}

} // namespace

domain::result<void> check_code(std::string_view field, std::string_view code) {
    if (code.empty() || code.size() > code_characters || !std::ranges::all_of(code, is_code_character))
        return fail(errc::invalid_field, std::string(field),
                    "a short code: 1 to 64 letters, digits and - _ . / : without spaces");
    return {};
}

domain::result<void> check(const domain::new_report& report) {
    if (auto ok = check_code("reason", report.reason); !ok) return ok;
    if (auto ok = check_texts({{"text", report.text, text_characters}}); !ok) return ok;
    if (report.reporter) {
        if (report.reporter->empty() || report.reporter->size() > reader_bytes ||
            !domain::is_valid_text(*report.reporter))
            return fail(errc::invalid_field, "reporter", "1 to 512 bytes of text");
    }
    return check_notice(report);
}

domain::result<void> check(const decide_request& request) {
    if (auto ok = check_code("reason", request.reason); !ok) return ok;
    if (request.policy)
        if (auto ok = check_code("policy", *request.policy); !ok) return ok;
    if (request.version < 1) return fail(errc::invalid_field, "version", "the case's version, from 1");
    return check_texts({{"note", request.note, text_characters}});
}

domain::result<void> check(const std::optional<idempotency>& once) {
    const auto printable = [](char c) { return c > ' ' && c <= '~'; };
    if (once && (once->key.empty() || once->key.size() > once_key_characters ||
                 !std::ranges::all_of(once->key, printable)))
        return fail(errc::invalid_field, "Idempotency-Key", "1 to 255 printable ASCII characters");
    return {};
}

} // namespace greffe::service
