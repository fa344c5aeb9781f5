#include "server/store/moved_comments.hpp"

#include "server/store/event_rows.hpp"
#include "server/store/row_columns.hpp"
#include "server/store/sql_row.hpp"

namespace greffe::store {

namespace ports = service::ports;

namespace {

ports::moving_comment moving_from(const sql_row& row) {
    ports::moving_comment comment;
    comment.id = row.id<domain::comment_id>("comment_id");
    comment.parent = row.optional_id<domain::comment_id>("parent_id");
    comment.status = row.named("status", domain::parse_comment_status);
    comment.revision = row.number<int>("revision");
    comment.author.presence = row.named("author_presence", domain::parse_author_presence);
    comment.author.external_id = row.optional_text("author_external_id");
    comment.author.name = row.optional_text("pseudonym");
    comment.body = row.text("body");
    return comment;
}

} // namespace

moved_comments::moved_comments(transaction& tx, domain::site_id site, domain::article_id from,
                               domain::article_id to)
    : tx_(tx), site_(site) {
    next_.from = from;
    next_.to = to;
    sql_array sites, articles;
    for (const auto article : {from, to}) {
        sites.add(site);
        articles.add(article);
    }
    for (const auto& found : tx.exec(sql::lock_threads, sites, articles)) {
        const sql_row row(found);
        const bool is_from = row.id<domain::article_id>("article_id") == from;
        (is_from ? next_.from_seq : next_.to_seq) = row.number<std::int64_t>("next_seq");
    }
}

void moved_comments::move(const std::vector<domain::comment_id>& ids,
                          std::optional<domain::comment_id> new_root, const ports::moved_sealer& seal) {
    sql_array sites, comments;
    for (const auto& id : ids) {
        sites.add(site_);
        comments.add(id);
    }
    tx_.exec(sql::lock_comments, sites, comments);
    std::vector<ports::event_row> events;
    events.reserve(ids.size() * 2);
    for (const auto& found : tx_.exec(sql::select_moving_comments, site_, comments)) {
        auto comment = moving_from(sql_row(found));
        comment.keeps_parent = comment.id != new_root;
        for (auto& event : seal(comment, next_)) events.push_back(std::move(event));
        ++next_.from_seq;
        ++next_.to_seq;
        ++moved_;
        if (comment.status == domain::comment_status::published) ++published_;
    }
    tx_.exec(sql::update_moved_comments, site_, comments, next_.to, new_root);
    tx_.exec(sql::update_moved_cases, site_, comments);
    insert_events(tx_, events);
}

void moved_comments::add(const ports::merged_sealer& seal) {
    const auto both = seal(next_);
    insert_events(tx_, both);
    ++next_.from_seq;
    ++next_.to_seq;
}

void moved_comments::finish() {
    row_columns<pg::uuid, pg::uuid, pg::bigint, pg::bigint, pg::bigint> threads;
    threads.add(site_, next_.from, next_.from_seq, -moved_, -published_);
    threads.add(site_, next_.to, next_.to_seq, moved_, published_);
    threads.run(tx_, sql::update_threads);
}

} // namespace greffe::store
