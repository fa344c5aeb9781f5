#include "tests/integration/store/open_writer.hpp"

#include "server/service/seal_event.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/event_rows.hpp"
#include "server/store/row_columns.hpp"
#include "server/store/sql_row.hpp"

namespace greffe::test {

open_writer::open_writer(const std::string& url)
    : env_(real_environment()), connection_(store::connect(url)) {
    tx_.emplace(*connection_);
}

void open_writer::write(const tenant& thread, std::optional<domain::comment_id> comment,
                        const std::string& kind, boost::json::object codes) {
    store::sql_array sites, articles;
    sites.add(thread.site);
    articles.add(thread.article);
    const auto locked = tx_->exec(store::sql::lock_threads, sites, articles);
    archive::event event;
    event.thread = thread.article;
    event.seq = store::sql_row(locked.at(0)).number<std::int64_t>("next_seq");
    event.kind = kind;
    event.at = env_.now();
    event.codes = std::move(codes);
    if (comment) {
        event.codes["comment"] = comment->to_string();
        event.codes["revision"] = 1;
    }
    const auto row = service::seal_event(thread.site, comment, event, env_);
    store::insert_events(*tx_, {&row, 1});
    store::row_columns<store::pg::uuid, store::pg::uuid, store::pg::bigint, store::pg::bigint,
                       store::pg::bigint>
        threads;
    threads.add(thread.site, thread.article, event.seq + 1, 0, 0);
    threads.run(*tx_, store::sql::update_threads);
}

void open_writer::change(const tenant& thread, domain::comment_id comment, const std::string& kind,
                         domain::comment_status status, boost::json::object codes) {
    codes["status"] = domain::to_string(status);
    write(thread, comment, kind, std::move(codes));
    tx_->exec(store::sql::update_comment_state, thread.site, comment, domain::to_string(status), 1,
              std::optional<int>{});
}

void open_writer::commit() {
    tx_->commit();
    tx_.reset();
    tx_.emplace(*connection_);
}

} // namespace greffe::test
