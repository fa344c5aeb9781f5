#include "server/service/judge_history.hpp"

#include "server/service/event_age.hpp"
#include "server/service/fresh_comment.hpp"
#include "server/service/judge_batch.hpp"
#include "server/service/observed_id.hpp"

#include <boost/json/object.hpp>

#include <algorithm>

namespace greffe::service {

namespace {

namespace json = boost::json;
using domain::comment_status;
using domain::errc;
using domain::fail;

std::string hash_of(const std::string& body) {
    const auto digest = archive::sha256(body);
    return archive::to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

/// Nothing was read of a comment that this very batch made: there was nothing.
ports::past_facts& past_of(ports::comment_facts& stored) {
    return stored.past ? *stored.past : stored.past.emplace();
}

submit_answer answer(submit_effect effect, const ports::ingest_item& item,
                     const ports::comment_facts& comment) {
    return {effect, comment.id, item.external_id, comment.revision, comment.status, std::nullopt};
}

judge_history::outcome deleted_text(const ports::ingest_item& item, const ports::comment_facts& stored,
                                    const std::optional<std::int64_t>& version) {
    const auto by_version = compare(version, stored.newest_version);
    if (by_version == age::older || by_version == age::same)
        return answer(submit_effect::superseded, item, stored);
    return fail(errc::invalid_transition, "status", "the comment was deleted: it is edited no more");
}

} // namespace

judge_history::outcome judge_history::submit(const ports::ingest_item& item, const ports::submission& asked,
                                             domain::article_id article) {
    if (auto* stored = draft_.find({item.site, item.external_id}))
        return submit_again(item, asked, article, *stored);
    return create(item, asked, article);
}

judge_history::outcome judge_history::create(const ports::ingest_item& item, const ports::submission& asked,
                                             domain::article_id article) {
    const auto& comment = asked.comment;
    auto made = fresh_comment_of(item, comment, article, draft_, env_, now_);
    if (!made) return made.error();
    const auto status =
        domain::change_status(std::nullopt, comment.observed_status.value_or(comment_status::published),
                              domain::status_cause::observed);
    if (!status) return status.error();
    made->facts.status = *status;
    if (*status == comment_status::published) made->facts.public_revision = 1;

    const ports::external_key key{item.site, item.external_id};
    auto& facts = draft_.create(made->row, made->facts);
    draft_.changed(key, std::nullopt);
    draft_.add_author(comment.author, item.site);
    if (comment.address) draft_.add_address({item.site, facts.id, *comment.address, made->row.received_at});
    draft_.add_text(key,
                    {item.site, facts.id, 1, comment.body, comment.author.name, std::nullopt,
                     comment.source_version, made->row.received_at},
                    "observed", now_, codes_of(facts), committed_texts(comment.author, comment.body));

    if (asked.parts) {
        add_flags(item, facts, *asked.parts, 1);
        add_parts(item, facts, *asked.parts);
        if (asked.parts->complete) facts.public_revision = asked.parts->public_revision;
        if (const auto immune = asked.parts->immune_revision)
            draft_.history().immunities.push_back({item.site, facts.id, *immune});
    }
    return answer(submit_effect::created, item, facts);
}

judge_history::outcome judge_history::submit_again(const ports::ingest_item& item,
                                                   const ports::submission& asked, domain::article_id article,
                                                   ports::comment_facts& stored) {
    const auto& comment = asked.comment;
    if (stored.status == comment_status::erased)
        return fail(errc::gone, "external_id",
                    "the comment was erased; nothing is stored under its id again");
    if (stored.article != article && stored.moved_from != article)
        return fail(errc::already_exists, "external_id", "another article has a comment of this id");
    bool added = false;
    if (!knows(stored, comment.body, std::nullopt, comment.source_version)) {
        if (stored.status == comment_status::deleted)
            return deleted_text(item, stored, comment.source_version);
        const auto by_version = compare(comment.source_version, stored.newest_version);
        if (by_version == age::older) return answer(submit_effect::superseded, item, stored);
        if (by_version != age::newer)
            return fail(errc::already_exists, "external_id",
                        "a comment of this id has another body: send an edit");
        add_revision(item, stored,
                     {stored.revision + 1, comment.body, comment.author.name, std::nullopt,
                      comment.source_version, comment.received_at});
        added = true;
    }
    if (asked.parts) added = add_parts(item, stored, *asked.parts) || added;
    return answer(added ? submit_effect::revised : submit_effect::unchanged, item, stored);
}

bool judge_history::knows(const ports::comment_facts& stored, const std::string& body,
                          const std::optional<domain::timestamp>& edited_at,
                          const std::optional<std::int64_t>& source_version) const {
    const ports::past_facts::revision told{hash_of(body), edited_at, source_version};
    if (stored.past && std::ranges::find(stored.past->revisions, told) != stored.past->revisions.end())
        return true;
    return std::ranges::any_of(draft_.revisions(), [&](const ports::revision_row& row) {
        return row.comment == stored.id && row.body == body && row.edited_at == edited_at &&
               row.source_version == source_version;
    });
}

judge_history::outcome judge_history::edit(const ports::ingest_item& item, ports::comment_facts& stored,
                                           const domain::comment_edit& edit) {
    if (knows(stored, edit.body, edit.edited_at, edit.source_version))
        return answer(submit_effect::unchanged, item, stored);
    if (stored.status == comment_status::deleted) return deleted_text(item, stored, edit.source_version);
    if (age_of_text(edit.source_version, edit.edited_at, stored) != age::newer)
        return answer(submit_effect::superseded, item, stored);
    add_revision(
        item, stored,
        {stored.revision + 1, edit.body, edit.name, edit.edited_at, edit.source_version, edit.received_at});
    return answer(submit_effect::revised, item, stored);
}

judge_history::outcome judge_history::testify(const ports::ingest_item& item, ports::comment_facts& stored,
                                              const domain::observed_parts& parts) {
    const bool added = add_parts(item, stored, parts);
    return answer(added ? submit_effect::created : submit_effect::unchanged, item, stored);
}

bool judge_history::add_parts(const ports::ingest_item& item, ports::comment_facts& stored,
                              const domain::observed_parts& parts) {
    bool added = false;
    for (const auto& seen : parts.revisions) {
        if (seen.number <= stored.revision) continue; // an export's revisions are told apart by their numbers
        add_revision(item, stored, seen);
        add_flags(item, stored, parts, seen.number);
        added = true;
    }
    for (const auto& seen : parts.reports) added = add_report(item, stored, seen) || added;
    for (const auto& seen : parts.decisions) added = add_decision(item, stored, seen) || added;
    return added;
}

void judge_history::touch(const ports::ingest_item& item, ports::comment_facts& stored) {
    if (stored.review) ++stored.review->version; // whoever has it before them sees something new
    draft_.changed({item.site, item.external_id}, stored.status);
}

void judge_history::add_revision(const ports::ingest_item& item, ports::comment_facts& stored,
                                 const domain::observed_revision& seen) {
    ++stored.revision;
    stored.body = seen.body;
    if (seen.name) stored.author.name = seen.name;
    stored.newest_version = std::max(stored.newest_version, seen.source_version);
    stored.newest_edit = std::max(stored.newest_edit, seen.edited_at);
    if (stored.status == comment_status::published) stored.public_revision = stored.revision;
    touch(item, stored);
    draft_.add_text({item.site, item.external_id},
                    {item.site, stored.id, stored.revision, seen.body, stored.author.name, seen.edited_at,
                     seen.source_version, seen.received_at.value_or(now_)},
                    "observed", now_, codes_of(stored), committed_texts(stored.author, stored.body));
}

void judge_history::add_flags(const ports::ingest_item& item, const ports::comment_facts& stored,
                              const domain::observed_parts& parts, int revision) {
    for (const auto& seen : parts.flags)
        if (seen.revision == revision) draft_.history().flags.push_back({item.site, stored.id, seen});
}

bool judge_history::add_report(const ports::ingest_item& item, ports::comment_facts& stored,
                               const domain::observed_report& seen) {
    const auto id = observed_id(item.site, item.external_id, seen);
    auto& past = past_of(stored);
    const int revision = std::min(seen.revision.value_or(stored.revision), stored.revision);
    if (past.reports.contains(id)) return false;
    if (seen.said.reporter && !past.reporters.emplace(revision, *seen.said.reporter).second) return false;
    past.reports.insert(id);
    touch(item, stored);
    draft_.history().reports.push_back({item.site, domain::report_id{id}, stored.id, revision, env_.new_id(),
                                        seen, seen.received_at.value_or(now_)});
    std::map<std::string, std::string> texts;
    if (!seen.said.text.empty()) texts["text"] = seen.said.text;
    draft_.add_event({item.site, item.external_id}, "observed", now_,
                     {{"comment", stored.id.to_string()},
                      {"revision", revision},
                      {"report", id.to_string()},
                      {"kind", to_string(seen.said.kind)},
                      {"reason", seen.said.reason},
                      {"outcome", to_string(seen.outcome)}},
                     std::move(texts));
    return true;
}

bool judge_history::add_decision(const ports::ingest_item& item, ports::comment_facts& stored,
                                 const domain::observed_decision& seen) {
    const auto id = observed_id(item.site, item.external_id, seen);
    if (!past_of(stored).decisions.insert(id).second) return false;
    touch(item, stored);
    const int revision = std::min(seen.revision.value_or(stored.revision), stored.revision);
    json::object codes{{"comment", stored.id.to_string()},
                       {"revision", revision},
                       {"decision", id.to_string()},
                       {"action", to_string(seen.action)},
                       {"reason", seen.reason},
                       {"status", to_string(seen.status_after)}};
    if (seen.policy) codes["policy"] = *seen.policy;
    std::map<std::string, std::string> texts;
    if (!seen.note.empty()) texts["note"] = seen.note;
    const auto seq =
        draft_.add_event({item.site, item.external_id}, "observed", now_, std::move(codes), std::move(texts));
    draft_.history().decisions.push_back(
        {item.site, domain::decision_id{id}, stored.id, revision, seq, seen});
    return true;
}

} // namespace greffe::service
