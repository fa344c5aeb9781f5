#include "server/service/judge_batch.hpp"

#include "server/service/batch_caps.hpp"
#include "server/service/batch_draft.hpp"
#include "server/service/batch_marks.hpp"
#include "server/service/case_changes.hpp"
#include "server/service/event_age.hpp"
#include "server/service/fresh_comment.hpp"
#include "server/service/judge_history.hpp"
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

bool same_text(const new_text& incoming, const ports::comment_facts& stored) {
    return stored.body == incoming.body && (!incoming.name || incoming.name == stored.author.name);
}

/// Which revision the public sees once a revision after `before` has made the status `after`.
std::optional<int> public_revision_after(const ports::comment_facts& before, comment_status after) {
    if (after == comment_status::published) return before.revision + 1;
    const bool shown = before.status == comment_status::published ||
                       (before.public_revision && *before.public_revision < before.revision);
    return after == comment_status::held && shown ? before.public_revision : std::nullopt;
}

void add_codes(json::object& codes, const ruling& made) {
    codes["verdict"] = to_string(made.verdict.does);
    codes["score"] = made.verdict.score;
    codes["ruleset"] = made.ruleset_version;
    if (made.verdict.policy) codes["policy"] = *made.verdict.policy;
    if (made.verdict.undecided) codes["undecided"] = true;
    if (made.held_by_mode) codes["held_by_mode"] = true;
    json::array live, shadow;
    for (const auto& match : made.verdict.matches)
        (match.mode == rules::rule_mode::live ? live : shadow).emplace_back(match.rule);
    codes["rules"] = std::move(live);
    if (!shadow.empty()) codes["shadow"] = std::move(shadow);
}

std::string closed_by(const domain::moderation_policy& mode) {
    // Of an author's mode not whose: the text may end in a log.
    const bool of_author = mode.scope == domain::moderation_scope::author;
    std::string text = "closed by " + (of_author ? "mode.author" : domain::key_of(mode.scope, mode.target));
    if (mode.until) text += " until " + domain::to_rfc3339(*mode.until);
    return text;
}

class judging {
  public:
    judging(const ports::batch_facts& known, const environment& env)
        : env_(env), now_(env.now()), clock_(known.now.value_or(now_)), draft_(known, env), marks_(known),
          caps_(known), history_(draft_, env_, now_) {}

    outcome judge(const ports::ingest_item& item) {
        return std::visit([&](const auto& asked) { return apply(item, asked); }, item.asks);
    }
    ports::judged_batch finish() {
        auto judged = draft_.finish();
        judged.marks = marks_.finish();
        judged.caps = caps_.finish();
        return judged;
    }

  private:
    outcome apply(const ports::ingest_item& item, const ports::submission& asked);
    outcome apply(const ports::ingest_item& item, const ports::edition& asked);
    outcome apply(const ports::ingest_item& item, const ports::removal& asked);
    outcome apply(const ports::ingest_item& item, const ports::testimony& asked);

    outcome create(const ports::ingest_item& item, const domain::new_comment& comment,
                   domain::article_id article);
    outcome submit_again(const ports::ingest_item& item, const domain::new_comment& comment,
                         domain::article_id article, ports::comment_facts& stored);
    outcome revise(const ports::ingest_item& item, ports::comment_facts& stored, new_text text);
    outcome seen_again(const ports::ingest_item& item, ports::comment_facts& stored, const new_text& text);
    outcome revise_deleted(const ports::ingest_item& item, ports::comment_facts& stored, new_text text);

    submit_answer answer(submit_effect effect, const ports::ingest_item& item,
                         const ports::comment_facts& comment) const {
        return {effect, comment.id, item.external_id, comment.revision, comment.status, std::nullopt};
    }
    /// The mode that is in force for a comment of this author in this thread, or null.
    const domain::moderation_policy* mode_for(const ports::ingest_item& item,
                                              const ports::thread_facts& thread,
                                              const domain::author_claim& author) const {
        if (!item.settings) return nullptr;
        return item.settings->moderation.in_force({.section = thread.section,
                                                   .tags = thread.tags,
                                                   .article = thread.external_id,
                                                   .author = author.external_id},
                                                  clock_);
    }
    static ports::external_key key_of(const ports::ingest_item& item) {
        return {item.site, item.external_id};
    }

    const environment& env_;
    const domain::timestamp now_;
    const domain::timestamp clock_; ///< by which modes and deadlines run out
    batch_draft draft_;
    batch_marks marks_;
    batch_caps caps_;
    judge_history history_;
};

outcome judging::apply(const ports::ingest_item& item, const ports::submission& asked) {
    const auto article = draft_.article({item.site, asked.article_external_id});
    if (!article) return fail(errc::unknown_article, "article", "the site has no such article yet");
    if (asked.comment.screen == domain::screening::history) {
        auto seen = history_.submit(item, asked, *article);
        if (seen && seen->effect == submit_effect::created) {
            marks_.moved(item.site, *draft_.find(key_of(item)), std::nullopt);
            marks_.list(item, seen->id, asked.comment.author);
        } else if (seen && seen->effect == submit_effect::revised) {
            marks_.drop_text(item.site, *draft_.find(key_of(item)));
        }
        return seen;
    }
    if (auto* stored = draft_.find(key_of(item))) return submit_again(item, asked.comment, *article, *stored);
    return create(item, asked.comment, *article);
}

outcome judging::create(const ports::ingest_item& item, const domain::new_comment& comment,
                        domain::article_id article) {
    const auto key = key_of(item);
    const auto& thread = draft_.thread({item.site, article});
    if (thread.state != domain::article_state::open)
        return fail(errc::comments_closed, "article",
                    "the article takes no comments: it is " + std::string(to_string(thread.state)));
    const auto* mode = mode_for(item, thread, comment.author);
    if (mode && mode->mode == domain::moderation_mode::closed)
        return fail(errc::comments_closed, "article", closed_by(*mode));
    auto fresh = fresh_comment_of(item, comment, article, draft_, env_, now_);
    if (!fresh) return fresh.error();
    auto& facts = fresh->facts;
    rules::facts told;
    told.author = rules::author_facts{.known = facts.author_key.has_value()};
    marks_.tell(item, {article, told_author_of(comment.author), comment.address}, now_, told);
    caps_.tell(item, told);
    const auto made = rule_on(item.screened, thread, now_, mode, std::move(told));
    const auto status = domain::change_status(std::nullopt, made.status(), domain::status_cause::verdict);
    if (!status) return status.error();
    facts.status = *status;
    if (facts.status == comment_status::published) facts.public_revision = 1;
    if (made.opens()) {
        facts.review = open_or_join(std::nullopt, *made.opens(), now_);
        give_deadline(*facts.review, made, clock_);
    }

    caps_.note(item, made.verdict);
    draft_.create(fresh->row, facts);
    draft_.changed(key, std::nullopt);
    marks_.add(facts.id);
    marks_.moved(item.site, facts, std::nullopt);
    marks_.list(item, facts.id, comment.author);
    draft_.add_author(comment.author, item.site);
    if (comment.address) draft_.add_address({item.site, facts.id, *comment.address, now_});

    auto codes = codes_of(facts);
    add_codes(codes, made);
    draft_.add_flags(key, made.ruleset_version, made.verdict.matches);
    if (facts.review) codes["case"] = to_string(facts.review->state);
    draft_.add_text(key,
                    {item.site, facts.id, 1, comment.body, comment.author.name, std::nullopt,
                     comment.source_version, now_},
                    "submitted", now_, std::move(codes), committed_texts(comment.author, comment.body));

    auto answered = answer(submit_effect::created, item, facts);
    answered.verdict = made.told();
    return answered;
}

outcome judging::submit_again(const ports::ingest_item& item, const domain::new_comment& comment,
                              domain::article_id article, ports::comment_facts& stored) {
    if (stored.status == comment_status::erased)
        return fail(errc::gone, "external_id",
                    "the comment was erased; nothing is stored under its id again");
    if (stored.article != article && stored.moved_from != article)
        return fail(errc::already_exists, "external_id", "another article has a comment of this id");
    new_text text{comment.body, comment.author.name, std::nullopt, comment.source_version};
    if (stored.status == comment_status::deleted) return revise_deleted(item, stored, std::move(text));
    if (stored.body == comment.body) return seen_again(item, stored, text);
    if (comment.source_version) {
        const auto by_version = compare(comment.source_version, stored.newest_version);
        if (by_version == age::older) return answer(submit_effect::superseded, item, stored);
        if (by_version != age::same) return revise(item, stored, std::move(text));
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
    if (asked.screen == domain::screening::history) {
        const auto before = stored->status;
        auto seen = history_.edit(item, *stored, edit);
        if (seen && seen->effect == submit_effect::revised) marks_.drop_text(item.site, *stored);
        marks_.moved(item.site, *stored, before);
        return seen;
    }
    new_text text{edit.body, edit.name, edit.edited_at, edit.source_version};
    if (stored->status == comment_status::deleted) return revise_deleted(item, *stored, std::move(text));
    if (same_text(text, *stored)) return seen_again(item, *stored, text);
    if (age_of_text(text.source_version, text.edited_at, *stored) != age::newer)
        return answer(submit_effect::superseded, item, *stored);
    return revise(item, *stored, std::move(text));
}

outcome judging::revise(const ports::ingest_item& item, ports::comment_facts& stored, new_text text) {
    const auto key = key_of(item);
    const auto counted_as = stored.status;
    if (stored.removed) {
        const auto undone =
            domain::change_status(stored.status, stored.removed->from, domain::status_cause::undo);
        if (!undone) return undone.error();
        stored.status = *undone;
        stored.removed.reset();
    }
    const auto before = stored.status;

    const auto& thread = draft_.thread({item.site, stored.article});
    rules::facts told;
    told.author = rules::author_facts{.known = stored.author_key.has_value()};
    marks_.tell(item, stored, counted_as, now_, told);
    caps_.tell(item, told);
    const auto made =
        rule_on(item.screened, thread, now_, mode_for(item, thread, stored.author), std::move(told));
    const auto after = domain::status_after_edit(before, made.status());
    if (after != before) {
        const auto allowed = domain::change_status(before, after, domain::status_cause::edit_verdict);
        if (!allowed) return allowed.error();
    }

    caps_.note(item, made.verdict);
    stored.public_revision = public_revision_after(stored, after);
    stored.status = after;
    ++stored.revision;
    stored.body = text.body;
    if (text.name) stored.author.name = text.name;
    if (text.source_version) stored.newest_version = std::max(stored.newest_version, text.source_version);
    stored.newest_edit = std::max(stored.newest_edit, text.edited_at);

    const auto cause = before == comment_status::published ? made.opens() : domain::case_cause::edit;
    if (cause) {
        stored.review = open_or_join(stored.review, *cause, now_);
        give_deadline(*stored.review, made, clock_);
    } else if (stored.review) {
        ++stored.review->version;
    }

    draft_.changed(key, counted_as);
    marks_.replace_text(item.site, stored);
    marks_.moved(item.site, stored, counted_as);
    auto codes = codes_of(stored);
    add_codes(codes, made);
    draft_.add_flags(key, made.ruleset_version, made.verdict.matches);
    if (stored.review) codes["case"] = to_string(stored.review->state);
    draft_.add_text(key,
                    {item.site, stored.id, stored.revision, text.body, stored.author.name, text.edited_at,
                     text.source_version, now_},
                    "edited", now_, std::move(codes), committed_texts(stored.author, stored.body));

    auto answered = answer(submit_effect::revised, item, stored);
    answered.verdict = made.told();
    return answered;
}

outcome judging::seen_again(const ports::ingest_item& item, ports::comment_facts& stored,
                            const new_text& text) {
    if (stored.newest_version < text.source_version || stored.newest_edit < text.edited_at) {
        stored.newest_version = std::max(stored.newest_version, text.source_version);
        stored.newest_edit = std::max(stored.newest_edit, text.edited_at);
        draft_.noted(key_of(item));
    }
    return answer(submit_effect::unchanged, item, stored);
}

outcome judging::revise_deleted(const ports::ingest_item& item, ports::comment_facts& stored, new_text text) {
    const auto by_version = compare(text.source_version, stored.newest_version);
    if (by_version == age::older || by_version == age::same)
        return answer(submit_effect::superseded, item, stored);
    if (by_version == age::newer && stored.removed && stored.removed->version)
        return revise(item, stored, std::move(text));
    if (same_text(text, stored)) return answer(submit_effect::unchanged, item, stored);
    if (stored.first_body == text.body) return answer(submit_effect::superseded, item, stored);
    return fail(errc::invalid_transition, "status", "the comment was deleted: it is edited no more");
}

outcome judging::apply(const ports::ingest_item& item, const ports::removal& asked) {
    auto* stored = draft_.find(key_of(item));
    if (!stored) return fail(errc::not_found, "external_id", "the site has no such comment");
    if (stored->status == comment_status::erased)
        return fail(errc::gone, "external_id", "the comment was erased");
    const auto key = key_of(item);
    const bool newer = stored->newest_version < asked.source_version;
    if (stored->status == comment_status::deleted) {
        if (newer && stored->removed && stored->removed->version) {
            stored->newest_version = stored->removed->version = asked.source_version;
            draft_.noted(key);
        }
        return answer(submit_effect::unchanged, item, *stored);
    }
    if (compare(asked.source_version, stored->newest_version) == age::older)
        return answer(submit_effect::superseded, item, *stored);
    const auto before = stored->status;
    const auto after = domain::change_status(before, comment_status::deleted, domain::status_cause::removal);
    if (!after) return after.error();
    stored->status = *after;
    stored->removed = ports::removal_facts{before, asked.source_version};
    if (newer) stored->newest_version = asked.source_version;
    const bool reports_waited = stored->review && stored->review->report_count > 0;
    if (reports_waited) draft_.settle_reports(item.site, stored->id);
    if (stored->review) stored->review = close_as_moot(*stored->review);

    draft_.changed(key, before);
    marks_.drop_text(item.site, *stored);
    marks_.moved(item.site, *stored, before);
    auto codes = codes_of(*stored);
    if (stored->review) codes["case"] = to_string(stored->review->state);
    if (reports_waited) codes["reports"] = to_string(domain::report_outcome::neutral);
    const bool seen = asked.screen == domain::screening::history;
    draft_.add_event(key, seen ? "observed" : "deleted", now_, std::move(codes), {});
    return answer(submit_effect::deleted, item, *stored);
}

outcome judging::apply(const ports::ingest_item& item, const ports::testimony& asked) {
    auto* stored = draft_.find(key_of(item));
    if (!stored) return fail(errc::not_found, "external_id", "the site has no such comment");
    if (stored->status == comment_status::erased)
        return fail(errc::gone, "external_id", "the comment was erased");
    return history_.testify(item, *stored, asked.parts);
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
