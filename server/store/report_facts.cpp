#include "server/store/report_facts.hpp"

#include "server/domain/role.hpp"
#include "server/store/flag_spans.hpp"
#include "server/store/row_columns.hpp"
#include "server/store/sql_row.hpp"

namespace greffe::store {

namespace ports = service::ports;

namespace {

ports::thread_facts article_from(const sql_row& row) {
    ports::thread_facts article;
    article.external_id = row.text("external_id");
    article.kind = row.named("kind", domain::parse_article_kind);
    article.section = row.text("section");
    article.title = row.text("title");
    const auto tags = row.json("tags");
    for (const auto& tag : tags.as_array()) article.tags.emplace_back(tag.as_string());
    article.published_at = row.optional_time("published_at");
    return article;
}

} // namespace

std::optional<ports::reported_facts> read_reported_facts(transaction& tx, const ports::locked_rows& known,
                                                         int revision,
                                                         std::shared_ptr<const service::active_ruleset> by) {
    const auto& needs = by->rules->needs_of_reports().value();
    sql_array capped_rules, caps;
    for (const auto& cap : needs.caps) {
        capped_rules.add(cap.rule);
        caps.add(cap.a_day);
    }
    const auto rows =
        tx.exec(sql::select_report_facts, known.site, known.comment, revision, needs.report, needs.author,
                needs.author_comments, capped_rules, caps, by->zone, domain::system_key);
    if (rows.empty()) return std::nullopt;
    const sql_row row(rows.at(0));
    ports::reported_facts asked;
    asked.by = std::move(by);
    asked.body = row.text("body");
    asked.name = row.optional_text("pseudonym");
    asked.article = article_from(row);
    asked.posted_at = row.time("posted_at");
    asked.author_known = row.flag("author_known");
    asked.author_since = row.optional_time("author_since");
    asked.author_published = row.optional_number<std::int64_t>("author_published");
    asked.author_rejected = row.optional_number<std::int64_t>("author_rejected");
    asked.reports = row.number<std::int64_t>("reports");
    asked.weight = row.number<std::int64_t>("weight");
    asked.approved = row.flag("approved");
    const auto raised = row.json("raised");
    for (const auto& [rule, by_how_much] : raised.as_object())
        asked.raised.emplace(rule, by_how_much.to_number<int>());
    const auto capped = row.json("capped");
    for (const auto& rule : capped.as_array()) asked.capped.emplace_back(rule.as_string());
    return asked;
}

void write_report_flags(transaction& tx, const ports::locked_rows& known,
                        const ports::review_report_row& row) {
    row_columns<pg::uuid, pg::uuid, pg::text, pg::uuid, pg::bigint, pg::text, pg::integer, pg::boolean,
                pg::boolean, pg::boolean, pg::boolean, pg::jsonb>
        rows;
    for (const auto& match : row.matches)
        rows.add(known.site, row.id, match.rule, known.comment, row.ruleset_version,
                 rules::to_string(match.mode), match.effect.priority, match.effect.escalate,
                 match.effect.hide, match.effect.discount, match.throttled, spans_of(match));
    rows.run(tx, sql::insert_report_flags);
}

} // namespace greffe::store
