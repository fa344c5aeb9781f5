#include "server/http/handlers/handlers.hpp"
#include "server/http/target.hpp"

namespace greffe::http::handlers {

namespace {

/// RFC 6266: an ASCII fallback, and the name itself percent-encoded where they differ.
std::string attachment(const std::string& file_name) {
    std::string plain;
    for (const char ch : file_name) {
        const auto byte = static_cast<unsigned char>(ch);
        plain += byte >= 0x20 && byte < 0x7f && ch != '"' && ch != '\\' ? ch : '_';
    }
    std::string header = "attachment; filename=\"" + plain + "\"";
    if (plain != file_name) header += "; filename*=UTF-8''" + percent_encode(file_name);
    return header;
}

} // namespace

answer export_article(call& c) {
    const auto format = service::parse_export_format(c.query_value("format").value_or("ndjson"));
    if (!format) co_return domain::fail(domain::errc::invalid_field, "format", "ndjson or html is expected");
    const auto id = c.id<domain::article_id>();
    if (!id) co_return id.error();
    auto spooled = co_await c.with.exports.run(c.who, *id, *format);
    if (!spooled) co_return spooled.error();
    reply made{.status = 200, .media_type = spooled->media_type()};
    made.headers.emplace_back("Content-Disposition", attachment(spooled->file_name()));
    made.file = std::move(*spooled);
    co_return made;
}

} // namespace greffe::http::handlers
