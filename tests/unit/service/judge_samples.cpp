#include "tests/unit/service/judge_samples.hpp"

namespace greffe::test {

using namespace service::ports;

service::environment counted_environment() {
    auto ids = std::make_shared<int>(0);
    return {[] { return the_time; },
            [ids] {
                domain::uuid id;
                id.bytes[15] = static_cast<std::uint8_t>(++*ids);
                return id;
            },
            [] { return archive::salt{}; }};
}

batch_facts known_article() {
    batch_facts known;
    known.articles[{the_site, "a1"}] = the_article;
    thread_facts thread;
    thread.next_seq = 5;
    thread.title = "Le marché";
    known.threads[{the_site, the_article}] = thread;
    return known;
}

comment_facts stored(domain::comment_status status, const std::string& body) {
    comment_facts facts;
    facts.id = facts.root =
        domain::comment_id{domain::uuid::parse("00000000-0000-7000-8000-0000000000c1").value()};
    facts.article = the_article;
    facts.status = status;
    facts.body = facts.first_body = body;
    if (status == domain::comment_status::published) facts.public_revision = 1;
    return facts;
}

ingest_item submission(const std::string& external_id, const std::string& body) {
    ingest_item item;
    item.site = the_site;
    item.external_id = external_id;
    service::ports::submission asked;
    asked.article_external_id = "a1";
    asked.comment.external_id = external_id;
    asked.comment.body = body;
    item.asks = std::move(asked);
    return item;
}

ingest_item edition(const std::string& external_id, domain::comment_edit edit) {
    ingest_item item;
    item.site = the_site;
    item.external_id = external_id;
    item.asks = service::ports::edition{std::move(edit), domain::screening::live};
    return item;
}

ingest_item removal(const std::string& external_id) {
    ingest_item item;
    item.site = the_site;
    item.external_id = external_id;
    item.asks = service::ports::removal{};
    return item;
}

ingest_item ruled(ingest_item item, rules::action action) {
    const auto name = std::string(rules::to_string(action));
    const auto yaml = R"(
ruleset: essai
rules:
  - id: tout
    for: comment
    mode: live
    when: {length: {over: 0}}
    then: {score: 1, action: )" +
                      std::string(rules::to_string(action)) + R"(}
    examples: {match: [{text: "x"}], pass: [{text: "y"}]}
)";
    const auto compiled = rules::ruleset::compile(yaml, {.run_examples = false});
    if (!compiled.rules) throw std::logic_error(rules::to_string(compiled.found.at(0)));
    item.screened.by = std::make_shared<service::active_ruleset>(service::active_ruleset{9, compiled.rules});
    item.screened.scan = compiled.rules->scan({"x", std::nullopt});
    return item;
}

judged_batch judge(std::vector<ingest_item> items, const batch_facts& known) {
    std::vector<const ingest_item*> pointers;
    for (const auto& item : items) pointers.push_back(&item);
    return service::judge_batch(pointers, known, counted_environment());
}

} // namespace greffe::test
