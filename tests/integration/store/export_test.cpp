// What an archivist gets of a thread that went the whole way: registered, captured, commented, screened,
// reported, decided. Every stored row is in the export, counted against the tables; every disclosed text
// verifies against its event.
#include "rules/engine/ruleset.hpp"
#include "server/archive/event.hpp"
#include "server/archive/thread_ndjson.hpp"
#include "server/service/export_thread.hpp"
#include "server/service/ingest_comments.hpp"
#include "server/service/judge_batch.hpp"
#include "server/service/register_articles.hpp"
#include "server/store/article_store_pg.hpp"
#include "server/store/export_store_pg.hpp"
#include "server/store/ingest_store_pg.hpp"
#include "tests/integration/store/review_house.hpp"
#include "tests/support/scratch_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

namespace greffe::test {
namespace {

namespace json = boost::json;
using domain::comment_status;
using domain::errc;

constexpr const char* ruleset = R"yaml(
ruleset: essai
rules:
  - id: insulte
    for: comment
    mode: live
    when: {text: 'bande de clowns'}
    then: {action: hold, score: 60}
    examples:
      match: [{text: "Quelle bande de clowns !"}]
      pass: [{text: "Le cirque est en ville."}]
  - id: lien
    for: comment
    mode: shadow
    when: {text: 'https://'}
    then: {action: flag, score: 10}
    examples:
      match: [{text: "Voyez https://exemple.example"}]
      pass: [{text: "Voyez le journal."}]
thresholds: {flag: 20, hold: 50, reject: 100}
)yaml";

/// The whole house behind one site with rules.
class export_house : public review_house {
  public:
    export_house() {
        sql("INSERT INTO greffe.site (site_id, name) VALUES ($1::uuid, 'journal')", {site.to_string()});
        auto compiled = rules::ruleset::compile(ruleset);
        if (!compiled.rules) throw std::runtime_error("the test's ruleset does not compile");
        auto active = std::make_shared<service::active_ruleset>();
        active->version = 3;
        active->rules = compiled.rules;
        rulesets.replace(site, active);
    }

    domain::article_id add_article(const std::string& external_id, const std::string& title) {
        domain::article_content content;
        content.title = title;
        content.lead = "Trois ans de travaux, et une digue plus haute.";
        content.body = {{domain::body_block::kind_type::paragraph, false, "Les bateaux sont entrés lundi."}};
        return await(articles.upsert(site, external_id, content)).value().id;
    }
    service::submit_answer submit(const std::string& article, domain::new_comment comment) {
        auto answer = await(ingest.submit(site, article, std::move(comment)));
        if (!answer) throw std::runtime_error(answer.error().detail);
        return *answer;
    }
    domain::result<service::spooled_export> run(domain::article_id article, service::export_format format,
                                                std::optional<domain::site_id> only = std::nullopt) {
        return await(exports.run(someone(domain::role::archivist, only), article, format));
    }

    domain::site_id site{env.new_id()};
    scratch_folder folder;
    service::ruleset_registry rulesets;
    store::article_store_pg article_store{pool};
    service::register_articles articles{article_store, env};
    store::ingest_store_pg ingest_store{
        url, [this](auto items, const auto& known) { return service::judge_batch(items, known, env); }};
    service::ingest_comments ingest{ingest_store, rulesets, env};
    store::export_store_pg export_store{pool};
    service::export_thread exports{export_store, env, folder.path() / "spool"};
};

domain::new_comment comment_of(const std::string& external_id, const std::string& name,
                               const std::string& body) {
    domain::new_comment comment;
    comment.external_id = external_id;
    comment.author = {domain::author_presence::identified, "membre-" + external_id, name};
    comment.body = body;
    comment.address = "192.0.2.77";
    return comment;
}

std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<json::object> lines_of(const std::string& text) {
    std::vector<json::object> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line).as_object());
    return lines;
}

std::string text_of(const json::object& object, std::string_view key) {
    return json::value_to<std::string>(object.at(json::string_view(key.data(), key.size())));
}

std::vector<json::object> records(const std::vector<json::object>& lines, std::string_view kind) {
    std::vector<json::object> out;
    for (const auto& line : lines)
        if (text_of(line, "record") == kind) out.push_back(line);
    return out;
}

/// A thread that went the whole way. Its comments in thread order: c1 (published, edited), its reply r1
/// (held, reported, rejected), c2 (reported, dismissed), h1 (history), d1 (deleted).
domain::article_id live_through(export_house& house) {
    const auto article = house.add_article("port", "Le port rouvre");
    house.add_article("port", "Le port rouvre après les travaux");
    domain::capture page;
    page.raw = "Le port rouvre\n7 commentaires\n";
    page.media_type = "text/plain";
    page.importer = "page/1";
    page.fields = {{"title", {0, 14}}};
    page.declared_comments = 7;
    page.captured_comments = 1;
    page.cut_off = "Pages les plus populaires";
    EXPECT_TRUE(await(house.articles.attach_capture(house.site, "port", page)));

    house.submit("port", comment_of("c1", "Marthe", "Qui paiera la digue ?"));
    EXPECT_TRUE(await(house.ingest.edit(house.site, "c1", {"Qui paiera la digue, au juste ?", {}, {}, 2})));
    auto reply =
        comment_of("r1", "vent_debout", "Quelle bande de clowns, voyez https://exemple.example/digue");
    reply.parent_external_id = "c1";
    EXPECT_EQ(house.submit("port", reply).status, comment_status::held);
    house.submit("port", comment_of("c2", "Loïc", "La région a déjà payé."));
    auto old = comment_of("h1", "", "Une honte depuis dix ans.\nFermer");
    old.author = {domain::author_presence::not_captured, {}, {}};
    old.posted = domain::posted_time{*domain::parse_rfc3339("2024-04-09T10:52:00Z"),
                                     domain::time_precision::minute,
                                     "09 avril 12:52",
                                     true,
                                     {2024, 2025}};
    old.screen = domain::screening::history;
    house.submit("port", old);
    house.submit("port", comment_of("d1", "Anne", "Je retire ceci."));
    EXPECT_TRUE(await(house.ingest.remove(house.site, "d1")));

    const auto publisher = review_house::someone(domain::role::publisher, house.site);
    const auto moderator = review_house::someone(domain::role::moderator);
    auto said = report_of("insulte", "lecteur-7");
    said.text = "Il insulte tout le monde.";
    EXPECT_TRUE(await(house.review.report(publisher, house.site, "r1", said, std::nullopt)));
    EXPECT_TRUE(await(house.review.report(publisher, house.site, "c2", report_of("hors-sujet", "lecteur-8"),
                                          std::nullopt)));
    auto notice = notice_of("Diffamation au sens de la loi.", "lecteur-9");
    notice.illegal_notice->name = "Maître Untel";
    notice.illegal_notice->email = "untel@exemple.example";
    EXPECT_TRUE(await(house.review.report(publisher, house.site, "c2", notice, std::nullopt)));
    const auto decide = [&](const std::string& external_id, domain::decision_action action) {
        const auto id = *domain::comment_id::parse(
            house.value("SELECT comment_id FROM greffe.comment WHERE external_id = $1", {external_id}));
        const auto version = house.count("SELECT version FROM greffe.review_case WHERE comment_id = $1::uuid",
                                         {id.to_string()});
        auto request = decision_of(action, version);
        request.note = "Vu avec le chef d’édition.";
        const auto decided = await(house.review.decide(moderator, id, request, std::nullopt));
        EXPECT_TRUE(decided) << decided.error().detail;
    };
    decide("r1", domain::decision_action::reject);
    decide("c2", domain::decision_action::dismiss);
    return article;
}

class Export : public testing::Test {
  protected:
    export_house house;
};

TEST_F(Export, EveryStoredRowIsALineOfTheNdjson) {
    const auto article = live_through(house);
    // Another thread of the same site, which must not be in it.
    house.add_article("autre", "Autre chose");
    house.submit("autre", comment_of("x1", "Paul", "Rien à voir."));

    auto spooled = house.run(article, service::export_format::ndjson);
    ASSERT_TRUE(spooled) << spooled.error().detail;
    const auto lines = lines_of(contents(spooled->file()));
    const auto stored = [&](const std::string& table, const std::string& where) {
        return static_cast<std::size_t>(
            house.count("SELECT count(*) FROM greffe." + table + " WHERE " + where, {article.to_string()}));
    };
    const std::string of_article = "article_id = $1::uuid";
    const std::string of_comment =
        "comment_id IN (SELECT comment_id FROM greffe.comment WHERE article_id = $1::uuid)";
    EXPECT_EQ(records(lines, "article").size(), 1U);
    EXPECT_EQ(records(lines, "article_revision").size(), stored("article_revision", of_article));
    EXPECT_EQ(records(lines, "capture").size(), stored("capture", of_article));
    EXPECT_EQ(records(lines, "comment").size(), stored("comment", of_article));
    EXPECT_EQ(records(lines, "revision").size(), stored("revision", of_comment));
    EXPECT_EQ(records(lines, "flag").size(), stored("flag", of_comment));
    EXPECT_EQ(records(lines, "report").size(), stored("report", of_comment));
    EXPECT_EQ(records(lines, "decision").size(), stored("decision", of_comment));
    EXPECT_EQ(records(lines, "event").size(), stored("event", of_article));
    // None of these is empty by accident.
    EXPECT_EQ(stored("article_revision", of_article), 2U);
    EXPECT_EQ(stored("capture", of_article), 1U);
    EXPECT_EQ(stored("comment", of_article), 5U);
    EXPECT_EQ(stored("revision", of_comment), 6U);
    EXPECT_EQ(stored("flag", of_comment), 2U);
    EXPECT_EQ(stored("report", of_comment), 3U);
    EXPECT_EQ(stored("decision", of_comment), 2U);
    EXPECT_GE(stored("event", of_article), 14U);
}

TEST_F(Export, CommentsStandInThreadOrderWithTheirParts) {
    const auto article = live_through(house);
    auto spooled = house.run(article, service::export_format::ndjson);
    ASSERT_TRUE(spooled);
    const auto lines = lines_of(contents(spooled->file()));
    std::vector<std::string> order;
    for (const auto& comment : records(lines, "comment")) order.push_back(text_of(comment, "external_id"));
    EXPECT_EQ(order, (std::vector<std::string>{"h1", "c1", "r1", "c2", "d1"})) << "h1 was posted in 2024";

    std::string current;
    for (const auto& line : lines) {
        const auto kind = text_of(line, "record");
        if (kind == "comment") current = text_of(line, "id");
        if (kind == "revision" || kind == "flag" || kind == "report" || kind == "decision") {
            EXPECT_EQ(text_of(line, "comment"), current) << "a part stands under its comment";
        }
    }
    const auto history = records(lines, "comment").at(0);
    EXPECT_EQ(text_of(history, "author_presence"), "not_captured");
    EXPECT_EQ(history.at("posted").at("candidate_years"), (json::array{2024, 2025}));
    EXPECT_EQ(text_of(records(lines, "capture").at(0), "completeness"), "7 declared, 1 captured");
    const auto rejected = records(lines, "comment").at(2);
    EXPECT_EQ(text_of(rejected, "status"), "rejected");
    EXPECT_EQ(rejected.at("case").at("state"), "closed");
    EXPECT_EQ(lines.back().at("record"), "end");
}

TEST_F(Export, EventsAreNumberedWithoutGapsAndTheirTextsVerify) {
    const auto article = live_through(house);
    auto spooled = house.run(article, service::export_format::ndjson);
    ASSERT_TRUE(spooled);
    const auto lines = lines_of(contents(spooled->file()));

    std::map<std::string, std::string> texts; // "comment/revision/field" -> text, as the lines disclose them
    for (const auto& line : records(lines, "revision")) {
        const auto key =
            text_of(line, "comment") + "/" + std::to_string(line.at("revision").as_int64()) + "/";
        texts[key + "body"] = text_of(line, "body");
        if (line.contains("pseudonym")) texts[key + "author"] = text_of(line, "pseudonym");
    }
    std::map<std::string, std::string> by_id;
    for (const auto& line : records(lines, "report")) by_id[text_of(line, "id")] = text_of(line, "text");
    for (const auto& line : records(lines, "decision")) by_id[text_of(line, "id")] = text_of(line, "note");

    std::int64_t seq = 0;
    std::multiset<std::string> verified;
    for (const auto& event : records(lines, "event")) {
        EXPECT_EQ(event.at("seq").as_int64(), ++seq);
        const auto leaf = json::parse(text_of(event, "leaf")).as_object();
        EXPECT_EQ(leaf.at("seq").as_int64(), seq);
        EXPECT_EQ(text_of(leaf, "thread"), article.to_string());
        EXPECT_EQ(text_of(leaf, "kind"), text_of(event, "kind"));
        const auto& codes = leaf.at("d").as_object();
        for (const auto& [field, salt_hex] : event.at("salts").as_object()) {
            const std::string name(field.data(), field.size());
            std::string text;
            if (name == "body" || name == "author")
                text = texts.at(text_of(codes, "comment") + "/" +
                                std::to_string(codes.at("revision").as_int64()) + "/" + name);
            else if (name == "text")
                text = by_id.at(text_of(codes, "report"));
            else if (name == "note")
                text = by_id.at(text_of(codes, "decision"));
            else
                continue; // content: the article's, whose canonical bytes content_hash_test pins
            archive::salt with{};
            const auto hex = json::value_to<std::string>(salt_hex);
            ASSERT_EQ(hex.size(), 2 * with.size());
            for (std::size_t i = 0; i < with.size(); ++i)
                with[i] = static_cast<std::uint8_t>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
            const auto again = archive::commit(name, with, text);
            EXPECT_EQ(json::value_to<std::string>(leaf.at("c").at(field)),
                      archive::to_hex({reinterpret_cast<const char*>(again.data()), again.size()}))
                << text_of(event, "leaf");
            verified.insert(name);
        }
    }
    EXPECT_EQ(seq, records(lines, "article").at(0).at("event_count").as_int64());
    EXPECT_EQ(verified.count("body"), 6U) << "each revision's";
    EXPECT_EQ(verified.count("author"), 5U) << "all but the one that was not captured";
    EXPECT_EQ(verified.count("text"), 1U);
    EXPECT_EQ(verified.count("note"), 2U);
}

TEST_F(Export, NoReadersPersonalDataLeavesTheStore) {
    const auto article = live_through(house);
    for (const auto format : {service::export_format::ndjson, service::export_format::html}) {
        auto spooled = house.run(article, format);
        ASSERT_TRUE(spooled);
        const auto bytes = contents(spooled->file());
        for (const char* secret : {"lecteur-7", "lecteur-8", "lecteur-9", "192.0.2.77", "membre-c1", "Untel",
                                   "untel@", "Diffamation au sens"})
            EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
        for (const auto& row : house.sql("SELECT reader_id FROM personal.reader"))
            EXPECT_EQ(bytes.find(row[0].c_str()), std::string::npos) << "not even the random key";
        // A salt without its text would only help to guess it.
        for (const auto& row :
             house.sql("SELECT salts ->> 'explanation' FROM greffe.event_salt WHERE salts ? 'explanation'"))
            EXPECT_EQ(bytes.find(row[0].c_str()), std::string::npos);
        for (const auto& row :
             house.sql("SELECT salts ->> 'author_id' FROM greffe.event_salt WHERE salts ? 'author_id'"))
            EXPECT_EQ(bytes.find(row[0].c_str()), std::string::npos);
    }
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.event_salt WHERE salts ? 'explanation'"), 1);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.event_salt WHERE salts ? 'author_id'"), 5);
}

TEST_F(Export, ThePageShowsTheThread) {
    const auto article = live_through(house);
    auto spooled = house.run(article, service::export_format::html);
    ASSERT_TRUE(spooled);
    const auto page = contents(spooled->file());
    for (const char* shown :
         {"Le port rouvre après les travaux", "Qui paiera la digue, au juste ?",
          "<mark title=\"insulte\">bande de clowns</mark>", "Vu avec le chef d’édition.",
          "Il insulte tout le monde.", "7 declared, 1 captured", "sans lacune", "</html>"})
        EXPECT_NE(page.find(shown), std::string::npos) << shown;
    EXPECT_EQ(spooled->media_type(), "text/html; charset=utf-8");
    EXPECT_EQ(spooled->file_name(), "greffe-" + article.to_string() + ".html");
}

TEST_F(Export, AnotherSitesArticleIsNotFound) {
    const auto article = live_through(house);
    const auto other = house.add_tenant("autre-site");
    const auto refused = house.run(article, service::export_format::ndjson, other.site);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::not_found);
    EXPECT_TRUE(house.run(article, service::export_format::ndjson, house.site));
    const auto unknown = house.run({house.env.new_id()}, service::export_format::html);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, errc::not_found);
    EXPECT_TRUE(std::filesystem::is_empty(house.folder.path() / "spool"))
        << "what was refused leaves no file";
}

TEST_F(Export, TheSpoolFileIsPrivateAndGoesWithItsValue) {
    const auto article = house.add_article("port", "Le port rouvre");
    std::filesystem::path path;
    {
        auto spooled = house.run(article, service::export_format::ndjson);
        ASSERT_TRUE(spooled);
        path = spooled->file();
        struct stat info{};
        ASSERT_EQ(::stat(path.c_str(), &info), 0);
        EXPECT_EQ(info.st_mode & 0777, 0600U);
        const service::spooled_export moved = std::move(*spooled);
        EXPECT_TRUE(std::filesystem::exists(path));
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(Export, LeftoversAreClearedAtTheStart) {
    const auto spool = house.folder.path() / "spool";
    std::ofstream(spool / "export-of-a-server-that-was-killed") << "half";
    std::ofstream(spool / "notes.txt") << "not ours";
    const service::export_thread again(house.export_store, house.env, spool);
    EXPECT_FALSE(std::filesystem::exists(spool / "export-of-a-server-that-was-killed"));
    EXPECT_TRUE(std::filesystem::exists(spool / "notes.txt"));
}

TEST_F(Export, AnExportIsOneMomentWhileWritesGoOn) {
    const auto article = house.add_article("port", "Le port rouvre");
    house.submit("port", comment_of("c0", "Marthe", "Un."));
    std::atomic<bool> stop = false;
    std::thread writer([&] {
        for (int i = 1; !stop; ++i)
            house.submit("port", comment_of("c" + std::to_string(i), "Marthe", "Encore."));
    });
    std::size_t before = 0;
    for (int i = 0; i < 12; ++i) {
        auto spooled = house.run(article, service::export_format::ndjson);
        ASSERT_TRUE(spooled);
        const auto lines = lines_of(contents(spooled->file()));
        const auto comments = records(lines, "comment").size();
        const auto head = records(lines, "article").at(0);
        EXPECT_EQ(static_cast<std::int64_t>(comments), head.at("comment_count").as_int64());
        EXPECT_EQ(records(lines, "revision").size(), comments);
        EXPECT_EQ(static_cast<std::int64_t>(records(lines, "event").size()),
                  head.at("event_count").as_int64());
        EXPECT_EQ(records(lines, "event").size(), comments + 1) << "each comment's event, and the article's";
        EXPECT_GE(comments, before);
        before = comments;
    }
    stop = true;
    writer.join();
    EXPECT_GT(before, 1U) << "writes went on meanwhile";
}

/// Resident memory in bytes.
std::size_t resident() {
    std::ifstream statm("/proc/self/statm");
    std::size_t total = 0, pages = 0;
    statm >> total >> pages;
    return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// Notes how memory grows and how large the pieces are.
class measuring_writer final : public archive::thread_writer {
  public:
    explicit measuring_writer(archive::byte_sink sink) : ndjson_(std::move(sink)) {}
    void article(const archive::archived_article& item) override { ndjson_.article(item); }
    void article_revision(const archive::archived_article_revision& item) override {
        ndjson_.article_revision(item);
    }
    void capture(const archive::archived_capture& item) override { ndjson_.capture(item); }
    void comment(const archive::archived_comment& item) override {
        ndjson_.comment(item);
        if (++comments % 1000 == 0) measured.push_back(resident());
    }
    void event(const archive::archived_event& item) override { ndjson_.event(item); }
    void end() override { ndjson_.end(); }

    std::size_t comments = 0;
    std::vector<std::size_t> measured;

  private:
    archive::thread_ndjson ndjson_;
};

TEST_F(Export, AThreadOfFiftyThousandCommentsStreams) {
    const auto place = house.add_tenant("grand-fil");
    house.sql("INSERT INTO greffe.comment (site_id, comment_id, article_id, external_id, root_id, "
              "author_presence, posted_at, "
              "received_at, screen, status, revision, public_revision) "
              "SELECT $1::uuid, id, $2::uuid, 'g' || n, id, 'anonymous', timestamptz '2026-01-01 00:00+00' + "
              "n * interval '1 "
              "second', now(), 'live', 'published', 1, 1 FROM (SELECT n, gen_random_uuid() AS id FROM "
              "generate_series(1, "
              "50000) n) AS g",
              {place.site.to_string(), place.article.to_string()});
    house.sql("INSERT INTO greffe.revision (site_id, comment_id, revision, body, received_at) SELECT "
              "site_id, comment_id, 1, "
              "repeat('Un commentaire de plus. ', 40), now() FROM greffe.comment WHERE site_id = $1::uuid",
              {place.site.to_string()});

    std::size_t greatest = 0, total = 0;
    measuring_writer into([&](std::string_view bytes) {
        greatest = std::max(greatest, bytes.size());
        total += bytes.size();
    });
    ASSERT_TRUE(await(
        house.export_store.read_thread(review_house::someone(domain::role::archivist), place.article, into)));
    EXPECT_EQ(into.comments, 50'000U);
    EXPECT_GT(total, 60'000'000U) << "far more than may be held";
    EXPECT_LT(greatest, 4'096U) << "one line at a time";
    ASSERT_EQ(into.measured.size(), 50U);
    const auto grown = *std::ranges::max_element(into.measured) -
                       std::min(into.measured[4], *std::ranges::max_element(into.measured));
    EXPECT_LT(grown, 16U << 20) << "memory is flat after the first five thousand";
}

TEST_F(Export, RepliesFollowTheirRootInALongThread) {
    const auto place = house.add_tenant("ordre");
    std::vector<domain::comment_id> roots;
    for (int i = 0; i < 120; ++i)
        roots.push_back(house.add_comment(place, "r" + std::to_string(i), comment_status::published));
    // Replies come later and in the other order, across the chunks of the cursor.
    for (int i = 119; i >= 0; --i)
        for (int n = 0; n < 2; ++n)
            house.add_comment(place, "a" + std::to_string(i) + "-" + std::to_string(n),
                              comment_status::published, "Réponse.", roots[static_cast<std::size_t>(i)]);
    std::string bytes;
    archive::thread_ndjson into([&](std::string_view piece) { bytes += piece; });
    ASSERT_TRUE(await(
        house.export_store.read_thread(review_house::someone(domain::role::archivist), place.article, into)));
    std::vector<std::string> wanted, got;
    for (int i = 0; i < 120; ++i)
        for (const auto& name :
             {"r" + std::to_string(i), "a" + std::to_string(i) + "-0", "a" + std::to_string(i) + "-1"})
            wanted.push_back(name);
    for (const auto& line : records(lines_of(bytes), "comment")) got.push_back(text_of(line, "external_id"));
    EXPECT_EQ(got, wanted);
}

} // namespace
} // namespace greffe::test
