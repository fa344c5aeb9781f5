// A batch does exactly what its items would do one by one: random sequences, on two databases, compared as a
// whole.
#include "server/store/ingest_transaction.hpp"
#include "tests/integration/store/ingest_harness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <sstream>

namespace greffe::test {
namespace {

using service::ports::ingest_item;

constexpr auto rules_of_the_walk = R"(
ruleset: essai
rules:
  - {id: retenir, for: comment, mode: live, when: {text: 'retenir'}, then: {action: hold, score: 50}, examples: {match: [{text: "retenir"}], pass: [{text: "non"}]}}
  - {id: signaler, for: comment, mode: live, when: {text: 'signaler'}, then: {action: flag, score: 20}, examples: {match: [{text: "signaler"}], pass: [{text: "non"}]}}
  - {id: rafale, mode: shadow, when: {rate: {by: author, over: 2, within: 1h}}, then: {action: hold}}
  - {id: adresse, mode: shadow, when: {rate: {by: address, over: 1, within: 1h}}, then: {action: hold}}
  - {id: fil, mode: shadow, when: {rate: {by: article, over: 2, within: 1h}}, then: {action: hold}}
  - {id: valeur, mode: shadow, when: {rate: {by: tag, tags: 'isin:*', over: 4, within: 1h}}, then: {action: hold}}
  - {id: lien, mode: shadow, when: {rate: {by: link_host, over: 1, within: 1h}}, then: {action: hold}}
  - {id: numero, mode: shadow, when: {rate: {by: phone, over: 1, within: 1h}}, then: {action: hold}}
  - {id: calme, mode: shadow, when: {not: {rate: {by: author, over: 1, within: 1h}}}, then: {action: hold}}
  - {id: redite, mode: shadow, when: {duplicate: {over: 1, within: 1h}}, then: {action: hold}}
  - {id: inedit, mode: shadow, when: {not: {duplicate: {within: 1h}}}, then: {action: hold}}
  - {id: radote, mode: shadow, when: {duplicate: {across: author, within: 1h}}, then: {action: hold}}
  - {id: ici, mode: shadow, when: {duplicate: {across: article, over: 1, within: 1h}}, then: {action: hold}}
  - {id: campagne, mode: shadow, when: {duplicate: {kind: near, across: tag, tags: 'isin:*', over: 1, authors_over: 2, within: 1h}}, then: {action: hold}}
  - {id: debutant, mode: shadow, when: {author: {known: true, published_below: 2}}, then: {action: hold}}
  - {id: refuse, mode: shadow, when: {author: {rejected_over: 40, published_over: 0}}, then: {action: hold}}
  - {id: refuser, for: comment, mode: live, when: {text: 'refuser'}, then: {action: reject, score: 100}, examples: {match: [{text: "refuser"}], pass: [{text: "non"}]}}
)";

/// Makes the same items twice: ids of comments come from few names, so that sequences collide all the time.
class item_maker {
  public:
    item_maker(unsigned seed, const ingest_harness& h) : random_(seed), h_(h) {}

    ingest_item next() {
        ingest_item item;
        item.site = h_.site;
        item.external_id = name("c", 12);
        const auto kind = pick(10);
        if (kind < 6) {
            item.asks = submission();
            std::get<service::ports::submission>(item.asks).comment.external_id = item.external_id;
        } else if (kind < 9) {
            item.asks = edition();
        } else {
            item.asks = service::ports::removal{};
        }
        item.lists_author = true;
        screen(item);
        return item;
    }

  private:
    unsigned pick(unsigned below) { return std::uniform_int_distribution<unsigned>(0, below - 1)(random_); }
    std::string name(const char* prefix, unsigned count) { return prefix + std::to_string(pick(count)); }
    std::string body() {
        constexpr const char* bodies[] = {
            "bonjour",
            "bonsoir",
            "à retenir",
            "à signaler",
            "à refuser",
            "Voir https://gain.example/x",
            "Appelez le 06 12 34 56 78",
            "Ou bien https://gain.example/y, ou le 0612345678",
            "Rachat imminent du laboratoire Biocorp, objectif trente euros avant vendredi",
            "Avant vendredi : laboratoire Biocorp, rachat imminent, objectif trente euros !",
            "Objectif trente euros, rachat imminent du laboratoire Biocorp, vendredi"};
        return bodies[pick(11)];
    }
    std::optional<std::int64_t> version() {
        return pick(2) ? std::optional<std::int64_t>(pick(4)) : std::nullopt;
    }

    service::ports::submission submission() {
        service::ports::submission asked;
        asked.article_external_id = name("a", 4); // a3 does not exist
        auto& comment = asked.comment;
        comment.body = body();
        if (pick(2)) comment.parent_external_id = name("c", 12);
        if (pick(3)) comment.author = {domain::author_presence::identified, name("u", 3), "Margaux"};
        if (pick(5) == 0) comment.author = {domain::author_presence::named, {}, name("Camille ", 3)};
        if (pick(2)) comment.address = name("192.0.2.", 3);
        comment.source_version = version();
        if (pick(6) == 0) {
            comment.screen = domain::screening::history;
            if (pick(2)) comment.observed_status = domain::comment_status::held;
        }
        return asked;
    }
    service::ports::edition edition() {
        service::ports::edition asked;
        asked.edit.body = body();
        asked.edit.source_version = version();
        if (pick(4) == 0) asked.edit.name = name("Camille ", 2);
        if (pick(4) == 0)
            asked.edit.edited_at = domain::timestamp{std::chrono::seconds{1'700'000'000 + pick(5)}};
        if (pick(6) == 0) asked.screen = domain::screening::history;
        return asked;
    }
    void screen(ingest_item& item) {
        using namespace service::ports;
        const auto scan = [&](const std::string& text) {
            item.screened.by = h_.rulesets.of(h_.site);
            const auto& rules = *item.screened.by->rules;
            item.screened.scan = rules.scan({text, std::nullopt});
            item.screened.made = rules::fingerprint_of(rules.needs(), text);
        };
        const auto* submitted = std::get_if<service::ports::submission>(&item.asks);
        if (submitted && submitted->comment.screen == domain::screening::live) scan(submitted->comment.body);
        const auto* edited = std::get_if<service::ports::edition>(&item.asks);
        if (edited && edited->screen == domain::screening::live) scan(edited->edit.body);
    }

    std::mt19937 random_;
    const ingest_harness& h_;
};

std::string told(const store::ingest_outcome& outcome) {
    if (!outcome) return std::string(domain::to_string(outcome.error().code)) + " " + outcome.error().field;
    return outcome->external_id + " " + std::to_string(static_cast<int>(outcome->effect)) + " r" +
           std::to_string(outcome->revision) + " " + std::string(domain::to_string(outcome->status)) + " " +
           (outcome->verdict ? outcome->verdict->action : "-");
}

/// Everything stored, without what must differ: ids, times, salts.
constexpr auto whole_database = R"(
SELECT string_agg(line, E'\n' ORDER BY line) FROM (
  SELECT concat_ws(' ', 'comment', c.external_id, a.external_id, p.external_id, r.external_id, c.author_presence, c.screen,
                   c.status, c.revision, c.public_revision, pa.natural_key) AS line
  FROM greffe.comment c JOIN greffe.article a USING (site_id, article_id)
  LEFT JOIN greffe.comment p ON p.comment_id = c.parent_id LEFT JOIN greffe.comment r ON r.comment_id = c.root_id
  LEFT JOIN personal.author pa ON pa.author_id = c.author_id
  UNION ALL
  SELECT concat_ws(' ', 'revision', c.external_id, v.revision, v.body, v.pseudonym, v.edited_at, v.source_version)
  FROM greffe.revision v JOIN greffe.comment c USING (site_id, comment_id)
  UNION ALL
  SELECT concat_ws(' ', 'case', c.external_id, k.state, k.version, k.cause, k.priority, k.report_count)
  FROM greffe.review_case k JOIN greffe.comment c USING (site_id, comment_id)
  UNION ALL
  SELECT concat_ws(' ', 'flag', c.external_id, f.revision, f.rule, f.mode, f.action, f.score)
  FROM greffe.flag f JOIN greffe.comment c USING (site_id, comment_id)
  UNION ALL
  SELECT concat_ws(' ', 'event', a.external_id, e.seq, e.kind, c.external_id,
                   (convert_from(e.leaf, 'UTF8')::jsonb -> 'd') - 'comment' - 'parent')
  FROM greffe.event e JOIN greffe.article a USING (site_id, article_id)
  LEFT JOIN greffe.comment c ON c.comment_id = e.comment_id
  UNION ALL
  SELECT concat_ws(' ', 'thread', a.external_id, t.next_seq, t.comment_count, t.published_count)
  FROM greffe.thread t JOIN greffe.article a USING (site_id, article_id)
  UNION ALL
  SELECT concat_ws(' ', 'mark', c.external_id, a.external_id, m.author, m.signature)
  FROM personal.comment_mark m JOIN greffe.comment c USING (site_id, comment_id)
  JOIN greffe.article a ON a.article_id = m.article_id
  UNION ALL
  SELECT concat_ws(' ', 'keys', c.external_id, count(*), count(*) FILTER (WHERE k.of_text),
                   string_agg(encode(k.key, 'hex'), ' ' ORDER BY k.key) FILTER (WHERE k.of_text))
  FROM personal.comment_key k JOIN greffe.comment c USING (site_id, comment_id) GROUP BY c.external_id
  UNION ALL
  SELECT concat_ws(' ', 'listed', c.external_id, p.natural_key)
  FROM greffe.author_comment l JOIN greffe.comment c USING (site_id, comment_id)
  JOIN personal.author p ON p.author_id = l.author_id
) AS lines)";

/// Both sites count under one secret, and have done so for long.
constexpr auto counted_for_long = R"(
INSERT INTO personal.mark_secret (site_id, secret) SELECT site_id, 'essai' FROM greffe.site;
INSERT INTO greffe.counting (site_id, kind, since, whole)
SELECT site_id, kind, now() - interval '1 day', true FROM greffe.site,
  unnest(ARRAY['author', 'address', 'article', 'tag isin:*', 'link_host', 'phone', 'exact', 'near', 'author_comments']) AS kind)";

TEST(ingest_oracle, a_batch_does_what_its_items_do_one_by_one) {
    constexpr int sequences = 12;
    constexpr int batches = 8;
    std::set<std::string> hit;
    for (unsigned seed = 1; seed <= sequences; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        ingest_harness batched, single;
        for (auto* h : {&batched, &single}) {
            h->use_rules(rules_of_the_walk);
            h->exec(counted_for_long);
            for (const auto* article : {"a0", "a1", "a2"}) h->article(article);
        }
        item_maker for_batched(seed, batched), for_single(seed, single);
        store::dedicated_connection batched_connection(batched.url);
        store::dedicated_connection single_connection(single.url);
        const auto judge = [env = harness_environment()](auto items, const auto& known) {
            return service::judge_batch(items, known, env);
        };
        std::mt19937 random(seed);
        for (int b = 0; b < batches; ++b) {
            const auto size = std::uniform_int_distribution<std::size_t>(1, 20)(random);
            std::vector<ingest_item> items;
            std::vector<const ingest_item*> pointers;
            std::vector<std::string> expected, found;
            for (std::size_t i = 0; i < size; ++i) {
                items.push_back(for_batched.next());
                const auto alone = for_single.next();
                const auto* one = &alone;
                expected.push_back(told(store::write_batch(single_connection, {&one, 1}, judge).at(0)));
            }
            for (const auto& item : items) pointers.push_back(&item);
            for (const auto& outcome : store::write_batch(batched_connection, pointers, judge))
                found.push_back(told(outcome));
            ASSERT_EQ(found, expected) << "batch " << b;
        }
        ASSERT_EQ(batched.value(whole_database), single.value(whole_database));
        ASSERT_THAT(broken_promises(batched.url), testing::IsEmpty());
        std::istringstream rules(batched.value("SELECT string_agg(DISTINCT rule, ' ') FROM greffe.flag"));
        for (std::string rule; rules >> rule;) hit.insert(rule);
    }
    EXPECT_THAT(hit, testing::SizeIs(17)) << "some rule was never put to the test";
}

} // namespace
} // namespace greffe::test
