// Facts and items for judge_batch, without a database: one site, one open article "a1" with its thread.
#pragma once
#include "server/service/judge_batch.hpp"

#include <string>

namespace greffe::test {

/// Ids and salts that count, a clock that stands still.
service::environment counted_environment();

inline const domain::site_id the_site{domain::uuid::parse("00000000-0000-7000-8000-000000000001").value()};
inline const domain::article_id the_article{
    domain::uuid::parse("00000000-0000-7000-8000-0000000000a1").value()};
inline const domain::timestamp the_time = domain::parse_rfc3339("2024-04-09T12:00:00Z").value();

service::ports::batch_facts known_article();
/// A stored comment of one revision, on the_article.
service::ports::comment_facts stored(domain::comment_status status, const std::string& body = "un");

service::ports::ingest_item submission(const std::string& external_id, const std::string& body);
service::ports::ingest_item edition(const std::string& external_id, domain::comment_edit edit);
service::ports::ingest_item removal(const std::string& external_id);
/// By a ruleset whose verdict on this item is `action`.
service::ports::ingest_item ruled(service::ports::ingest_item item, rules::action action);

service::ports::judged_batch judge(std::vector<service::ports::ingest_item> items,
                                   const service::ports::batch_facts& known);

} // namespace greffe::test
