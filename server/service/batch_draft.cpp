#include "server/service/batch_draft.hpp"

#include "server/service/seal_event.hpp"

#include <cassert>
#include <utility>

namespace greffe::service {

std::optional<std::string> natural_key(const domain::author_claim& author) {
    switch (author.presence) {
    case domain::author_presence::identified: return author.external_id;
    case domain::author_presence::named: return author.name;
    default: return std::nullopt;
    }
}

std::optional<ports::told_author> told_author_of(const domain::author_claim& author) {
    auto key = natural_key(author);
    if (!key) return std::nullopt;
    return ports::told_author{std::string(to_string(author.presence)), std::move(*key)};
}

batch_draft::batch_draft(const ports::batch_facts& known, const environment& env)
    : known_(known), env_(env) {}

ports::comment_facts* batch_draft::find(const ports::external_key& key) {
    if (const auto drafted = comments_.find(key); drafted != comments_.end()) return &drafted->second.facts;
    const auto stored = known_.comments.find(key);
    if (stored == known_.comments.end()) return nullptr;
    auto& copy = comments_[key];
    copy.facts = stored->second;
    copy.review_before = stored->second.review;
    return &copy.facts;
}

std::optional<ports::parent_facts> batch_draft::find_parent(const ports::external_key& key) const {
    if (const auto drafted = comments_.find(key); drafted != comments_.end())
        return ports::parent_facts{drafted->second.facts.id, drafted->second.facts.article,
                                   drafted->second.facts.root};
    if (const auto stored = known_.parents.find(key); stored != known_.parents.end()) return stored->second;
    return std::nullopt;
}

const ports::thread_facts& batch_draft::thread(const ports::thread_key& key) const {
    return known_.threads.at(key);
}

std::optional<domain::article_id> batch_draft::article(const ports::external_key& key) const {
    const auto found = known_.articles.find(key);
    if (found == known_.articles.end()) return std::nullopt;
    return found->second;
}

ports::comment_facts& batch_draft::create(const ports::comment_row& row, const ports::comment_facts& facts) {
    auto& drafted = comments_[{row.site, row.external_id}];
    drafted.facts = facts;
    drafted.fresh = row;
    return drafted.facts;
}

void batch_draft::changed(const ports::external_key& key, std::optional<domain::comment_status> before) {
    auto& drafted = comments_.at(key);
    drafted.changed = true;
    auto& thread = progress({key.first, drafted.facts.article});
    constexpr auto published = domain::comment_status::published;
    if (!before) ++thread.comments_added;
    thread.published_added += (drafted.facts.status == published) - (before == published);
}

void batch_draft::noted(const ports::external_key& key) {
    comments_.at(key).noted = true;
}

void batch_draft::add_author(const domain::author_claim& author, domain::site_id site) {
    const auto key = natural_key(author);
    if (!key) return;
    const auto [entry, added] = authors_.try_emplace({site, author.presence, *key});
    if (added) entry->second = domain::author_id{env_.new_id()};
}

void batch_draft::add_text(const ports::external_key& key, ports::revision_row row, std::string kind,
                           domain::timestamp at, boost::json::object codes,
                           std::map<std::string, std::string> fields) {
    assert(kind == "submitted" || kind == "edited" || kind == "observed");
    assert(codes.at("revision") == row.revision && fields.contains("body"));
    seal(key, std::move(kind), at, std::move(codes), std::move(fields));
    row.salts = std::exchange(rows_.events.back().salts, {});
    rows_.revisions.push_back(std::move(row));
}

void batch_draft::add_address(ports::address_row row) {
    rows_.addresses.push_back(std::move(row));
}

void batch_draft::settle_reports(domain::site_id site, domain::comment_id of) {
    rows_.moot_reports.emplace_back(site, of);
}

void batch_draft::add_flags(const ports::external_key& key, std::int64_t ruleset_version,
                            const std::vector<rules::rule_match>& matches) {
    const auto& facts = comments_.at(key).facts;
    for (const auto& match : matches)
        rows_.flags.push_back({key.first, facts.id, facts.revision, ruleset_version, match});
}

std::int64_t batch_draft::add_event(const ports::external_key& key, std::string kind, domain::timestamp at,
                                    boost::json::object codes, std::map<std::string, std::string> fields) {
    assert(!fields.contains("body"));
    return seal(key, std::move(kind), at, std::move(codes), std::move(fields));
}

std::int64_t batch_draft::seal(const ports::external_key& key, std::string kind, domain::timestamp at,
                               boost::json::object codes, std::map<std::string, std::string> fields) {
    const auto& facts = comments_.at(key).facts;
    archive::event event;
    event.thread = facts.article;
    event.seq = progress({key.first, facts.article}).next_seq++;
    event.kind = std::move(kind);
    event.at = at;
    event.codes = std::move(codes);
    event.fields = std::move(fields);
    rows_.events.push_back(seal_event(key.first, facts.id, event, env_));
    return event.seq;
}

batch_draft::thread_progress& batch_draft::progress(const ports::thread_key& key) {
    const auto [entry, added] = threads_.try_emplace(key);
    if (added) entry->second.next_seq = known_.threads.at(key).next_seq;
    return entry->second;
}

ports::judged_batch batch_draft::finish() {
    for (auto& [key, drafted] : comments_) {
        if (!drafted.changed && !drafted.noted) continue;
        const auto& now = drafted.facts;
        if (!drafted.fresh || drafted.noted || now.removed)
            rows_.changes.push_back({key.first, now.id, now.status, now.revision, now.public_revision,
                                     now.newest_version, now.newest_edit, now.removed});
        if (drafted.fresh) {
            drafted.fresh->status = now.status;
            drafted.fresh->revision = now.revision;
            drafted.fresh->public_revision = now.public_revision;
            rows_.comments.push_back(std::move(*drafted.fresh));
        }
        if (now.review && now.review != drafted.review_before)
            rows_.cases.push_back({key.first, now.id, *now.review});
    }
    for (const auto& [key, id] : authors_)
        rows_.authors.push_back({std::get<0>(key), id, std::get<1>(key), std::get<2>(key)});
    for (const auto& [key, progress] : threads_)
        rows_.threads.push_back(
            {key.first, key.second, progress.next_seq, progress.comments_added, progress.published_added});
    return std::move(rows_);
}

} // namespace greffe::service
