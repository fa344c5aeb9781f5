#include "server/service/batch_marks.hpp"

#include "server/service/batch_draft.hpp"

#include <algorithm>
#include <bit>

namespace greffe::service {

namespace {

constexpr auto is_of_text = [](const ports::stored_key& each) { return each.of_text; };

bool near(const ports::mark_signature& a, const ports::mark_signature& b) {
    return std::popcount(a[0] ^ b[0]) + std::popcount(a[1] ^ b[1]) <= rules::text::most_differing_bits;
}

std::optional<ports::told_author> author_of(const ports::comment_facts& stored) {
    if (!stored.author_key) return std::nullopt;
    return ports::told_author{std::string(to_string(stored.author.presence)), *stored.author_key};
}

} // namespace

void batch_marks::tally::count(domain::comment_status status, int times) {
    if (status == domain::comment_status::published) published += times;
    if (status == domain::comment_status::rejected) rejected += times;
}

batch_marks::batch_marks(const ports::batch_facts& known) : known_(known) {
    for (const auto& marks : known.marked) see(marks);
}

void batch_marks::see(const ports::comment_marks& marks) {
    for (const auto& key : marks.keys) seen_by_[key.key][marks.comment] = key.at;
    seen_[marks.comment] = marks;
}

void batch_marks::forget_text(ports::comment_marks& marks) {
    for (const auto& key : marks.keys)
        if (key.of_text) seen_by_[key.key].erase(marks.comment);
    std::erase_if(marks.keys, is_of_text);
    marks.signature.reset();
}

bool batch_marks::ask(const ports::ingest_item& item, const comment_standing& standing) {
    asked_ = {};
    if (!marks_needed(item)) return false;
    asked_ = asks_of(item, standing, known_);
    return true;
}

void batch_marks::tell(const ports::ingest_item& item, const comment_standing& standing,
                       domain::timestamp now, rules::facts& into) {
    if (!ask(item, standing)) return;
    tell_counts(std::nullopt, into);
    if (asked_.author && into.author) tell_author({}, now, *into.author);
}

void batch_marks::tell(const ports::ingest_item& item, const ports::comment_facts& stored,
                       domain::comment_status before, domain::timestamp now, rules::facts& into) {
    if (!ask(item, {stored.article, author_of(stored)})) return;
    // Who wrote it is what was noted when it came: of an edit the address is not known.
    if (const auto seen = seen_.find(stored.id); seen != seen_.end()) {
        asked_.marks.author = seen->second.author;
        asked_.marks.article = seen->second.article;
    }
    tell_counts(stored.id, into);
    tally own;
    own.count(before, 1);
    if (asked_.author && into.author) tell_author(own, now, *into.author);
}

void batch_marks::tell_counts(std::optional<domain::comment_id> own, rules::facts& into) const {
    for (const auto& ask : asked_.rates) {
        std::optional<std::int64_t> most;
        for (const auto& asked : ask.of)
            most = std::max(most, std::optional(known_.told.rates.at(asked) + count(asked, own) + 1));
        into.rates.push_back(most);
        into.rates_so_far.push_back(!ask.whole);
    }
    for (const auto& ask : asked_.duplicates)
        into.duplicates.push_back(ask.answerable ? std::optional(duplicates(ask, own)) : std::nullopt);
}

void batch_marks::tell_author(const tally& own, domain::timestamp now, rules::author_facts& into) const {
    const auto& told = known_.told.authors.at(*asked_.author);
    using std::chrono::seconds;
    into.age = told.since ? std::max(std::chrono::floor<seconds>(now - *told.since), seconds{0}) : seconds{0};
    // Who was never seen before has no comments but those of this batch.
    const auto published = told.since ? told.published : std::optional<std::int64_t>(0);
    const auto rejected = told.since ? told.rejected : std::optional<std::int64_t>(0);
    if (!published || !rejected) return;
    const auto found = authors_.find({asked_.author->site, asked_.author->author});
    const auto here = found == authors_.end() ? tally{} : found->second;
    into.published = std::max<std::int64_t>(*published + here.published - own.published, 0);
    into.rejected = std::max<std::int64_t>(*rejected + here.rejected - own.rejected, 0);
}

std::int64_t batch_marks::count(const ports::rate_question& asked,
                                std::optional<domain::comment_id> own) const {
    const auto found = seen_by_.find(asked.key);
    if (found == seen_by_.end()) return 0;
    return std::ranges::count_if(
        found->second, [&](const auto& each) { return each.first != own && each.second >= asked.since; });
}

bool batch_marks::is_duplicate(const ports::duplicate_question& asked,
                               const ports::comment_marks& other) const {
    if (asked.signature && (!other.signature || !near(*asked.signature, *other.signature))) return false;
    if (asked.author && asked.author != other.author) return false;
    if (asked.article && asked.article != other.article) return false;
    if (!asked.tags) return true;
    const auto thread = known_.threads.find({other.site, other.article});
    if (thread == known_.threads.end()) return false;
    return std::ranges::any_of(*asked.tags, [&](const auto& tag) {
        return std::ranges::find(thread->second.tags, tag) != thread->second.tags.end();
    });
}

rules::duplicate_count batch_marks::duplicates(const duplicate_ask& ask,
                                               std::optional<domain::comment_id> own) const {
    static const ports::duplicate_told nothing;
    const auto& told = ask.is.keys.empty() ? nothing : known_.told.duplicates.at(ask.is);
    std::set<domain::comment_id> candidates;
    for (const auto& key : ask.is.keys)
        if (const auto found = seen_by_.find(key); found != seen_by_.end())
            for (const auto& [id, at] : found->second)
                if (id != own && at >= ask.is.since) candidates.insert(id);
    auto authors = told.authors;
    rules::duplicate_count found{.comments = told.comments, .authors = 0, .so_far = !ask.whole};
    for (const auto& id : candidates) {
        const auto& other = seen_.at(id);
        if (!is_duplicate(ask.is, other)) continue;
        ++found.comments;
        authors.insert(other.author.value_or(""));
    }
    authors.insert(asked_.marks.author.value_or(""));
    found.authors = static_cast<std::int64_t>(authors.size());
    return found;
}

void batch_marks::add(domain::comment_id id) {
    if (asked_.marks.keys.empty()) return;
    asked_.marks.comment = id;
    rows_.added.push_back(asked_.marks);
    see(asked_.marks);
}

void batch_marks::replace_text(domain::site_id site, const ports::comment_facts& stored) {
    drop_text(site, stored);
    auto marks = asked_.marks;
    std::erase_if(marks.keys, [](const auto& each) { return !each.of_text; });
    if (marks.keys.empty()) return;
    marks.comment = stored.id;
    rows_.added.push_back(marks);
    if (const auto before = seen_.find(stored.id); before != seen_.end())
        marks.keys.insert(marks.keys.end(), before->second.keys.begin(), before->second.keys.end());
    see(marks);
}

void batch_marks::drop_text(domain::site_id site, const ports::comment_facts& stored) {
    if (stored.marked) rows_.texts_gone.emplace_back(site, stored.id);
    // A text of this very batch is not stored yet, and is not to be.
    for (auto& added : rows_.added)
        if (added.comment == stored.id) {
            std::erase_if(added.keys, is_of_text);
            added.signature.reset();
        }
    if (const auto seen = seen_.find(stored.id); seen != seen_.end()) forget_text(seen->second);
}

void batch_marks::list(const ports::ingest_item& item, domain::comment_id id,
                       const domain::author_claim& author) {
    if (!item.lists_author) return;
    if (auto told = told_author_of(author)) rows_.listed.push_back({item.site, id, std::move(*told)});
}

void batch_marks::moved(domain::site_id site, const ports::comment_facts& comment,
                        std::optional<domain::comment_status> before) {
    if (known_.counted.empty()) return;
    auto author = author_of(comment);
    if (!author) return;
    auto& here = authors_[{site, std::move(*author)}];
    if (before) here.count(*before, -1);
    here.count(comment.status, 1);
}

} // namespace greffe::service
