#include "server/service/changes.hpp"

#include "server/service/cursor.hpp"

#include <boost/json/array.hpp>

#include <charconv>

namespace greffe::service {

std::string change_cursor(domain::site_id site, std::int64_t from) {
    return to_cursor({site.to_string(), std::to_string(from)});
}

domain::result<std::int64_t> read_change_cursor(domain::site_id site, const std::string& cursor) {
    const auto broken = domain::fail(domain::errc::invalid_field, "after",
                                     "after is not a cursor that this site's changes have given");
    const auto parts = read_cursor(cursor, 2);
    if (!parts || !*parts || (**parts)[0] != site.to_string()) return broken;
    const std::string& number = (**parts)[1];
    std::int64_t from = 0;
    const auto [end, ec] = std::from_chars(number.data(), number.data() + number.size(), from);
    if (ec != std::errc{} || end != number.data() + number.size() || from < 0) return broken;
    return from;
}

boost::json::object to_json(const change_feed& feed) {
    boost::json::array changes;
    for (const change_view& one : feed.changes)
        changes.push_back(
            {{"log_index", one.log_index},
             {"cursor", change_cursor(feed.site, one.log_index + 1)},
             {"change", one.change},
             {"comment", {{"id", one.comment.to_string()}, {"external_id", one.external_id}}},
             {"article", {{"id", one.article.to_string()}, {"external_id", one.article_external_id}}},
             {"status", domain::to_string(one.status)},
             {"revision", one.revision},
             {"at", domain::to_rfc3339(one.at)}});
    return {
        {"changes", std::move(changes)}, {"next", change_cursor(feed.site, feed.next)}, {"more", feed.more}};
}

} // namespace greffe::service
