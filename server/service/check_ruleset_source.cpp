#include "server/service/check_ruleset_source.hpp"

#include "server/domain/text.hpp"

namespace greffe::service {

domain::result<void> check_ruleset_source(std::string_view source) {
    constexpr std::size_t most_bytes = 4 << 20;
    if (source.size() > most_bytes)
        return domain::fail(domain::errc::too_large, "source", "a ruleset of more than 4 MiB");
    if (!domain::is_valid_text(source))
        return domain::fail(domain::errc::invalid_field, "source", "not valid UTF-8 text without NUL");
    return {};
}

} // namespace greffe::service
