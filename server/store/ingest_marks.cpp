#include "server/store/ingest_marks.hpp"

#include "server/service/batch_draft.hpp"
#include "server/service/counted_marks.hpp"
#include "server/store/row_columns.hpp"
#include "server/store/sql_row.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>

namespace greffe::store {

namespace {

using namespace service::ports;
namespace json = boost::json;

std::string bits_of(const mark_signature& signature) {
    std::string bits;
    for (const auto word : signature)
        for (int bit = 63; bit >= 0; --bit) bits += ((word >> bit) & 1) != 0 ? '1' : '0';
    return bits;
}

mark_signature signature_from(std::string_view bits) {
    mark_signature signature{};
    for (std::size_t i = 0; i < bits.size() && i < 128; ++i)
        signature.at(i / 64) = signature.at(i / 64) << 1 | (bits[i] == '1' ? 1u : 0u);
    return signature;
}

/// Every way in which the comment of an item may stand when its turn comes: as it is stored; else as one of
/// the batch's submissions made it, of which the judge has yet to find out the one that did.
class standings {
  public:
    standings(ingest_items items, const batch_facts& facts) : facts_(facts) {
        for (const auto* item : items)
            if (const auto* asked = std::get_if<submission>(&item->asks))
                submitted_[{item->site, item->external_id}].push_back(asked);
    }

    std::vector<service::comment_standing> of(const ingest_item& item) const {
        const external_key key{item.site, item.external_id};
        std::vector<service::comment_standing> all;
        if (const auto stored = facts_.comments.find(key); stored != facts_.comments.end()) {
            const auto& comment = stored->second;
            std::optional<told_author> author;
            if (comment.author_key)
                author = {std::string(to_string(comment.author.presence)), *comment.author_key};
            return {{comment.article, std::move(author)}};
        }
        const auto* own = std::get_if<submission>(&item.asks);
        if (own) add(all, item.site, *own, own->comment.address);
        if (const auto found = submitted_.find(key); found != submitted_.end())
            for (const auto* other : found->second)
                if (!own || found->second.size() > 1) add(all, item.site, *other, std::nullopt);
        return all;
    }

  private:
    void add(std::vector<service::comment_standing>& all, domain::site_id site, const submission& asked,
             std::optional<std::string> address) const {
        const auto article = facts_.articles.find({site, asked.article_external_id});
        if (article == facts_.articles.end() || !facts_.threads.contains({site, article->second})) return;
        all.push_back({article->second, service::told_author_of(asked.comment.author), std::move(address)});
    }

    const batch_facts& facts_;
    std::map<external_key, std::vector<const submission*>> submitted_;
};

/// Equal questions are asked once, under one number.
template <class Question>
class numbered {
  public:
    /// Its number, and whether it is new.
    std::pair<int, bool> add(const Question& question) {
        const auto [entry, added] = numbers_.try_emplace(question, static_cast<int>(numbers_.size()));
        if (added) asked_.push_back(&entry->first);
        return {entry->second, added};
    }
    const Question& operator[](std::size_t number) const { return *asked_.at(number); }
    const std::vector<const Question*>& all() const { return asked_; }

  private:
    std::map<Question, int> numbers_;
    std::vector<const Question*> asked_;
};

std::string joined(const std::vector<mark_key>& keys) {
    std::string all;
    for (const auto& key : keys) all.append(all.empty() ? "" : ",").append(key);
    return all;
}

std::optional<std::string> as_json(const std::optional<std::vector<std::string>>& tags) {
    if (!tags) return std::nullopt;
    return json::serialize(json::array(tags->begin(), tags->end()));
}

comment_marks marks_from(const json::object& told) {
    comment_marks marks;
    const auto text = [&](const char* name) { return std::string(told.at(name).as_string()); };
    marks.site = id_from_sql<domain::site_id>(text("site"));
    marks.comment = id_from_sql<domain::comment_id>(text("comment"));
    marks.article = id_from_sql<domain::article_id>(text("article"));
    if (!told.at("author").is_null()) marks.author = text("author");
    if (!told.at("signature").is_null()) marks.signature = signature_from(text("signature"));
    for (const auto& key : told.at("keys").as_array())
        marks.keys.push_back({std::string(key.at("key").as_string()), key.at("of_text").as_bool(),
                              domain::timestamp{std::chrono::milliseconds{key.at("at").as_int64()}}});
    return marks;
}

/// What the items of a batch may come to ask.
class batch_questions {
  public:
    void add(const service::item_asks& asks) {
        for (const auto& ask : asks.rates)
            for (const auto& question : ask.of)
                if (const auto [number, fresh] = rates_.add(question); fresh)
                    rate_rows_.add(number, question.site, question.key, question.since);
        for (const auto& ask : asks.duplicates)
            if (ask.answerable && !ask.is.keys.empty()) add(ask.is);
        if (asks.author)
            if (const auto [number, fresh] = authors_.add(*asks.author); fresh)
                author_rows_.add(number, asks.author->site, asks.author->author.presence,
                                 asks.author->author.natural_key, asks.author->comments);
    }
    void append_to(statement_values& parameters) const {
        rate_rows_.append_to(parameters);
        duplicate_rows_.append_to(parameters);
        author_rows_.append_to(parameters);
    }
    /// No answer: none was found, or the author was never seen.
    told_marks unanswered() const {
        told_marks told;
        for (const auto* question : rates_.all()) told.rates[*question];
        for (const auto* question : duplicates_.all()) told.duplicates[*question];
        for (const auto* question : authors_.all()) told.authors[*question];
        return told;
    }
    void read(std::string_view what, std::size_t ask, const json::object& answer, told_marks& into) const {
        if (what == "rate") {
            into.rates[rates_[ask]] = answer.at("count").as_int64();
        } else if (what == "duplicate") {
            auto& told = into.duplicates[duplicates_[ask]];
            told.comments = answer.at("count").as_int64();
            for (const auto& author : answer.at("authors").as_array())
                told.authors.insert(std::string(author.as_string()));
        } else {
            auto& told = into.authors[authors_[ask]];
            told.since = domain::timestamp{std::chrono::seconds{answer.at("since").as_int64()}};
            if (!answer.at("published").is_null()) told.published = answer.at("published").as_int64();
            if (!answer.at("rejected").is_null()) told.rejected = answer.at("rejected").as_int64();
        }
    }

  private:
    void add(const duplicate_question& question) {
        const auto [number, fresh] = duplicates_.add(question);
        if (!fresh) return;
        const auto bits = question.signature ? std::optional(bits_of(*question.signature)) : std::nullopt;
        duplicate_rows_.add(number, question.site, joined(question.keys), question.since, bits,
                            question.author, question.article, as_json(question.tags));
    }

    numbered<rate_question> rates_;
    numbered<duplicate_question> duplicates_;
    numbered<author_question> authors_;
    row_columns<pg::integer, pg::uuid, pg::text, pg::timestamptz> rate_rows_;
    row_columns<pg::integer, pg::uuid, pg::text, pg::timestamptz, pg::text, pg::text, pg::uuid, pg::jsonb>
        duplicate_rows_;
    row_columns<pg::integer, pg::uuid, pg::text, pg::text, pg::boolean> author_rows_;
};

counted_site counted_from(const sql_row& row, std::set<std::string>& asked) {
    counted_site site;
    site.secret = row.bytes("secret");
    const auto counted = row.json("counted");
    for (const auto& each : counted.as_array()) {
        const auto kind = std::string(each.at("kind").as_string());
        site.since[kind] = domain::timestamp{std::chrono::seconds{each.at("since").as_int64()}};
        if (each.at("asked").as_bool()) asked.insert(kind);
        if (kind == service::author_comments_kind) site.authors_listed = each.at("whole").as_bool();
    }
    return site;
}

} // namespace

counted_sites lock_marks(transaction& tx, ingest_items items) {
    std::vector<std::int64_t> stripes;
    std::map<std::pair<domain::site_id, std::int64_t>, const rules::facts_needed*> needs; // by version
    std::set<domain::site_id> sites;
    for (const auto* item : items) {
        const auto* needed = service::marks_needed(*item);
        if (!needed) continue;
        sites.insert(item->site);
        needs[{item->site, item->screened.by->version}] = needed;
        service::add_stripes(*item, stripes);
    }
    counted_sites counted;
    if (sites.empty()) return counted;
    std::ranges::sort(stripes);
    stripes.erase(std::ranges::unique(stripes).begin(), stripes.end());

    sql_array locks, all;
    for (const auto stripe : stripes) locks.add(stripe);
    for (const auto& site : sites) all.add(site);
    std::map<domain::site_id, std::set<std::string>> asked;
    for (const auto& found : tx.exec(sql::lock_marks, locks, all)) {
        const sql_row row(found);
        const auto site = row.id<domain::site_id>("site_id");
        counted[site] = counted_from(row, asked[site]);
    }
    if (counted.size() < sites.size())
        for (const auto& found : tx.exec(sql::make_mark_secrets, all)) {
            const sql_row row(found);
            counted[row.id<domain::site_id>("site_id")].secret = row.bytes("secret");
        }
    row_columns<pg::uuid, pg::text, pg::bigint> begun;
    for (const auto& [of, needed] : needs)
        for (const auto& kind : service::counted_kinds(*needed))
            if (!asked[of.first].contains(kind)) begun.add(of.first, kind, of.second);
    begun.run(tx, sql::begin_counting);
    return counted;
}

void read_marks(transaction& tx, ingest_items items, counted_sites counted, batch_facts& facts) {
    facts.counted = std::move(counted);
    if (facts.counted.empty() || !facts.now) return; // without a time no item has a thread
    const standings all(items, facts);
    batch_questions questions;
    bool asked = false;
    for (const auto* item : items)
        if (service::marks_needed(*item))
            for (const auto& standing : all.of(*item)) {
                const auto asks = service::asks_of(*item, standing, facts);
                questions.add(asks);
                asked = asked || asks.author || !asks.marks.keys.empty();
            }
    if (!asked) return;

    sql_array named, sites_of_named;
    for (const auto& [key, comment] : facts.comments) {
        named.add(comment.id);
        sites_of_named.add(key.first);
    }
    statement_values parameters{.before = {to_sql(named)}};
    questions.append_to(parameters);
    parameters.behind = {to_sql(sites_of_named), to_sql(rules::text::most_differing_bits)};
    facts.told = questions.unanswered();
    for (const auto& found : tx.run(sql::select_marks, parameters)) {
        const sql_row row(found);
        const auto value = row.json("told");
        const auto& told = value.as_object();
        const auto what = row.view("what");
        if (what == "stored")
            facts.marked.push_back(marks_from(told));
        else
            questions.read(what, row.number<std::size_t>("ask"), told, facts.told);
    }
}

void insert_marks(transaction& tx, const mark_rows& rows) {
    row_columns<pg::uuid, pg::uuid, pg::text, pg::text> listed;
    for (const auto& each : rows.listed)
        listed.add(each.site, each.comment, each.author.presence, each.author.natural_key);
    listed.run(tx, sql::insert_author_comments);
    row_columns<pg::uuid, pg::uuid> gone;
    for (const auto& [site, comment] : rows.texts_gone) gone.add(site, comment);
    gone.run(tx, sql::delete_marks_of_texts);

    std::map<domain::comment_id, const comment_marks*> newest; // of a comment that the batch named twice
    row_columns<pg::uuid, pg::text, pg::timestamptz, pg::uuid, pg::boolean> keys;
    for (const auto& marks : rows.added) {
        newest[marks.comment] = &marks;
        for (const auto& key : marks.keys) keys.add(marks.site, key.key, key.at, marks.comment, key.of_text);
    }
    row_columns<pg::uuid, pg::uuid, pg::uuid, pg::text, pg::text, pg::timestamptz> comments;
    for (const auto& [id, marks] : newest) {
        const auto bits = marks->signature ? std::optional(bits_of(*marks->signature)) : std::nullopt;
        comments.add(marks->site, id, marks->article, marks->author, bits, marks->received_at);
    }
    if (comments.empty()) return;
    statement_values parameters;
    comments.append_to(parameters);
    keys.append_to(parameters);
    tx.run(sql::insert_marks, parameters);
}

} // namespace greffe::store
