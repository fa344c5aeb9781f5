#include "server/archive/event.hpp"
#include "server/domain/records.hpp"
#include "server/store/sql_row.hpp"
#include "tests/integration/store/ingest_harness.hpp"

#include <boost/json/parse.hpp>

namespace greffe::test {

namespace {

namespace json = boost::json;

struct promise {
    const char* name;
    const char* offenders; ///< a query: no row when it is kept
};

constexpr promise promises[] = {
    {"sequence numbers run from 1 without gaps to next_seq - 1",
     "SELECT t.article_id FROM greffe.thread t LEFT JOIN greffe.event e USING (site_id, article_id) "
     "GROUP BY t.site_id, t.article_id, t.next_seq "
     "HAVING count(e.seq) <> t.next_seq - 1 OR coalesce(max(e.seq), 0) <> t.next_seq - 1"},
    {"comment_count counts",
     "SELECT t.article_id FROM greffe.thread t WHERE t.comment_count <> "
     "(SELECT count(*) FROM greffe.comment c WHERE c.site_id = t.site_id AND c.article_id = t.article_id)"},
    {"published_count counts",
     "SELECT t.article_id FROM greffe.thread t WHERE t.published_count <> "
     "(SELECT count(*) FROM greffe.comment c WHERE c.site_id = t.site_id AND c.article_id = t.article_id "
     "AND c.status = 'published')"},
    {"revisions run from 1 without gaps to the comment's",
     "SELECT c.comment_id FROM greffe.comment c LEFT JOIN greffe.revision r USING (site_id, comment_id) "
     "GROUP BY c.site_id, c.comment_id, c.revision "
     "HAVING count(r.revision) <> c.revision OR max(r.revision) <> c.revision"},
    {"a live held comment has a case that is not closed",
     "SELECT c.comment_id FROM greffe.comment c LEFT JOIN greffe.review_case k USING (site_id, comment_id) "
     "WHERE c.status = 'held' AND c.screen = 'live' AND (k.state IS NULL OR k.state = 'closed')"},
    {"a deleted comment has no open case",
     "SELECT c.comment_id FROM greffe.comment c JOIN greffe.review_case k USING (site_id, comment_id) "
     "WHERE c.status = 'deleted' AND k.state <> 'closed'"},
    {"every event waits in the outbox", "SELECT site_id, article_id, seq FROM greffe.event EXCEPT ALL SELECT "
                                        "site_id, article_id, seq FROM greffe.outbox"},
    {"what waits in the outbox is an event, once",
     "SELECT site_id, article_id, seq FROM greffe.outbox EXCEPT ALL SELECT site_id, article_id, seq FROM "
     "greffe.event"},
    {"salts lie in one place",
     "SELECT seq FROM greffe.event_salt GROUP BY site_id, article_id, seq HAVING count(*) > 1"},
    {"the salts of a text lie with it",
     "SELECT s.seq FROM greffe.salt s JOIN greffe.event e USING (site_id, article_id, seq) "
     "WHERE e.kind IN ('submitted', 'edited') "
     "UNION ALL SELECT revision FROM greffe.revision WHERE coalesce(octet_length(salts), 0) NOT IN (32, 64, "
     "96)"},
    {"what left a thread arrived in another, where it says it did",
     "SELECT e.article_id FROM greffe.event e CROSS JOIN LATERAL "
     "(SELECT convert_from(e.leaf, 'UTF8')::jsonb -> 'd' AS d) AS leaf LEFT JOIN greffe.event a "
     "ON a.site_id = e.site_id AND a.article_id = (d ->> 'to')::uuid AND a.seq = (d ->> 'to_seq')::bigint "
     "AND a.kind = replace(replace(e.kind, 'moved_out', 'moved_in'), 'merged_into', 'merged_from') "
     "AND a.comment_id IS NOT DISTINCT FROM e.comment_id AND a.article_id <> e.article_id "
     "WHERE e.kind IN ('moved_out', 'merged_into') AND (a.seq IS NULL "
     "OR convert_from(a.leaf, 'UTF8')::jsonb #>> '{d,from_seq}' <> e.seq::text "
     "OR convert_from(a.leaf, 'UTF8')::jsonb #>> '{d,from}' <> e.article_id::text)"},
    {"an article that was merged has no comments, and is reached by name where it went",
     "SELECT a.article_id FROM greffe.article a WHERE a.merged_into IS NOT NULL AND (a.state <> 'withdrawn' "
     "OR EXISTS (SELECT FROM greffe.comment c WHERE c.site_id = a.site_id AND c.article_id = a.article_id) "
     "OR NOT EXISTS (SELECT FROM greffe.article_alias l WHERE l.site_id = a.site_id "
     "AND l.article_id = a.merged_into AND l.external_id = a.external_id AND l.merged_id = a.article_id) "
     "OR EXISTS (SELECT FROM greffe.article b WHERE b.site_id = a.site_id AND b.article_id = a.merged_into "
     "AND b.merged_into IS NOT NULL))"},
    {"a reply is in its root's thread",
     "SELECT c.comment_id FROM greffe.comment c LEFT JOIN greffe.comment r "
     "ON r.site_id = c.site_id AND r.comment_id = c.root_id AND r.article_id = c.article_id "
     "WHERE r.comment_id IS NULL OR r.parent_id IS NOT NULL"},
    {"identity of a told author is personal data, and stored once",
     "SELECT a.author_id FROM greffe.author a LEFT JOIN personal.author p USING (site_id, author_id) "
     "WHERE p.author_id IS NULL"},
};

std::map<std::string, std::string> texts_of(const store::sql_row& row) {
    domain::author_claim author;
    author.presence = row.named("author_presence", domain::parse_author_presence);
    author.external_id = row.optional_text("author_external_id");
    author.name = row.optional_text("pseudonym");
    return service::committed_texts(author, row.text("body"));
}

archive::salt salt_from(std::string_view hex) {
    const auto bytes = store::from_bytea("\\x" + std::string(hex));
    archive::salt salt{};
    std::copy(bytes.begin(), bytes.end(), salt.begin());
    return salt;
}

/// The leaf's commitments must open with the salts and texts that lie beside it.
void check_commitments(const store::sql_row& row, std::vector<std::string>& broken) {
    const auto leaf = json::parse(row.text("leaf")).as_object();
    const auto place = row.text("kind") + " " + row.text("seq");
    if (leaf.at("seq").as_int64() != row.number<std::int64_t>("seq") ||
        leaf.at("thread").as_string() != row.view("article_id") ||
        leaf.at("kind").as_string() != row.view("kind"))
        broken.push_back("the leaf disagrees with its row: " + place);
    const auto& committed = leaf.at("c").as_object();
    if (row.is_null("salts")) {
        if (!committed.empty()) broken.push_back("commitments without salts: " + place);
        return;
    }
    const auto salts = row.json("salts").as_object();
    if (salts.size() != committed.size()) broken.push_back("not one salt a field: " + place);
    for (const auto& [field, text] : texts_of(row)) {
        const auto digest = archive::commit(field, salt_from(std::string(salts.at(field).as_string())), text);
        const auto hex = archive::to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
        if (committed.at(field).as_string() != hex) broken.push_back(field + " does not open: " + place);
    }
}

} // namespace

std::vector<std::string> broken_promises(const std::string& url) {
    const auto connection = store::connect(url);
    pqxx::nontransaction look(*connection);
    std::vector<std::string> broken;
    for (const auto& [name, offenders] : promises)
        if (const auto rows = look.exec(offenders); !rows.empty())
            broken.push_back("not kept, " + std::to_string(rows.size()) + " times: " + name);
    const auto events =
        look.exec("SELECT e.article_id, e.seq, e.kind, convert_from(e.leaf, 'UTF8') AS leaf, s.salts, "
                  "r.body, r.pseudonym, "
                  "c.author_presence, CASE WHEN c.author_presence = 'identified' THEN a.natural_key END AS "
                  "author_external_id "
                  "FROM greffe.event e LEFT JOIN greffe.event_salt s USING (site_id, article_id, seq) "
                  "JOIN greffe.comment c USING (site_id, comment_id) "
                  "JOIN greffe.revision r ON r.site_id = c.site_id AND r.comment_id = c.comment_id "
                  "AND r.revision = (convert_from(e.leaf, 'UTF8')::jsonb -> 'd' ->> 'revision')::int "
                  "LEFT JOIN personal.author a ON a.site_id = c.site_id AND a.author_id = c.author_id "
                  "WHERE e.kind IN ('submitted', 'observed', 'edited', 'deleted', 'moved_in')");
    for (const auto& row : events) check_commitments(store::sql_row(row), broken);
    return broken;
}

} // namespace greffe::test
