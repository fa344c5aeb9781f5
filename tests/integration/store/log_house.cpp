#include "tests/integration/store/log_house.hpp"

#include "server/store/connection_pool.hpp"
#include "tests/integration/store/open_writer.hpp"
#include "tests/support/test_database.hpp"

namespace greffe::test {

using domain::comment_status;

std::vector<std::string> log_house::told(const tenant& site, std::int64_t from) {
    std::vector<std::string> all;
    for (const auto& one : await(changes.changes(site.site, from, 1000)).changes)
        all.push_back(one.external_id + " " + one.change + " " + std::string(domain::to_string(one.status)));
    return all;
}

bool log_house::log_is_whole() const {
    const auto connection = store::connect(superuser_url(url));
    pqxx::nontransaction look(*connection);
    return std::string(look.exec("SELECT NOT EXISTS (SELECT FROM greffe.outbox)")[0][0].c_str()) == "t";
}

std::vector<std::string> log_house::wrong() {
    const std::pair<const char*, const char*> laws[] = {
        {"an event waits although all were sequenced", "SELECT count(*) FROM greffe.outbox"},
        {"an event has no place, or a place no event",
         "SELECT count(*) FROM greffe.event e FULL JOIN greffe.log l USING (site_id, article_id, "
         "seq) "
         "WHERE e.seq IS NULL OR l.seq IS NULL"},
        {"an event has two places",
         "SELECT count(*) FROM (SELECT FROM greffe.log GROUP BY site_id, article_id, seq "
         "HAVING count(*) > 1) x"},
        {"places are not consecutive",
         "SELECT count(*) FROM (SELECT log_index, row_number() OVER (ORDER BY log_index) - 1 AS place "
         "FROM greffe.log) x WHERE log_index <> place"},
        {"the head is not behind the last place", "SELECT count(*) FROM greffe.log_head WHERE next_index "
                                                  "<> (SELECT count(*) FROM greffe.log)"},
        {"a thread's events are not in their order",
         "SELECT count(*) FROM (SELECT log_index, lag(log_index) OVER (PARTITION BY site_id, article_id "
         "ORDER BY seq) AS before FROM greffe.log) x WHERE before > log_index"},
    };
    std::vector<std::string> broken;
    for (const auto& [law, offenders] : laws)
        if (const auto times = count(offenders); times > 0)
            broken.push_back(std::string(law) + ": " + std::to_string(times));
    return broken;
}

std::vector<domain::comment_id> add_comments(log_house& h, const tenant& where, int count) {
    std::vector<domain::comment_id> ids;
    for (int i = 0; i < count; ++i)
        ids.push_back(h.add_comment(where, where.name + "-" + std::to_string(i), comment_status::published));
    return ids;
}

void submit(log_house& h, const tenant& where, int count) {
    open_writer writer(h.url);
    for (const auto& id : add_comments(h, where, count))
        writer.change(where, id, "submitted", comment_status::published);
    writer.commit();
}

} // namespace greffe::test
