#include "server/store/article_rows.hpp"

#include "server/domain/records.hpp"

#include <boost/json/array.hpp>

namespace greffe::store {

service::article_view article_from(const sql_row& row) {
    service::article_view view;
    view.id = row.id<domain::article_id>("article_id");
    view.site = row.id<domain::site_id>("site_id");
    view.external_id = row.text("external_id");
    view.state = row.named("state", domain::parse_article_state);
    view.revision = row.number<int>("revision");
    view.content = domain::read_article(row.json("content").as_object()).value();
    view.comment_count = row.number<std::int64_t>("comment_count");
    view.published_count = row.number<std::int64_t>("published_count");
    view.merged_into = row.optional_id<domain::article_id>("merged_into");
    const auto aliases = row.json("aliases");
    for (const auto& alias : aliases.as_array()) view.aliases.emplace_back(alias.as_string());
    return view;
}

} // namespace greffe::store
