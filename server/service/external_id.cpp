#include "server/service/external_id.hpp"

#include "server/domain/comment.hpp"
#include "server/domain/text.hpp"

namespace greffe::service {

domain::result<void> check_external_id(std::string_view id, std::string field) {
    constexpr auto most = domain::comment_limits{}.external_id_bytes;
    const auto wrong = [&](std::string_view what) {
        auto detail = field + " " + std::string(what);
        return domain::fail(domain::errc::invalid_field, std::move(field), std::move(detail));
    };
    if (!domain::is_valid_text(id)) return wrong("is not valid UTF-8, or holds a NUL character");
    if (domain::is_blank(id)) return wrong("is empty");
    if (id.size() > most) return wrong("is longer than " + std::to_string(most) + " bytes");
    return {};
}

} // namespace greffe::service
