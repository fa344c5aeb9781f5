// The part of ingest_comments that takes history.
#include "server/domain/records.hpp"
#include "server/service/external_id.hpp"
#include "server/service/ingest_comments.hpp"

namespace greffe::service {

domain::result<void> ingest_comments::check_parts(const domain::observed_parts& parts) const {
    const auto now = env_.now();
    const domain::comment_limits limits; // of the store: a site's own ones are for what is said now
    const auto at = [&](const std::optional<domain::timestamp>& time, std::string field) {
        if (!time || domain::is_plausible_past(*time, now)) return domain::result<void>{};
        auto detail = field + " is before 1970, or more than a day ahead";
        return domain::result<void>(
            domain::fail(domain::errc::invalid_field, std::move(field), std::move(detail)));
    };
    int next = 2;
    for (const auto& seen : parts.revisions) {
        if (seen.number != next++)
            return domain::fail(domain::errc::invalid_field, "revision",
                                "the revisions are not numbered without gaps");
        const auto checked = domain::check(
            domain::comment_edit{seen.body, seen.name, seen.edited_at, seen.source_version, seen.received_at},
            limits, now);
        if (!checked) return checked.error();
    }
    for (const auto& seen : parts.reports)
        if (const auto checked = at(seen.received_at, "received_at"); !checked) return checked.error();
    for (const auto& seen : parts.decisions)
        if (const auto checked = at(seen.decided_at, "decided_at"); !checked) return checked.error();
    return {};
}

boost::asio::awaitable<domain::result<submit_answer>>
ingest_comments::observe(domain::site_id site, std::string article_external_id, domain::new_comment comment,
                         domain::observed_parts parts) {
    const auto named = check_external_id(article_external_id, "article");
    if (!named) co_return named.error();
    const auto checked = domain::check(comment, domain::comment_limits{}, env_.now());
    if (!checked) co_return checked.error();
    const auto parts_checked = check_parts(parts);
    if (!parts_checked) co_return parts_checked.error();
    ports::ingest_item item;
    item.site = site;
    item.external_id = comment.external_id;
    item.lists_author = lists_authors(site);
    item.asks = ports::submission{std::move(article_external_id), std::move(comment), std::move(parts)};
    co_return co_await store_.write(std::move(item));
}

boost::asio::awaitable<domain::result<submit_answer>>
ingest_comments::observe(domain::site_id site, std::string external_id, domain::observed_parts parts) {
    const auto named = check_external_id(external_id);
    if (!named) co_return named.error();
    const auto parts_checked = check_parts(parts);
    if (!parts_checked) co_return parts_checked.error();
    ports::ingest_item item;
    item.site = site;
    item.external_id = std::move(external_id);
    item.asks = ports::testimony{std::move(parts)};
    co_return co_await store_.write(std::move(item));
}

} // namespace greffe::service
