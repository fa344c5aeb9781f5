#include "server/service/fresh_comment.hpp"

namespace greffe::service {

using domain::errc;
using domain::fail;

domain::result<fresh_comment> fresh_comment_of(const ports::ingest_item& item,
                                               const domain::new_comment& comment, domain::article_id article,
                                               const batch_draft& draft, const environment& env,
                                               domain::timestamp now) {
    std::optional<ports::parent_facts> parent;
    if (comment.parent_external_id) {
        parent = draft.find_parent({item.site, *comment.parent_external_id});
        if (!parent) return fail(errc::unknown_parent, "parent", "the site has no such comment yet");
        if (parent->article != article)
            return fail(errc::parent_in_other_article, "parent",
                        "the parent is a comment on another article");
    }
    fresh_comment made;
    auto& facts = made.facts;
    facts.id = domain::comment_id{env.new_id()};
    facts.article = article;
    if (parent) facts.parent = parent->id;
    facts.root = parent ? parent->root : facts.id;
    facts.author = comment.author;
    facts.author_key = natural_key(comment.author);
    facts.body = facts.first_body = comment.body;
    facts.newest_version = comment.source_version;

    auto& row = made.row;
    row.site = item.site;
    row.id = facts.id;
    row.article = article;
    row.external_id = item.external_id;
    row.parent = facts.parent;
    row.root = facts.root;
    row.presence = comment.author.presence;
    row.author_key = facts.author_key;
    row.posted = comment.posted.value_or(domain::posted_time{.utc = now, .raw = {}, .candidate_years = {}});
    row.received_at = comment.received_at.value_or(now);
    row.screen = comment.screen;
    return made;
}

boost::json::object codes_of(const ports::comment_facts& comment) {
    boost::json::object codes;
    codes["comment"] = comment.id.to_string();
    if (comment.parent) codes["parent"] = comment.parent->to_string();
    codes["revision"] = comment.revision;
    codes["status"] = to_string(comment.status);
    codes["author"] = to_string(comment.author.presence);
    return codes;
}

} // namespace greffe::service
