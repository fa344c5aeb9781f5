#include "server/service/judge_batch.hpp"

#include "server/service/batch_draft.hpp"
#include "server/service/case_changes.hpp"
#include "server/service/ruling.hpp"

#include <boost/json/array.hpp>

namespace greffe::service {

namespace {

namespace json = boost::json;
using domain::comment_status;
using domain::errc;
using domain::fail;
using outcome = domain::result<submit_answer>;

/// A new body for a comment that is stored.
struct new_text {
    std::string body;
    std::optional<std::string> name; // absent: as before
    std::optional<domain::timestamp> edited_at;
    std::optional<std::int64_t> source_version;
};

enum class age { older, same, newer, unordered };

template <class Value>
age compare(const std::optional<Value>& incoming, const std::optional<Value>& stored) {
    if (!incoming || !stored) return age::unordered;
    return *incoming < *stored ? age::older : *stored < *incoming ? age::newer : age::same;
}

/// Precondition: the bodies differ.
age age_of(const new_text& incoming, const ports::comment_facts& stored) {
    const auto by_version = compare(incoming.source_version, stored.newest_version);
    if (by_version == age::older || by_version == age::newer) return by_version;
    const auto by_time = compare(incoming.edited_at, stored.newest_edit);
    if (by_time != age::unordered) return by_time;
    if (incoming.edited_at) return age::newer; // what is stored was never edited
    return by_version == age::same ? age::same : age::newer;
}

/// Which revision the public sees once a revision after `before` has made the status `after`.
std::optional<int> public_revision_after(const ports::comment_facts& before, comment_status after) {
    if (after == comment_status::published) return before.revision + 1;
    const bool shown = before.status == comment_status::published ||
                       (before.public_revision && *before.public_revision < before.revision);
    return after == comment_status::held && shown ? before.public_revision : std::nullopt;
}

json::object codes_of(const ports::comment_facts& comment) {
    json::object codes;
    codes["comment"] = comment.id.to_string();
    if (comment.parent) codes["parent"] = comment.parent->to_string();
    codes["revision"] = comment.revision;
    codes["status"] = to_string(comment.status);
    codes["author"] = to_string(comment.author.presence);
    return codes;
}

void add_codes(json::object& codes, const ruling& made) {
    codes["verdict"] = to_string(made.verdict.does);
    codes["score"] = made.verdict.score;
    codes["ruleset"] = made.ruleset_version;
    if (made.verdict.policy) codes["policy"] = *made.verdict.policy;
    if (made.verdict.undecided) codes["undecided"] = true;
    json::array live, shadow;
    for (const auto& match : made.verdict.matches)
        (match.mode == rules::rule_mode::live ? live : shadow).emplace_back(match.rule);
    codes["rules"] = std::move(live);
    if (!shadow.empty()) codes["shadow"] = std::move(shadow);
}

class judging {
  public:
    judging(const ports::batch_facts& known, const environment& env)
        : env_(env), now_(env.now()), draft_(known, env) {}

    outcome judge(const ports::ingest_item& item) {
        return std::visit([&](const auto& asked) { return apply(item, asked); }, item.asks);
    }
    ports::judged_batch finish() { return draft_.finish(); }

  private:
    outcome apply(const ports::ingest_item& item, const ports::submission& asked);
    outcome apply(const ports::ingest_item& item, const ports::edition& asked);
    outcome apply(const ports::ingest_item& item, const ports::removal& asked);

    outcome create(const ports::ingest_item& item, const domain::new_comment& comment,
                   domain::article_id article);
    outcome submit_again(const ports::ingest_item& item, const domain::new_comment& comment,
                         domain::article_id article, const ports::comment_facts& stored);
    outcome revise(const ports::ingest_item& item, ports::comment_facts& stored, new_text text,
                   domain::screening screen);

    submit_answer answer(submit_effect effect, const ports::ingest_item& item,
                         const ports::comment_facts& comment) const {
        return {effect, comment.id, item.external_id, comment.revision, comment.status, std::nullopt};
    }
    static ports::external_key key_of(const ports::ingest_item& item) {
        return {item.site, item.external_id};
    }

    const environment& env_;
    const domain::timestamp now_;
    batch_draft draft_;
};

outcome judging::apply(const ports::ingest_item& item, const ports::submission& asked) {
    const auto article = draft_.article({item.site, asked.article_external_id});
    if (!article) return fail(errc::unknown_article, "article", "the site has no such article yet");
    if (const auto* stored = draft_.find(key_of(item)))
        return submit_again(item, asked.comment, *article, *stored);
    return create(item, asked.comment, *article);
}

outcome judging::create(const ports::ingest_item& item, const domain::new_comment& comment,
                        domain::article_id article) {
    const auto key = key_of(item);
    const auto& thread = draft_.thread({item.site, article});
    const bool live = comment.screen == domain::screening::live;
    if (live && thread.state != domain::article_state::open)
        return fail(errc::comments_closed, "article",
                    "the article takes no comments: it is " + std::string(to_string(thread.state)));
    std::optional<ports::parent_facts> parent;
    if (comment.parent_external_id) {
        parent = draft_.find_parent({item.site, *comment.parent_external_id});
        if (!parent) return fail(errc::unknown_parent, "parent", "the site has no such comment yet");
        if (parent->article != article)
            return fail(errc::parent_in_other_article, "parent",
                        "the parent is a comment on another article");
    }

    std::optional<ruling> made;
    if (live) made = rule_on(item.screened, thread, now_);
    const auto status =
        live
            ? domain::change_status(std::nullopt, made->status(), domain::status_cause::verdict)
            : domain::change_status(std::nullopt, comment.observed_status.value_or(comment_status::published),
                                    domain::status_cause::observed);
    if (!status) return status.error();

    ports::comment_facts facts;
    facts.id = domain::comment_id{env_.new_id()};
    facts.article = article;
    if (parent) facts.parent = parent->id;
    facts.root = parent ? parent->root : facts.id;
    facts.status = *status;
    facts.author = comment.author;
    if (facts.status == comment_status::published) facts.public_revision = 1;
    facts.body = facts.first_body = comment.body;
    facts.newest_version = comment.source_version;
    if (made && made->opens()) facts.review = open_or_join(std::nullopt, *made->opens(), now_);

    ports::comment_row row;
    row.site = item.site;
    row.id = facts.id;
    row.article = article;
    row.external_id = item.external_id;
    row.parent = facts.parent;
    row.root = facts.root;
    row.presence = comment.author.presence;
    row.author_key = natural_key(comment.author);
    row.posted = comment.posted.value_or(domain::posted_time{.utc = now_, .raw = {}, .candidate_years = {}});
    row.received_at = now_;
    row.screen = comment.screen;

    draft_.create(row, facts);
    draft_.changed(key, std::nullopt);
    draft_.add_author(comment.author, item.site);
    draft_.add_revision({item.site, facts.id, 1, comment.body, comment.author.name, std::nullopt,
                         comment.source_version, now_});
    if (comment.address) draft_.add_address({item.site, facts.id, *comment.address, now_});

    auto codes = codes_of(facts);
    if (made) {
        add_codes(codes, *made);
        draft_.add_flags(key, made->ruleset_version, made->verdict.matches);
    }
    if (facts.review) codes["case"] = to_string(facts.review->state);
    draft_.add_event(key, live ? "submitted" : "observed", now_, std::move(codes),
                     committed_texts(comment.author, comment.body));

    auto told = answer(submit_effect::created, item, facts);
    if (made) told.verdict = made->told();
    return told;
}

outcome judging::submit_again(const ports::ingest_item& item, const domain::new_comment& comment,
                              domain::article_id article, const ports::comment_facts& stored) {
    if (stored.status == comment_status::erased)
        return fail(errc::gone, "external_id",
                    "the comment was erased; nothing is stored under its id again");
    if (stored.article != article)
        return fail(errc::already_exists, "external_id", "another article has a comment of this id");
    if (stored.body == comment.body) return answer(submit_effect::unchanged, item, stored);
    if (comment.source_version) {
        const auto by_version = compare(comment.source_version, stored.newest_version);
        if (by_version == age::older) return answer(submit_effect::superseded, item, stored);
        if (by_version != age::same)
            return revise(item, *draft_.find(key_of(item)),
                          {comment.body, comment.author.name, std::nullopt, comment.source_version},
                          comment.screen);
    }
    if (stored.first_body == comment.body) return answer(submit_effect::superseded, item, stored);
    return fail(errc::already_exists, "external_id", "a comment of this id has another body: send an edit");
}

outcome judging::apply(const ports::ingest_item& item, const ports::edition& asked) {
    auto* stored = draft_.find(key_of(item));
    if (!stored) return fail(errc::not_found, "external_id", "the site has no such comment");
    if (stored->status == comment_status::erased)
        return fail(errc::gone, "external_id",
                    "the comment was erased; nothing is stored under its id again");
    const auto& edit = asked.edit;
    if (stored->body == edit.body && (!edit.name || edit.name == stored->author.name))
        return answer(submit_effect::unchanged, item, *stored);
    new_text text{edit.body, edit.name, edit.edited_at, edit.source_version};
    if (age_of(text, *stored) != age::newer) return answer(submit_effect::superseded, item, *stored);
    return revise(item, *stored, std::move(text), asked.screen);
}

outcome judging::revise(const ports::ingest_item& item, ports::comment_facts& stored, new_text text,
                        domain::screening screen) {
    if (stored.status == comment_status::deleted)
        return fail(errc::invalid_transition, "status", "the comment was deleted: it is edited no more");
    const auto key = key_of(item);
    const auto before = stored.status;

    std::optional<ruling> made;
    if (screen == domain::screening::live)
        made = rule_on(item.screened, draft_.thread({item.site, stored.article}), now_);
    auto after = before;
    if (made) after = domain::status_after_edit(before, made->status());
    if (after != before) {
        const auto allowed = domain::change_status(before, after, domain::status_cause::edit_verdict);
        if (!allowed) return allowed.error();
    }

    stored.public_revision = public_revision_after(stored, after);
    stored.status = after;
    ++stored.revision;
    stored.body = text.body;
    if (text.name) stored.author.name = text.name;
    if (text.source_version) stored.newest_version = std::max(stored.newest_version, text.source_version);
    stored.newest_edit = std::max(stored.newest_edit, std::optional(text.edited_at.value_or(now_)));

    std::optional<domain::case_cause> cause;
    if (made) cause = before == comment_status::published ? made->opens() : domain::case_cause::edit;
    if (cause) {
        stored.review = open_or_join(stored.review, *cause, now_);
    } else if (stored.review) {
        ++stored.review->version;
    }

    draft_.changed(key, before);
    draft_.add_revision({item.site, stored.id, stored.revision, text.body, stored.author.name, text.edited_at,
                         text.source_version, now_});
    auto codes = codes_of(stored);
    if (made) {
        add_codes(codes, *made);
        draft_.add_flags(key, made->ruleset_version, made->verdict.matches);
    }
    if (stored.review) codes["case"] = to_string(stored.review->state);
    draft_.add_event(key, "edited", now_, std::move(codes), committed_texts(stored.author, stored.body));

    auto told = answer(submit_effect::revised, item, stored);
    if (made) told.verdict = made->told();
    return told;
}

outcome judging::apply(const ports::ingest_item& item, const ports::removal&) {
    auto* stored = draft_.find(key_of(item));
    if (!stored) return fail(errc::not_found, "external_id", "the site has no such comment");
    if (stored->status == comment_status::erased)
        return fail(errc::gone, "external_id", "the comment was erased");
    if (stored->status == comment_status::deleted) return answer(submit_effect::unchanged, item, *stored);
    const auto before = stored->status;
    const auto after = domain::change_status(before, comment_status::deleted, domain::status_cause::removal);
    if (!after) return after.error();
    stored->status = *after;
    if (stored->review) stored->review = close_as_moot(*stored->review);

    const auto key = key_of(item);
    draft_.changed(key, before);
    auto codes = codes_of(*stored);
    if (stored->review) codes["case"] = to_string(stored->review->state);
    draft_.add_event(key, "deleted", now_, std::move(codes), {});
    return answer(submit_effect::deleted, item, *stored);
}

} // namespace

ports::judged_batch judge_batch(std::span<const ports::ingest_item* const> items,
                                const ports::batch_facts& known, const environment& env) {
    judging batch(known, env);
    std::vector<outcome> outcomes;
    outcomes.reserve(items.size());
    for (const auto* item : items) outcomes.push_back(batch.judge(*item));
    auto judged = batch.finish();
    judged.outcomes = std::move(outcomes);
    return judged;
}

std::map<std::string, std::string> committed_texts(const domain::author_claim& author,
                                                   const std::string& body) {
    std::map<std::string, std::string> texts{{"body", body}};
    if (author.name) texts["author"] = *author.name;
    if (author.external_id) texts["author_id"] = *author.external_id;
    return texts;
}

} // namespace greffe::service
