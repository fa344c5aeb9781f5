// An import of history may be killed at any point, at either end, as often as one likes: run again, it ends
// in what an import that nobody disturbed has stored.
#include "server/store/connection_pool.hpp"
#include "tests/integration/http/program.hpp"
#include "tests/integration/http/raw_connection.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/test_database.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include <csignal>
#include <random>
#include <sstream>

namespace greffe::test {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr int articles = 5;
constexpr int comments = 1'500;

std::string at(int second) {
    std::ostringstream time;
    time << "2021-03-0" << 1 + second % 9 << "T10:" << 10 + second % 50 << ":00Z";
    return time.str();
}

/// Articles of two revisions, comments with replies (some before their parents), edits, reports, decisions.
std::string history() {
    std::mt19937 random(17);
    std::vector<json::object> all;
    for (int revision = 1; revision <= 2; ++revision)
        for (int a = 0; a < articles; ++a)
            all.push_back({{"type", "article"},
                           {"external_id", "a" + std::to_string(a)},
                           {"title", "Titre " + std::to_string(revision)},
                           {"received_at", at(revision)}});
    const std::size_t header = all.size();
    for (int i = 0; i < comments; ++i) {
        const auto id = "c" + std::to_string(i);
        json::object comment{{"type", "comment"},
                             {"article", "a" + std::to_string(i % articles)},
                             {"external_id", id},
                             {"body", "Commentaire " + std::to_string(i)},
                             {"author", {{"external_id", "u" + std::to_string(i % 37)}, {"name", "Lecteur"}}},
                             {"posted_at", at(i)},
                             {"received_at", at(i)}};
        if (i >= articles && i % 3 == 0) comment["parent"] = "c" + std::to_string(i - articles);
        if (i % 11 == 0) comment["status"] = "rejected";
        all.push_back(comment);
        if (i % 5 == 0)
            all.push_back({{"type", "edit"},
                           {"external_id", id},
                           {"body", "Corrigé " + std::to_string(i)},
                           {"edited_at", at(i)},
                           {"received_at", at(i)}});
        if (i % 7 == 0)
            all.push_back({{"type", "report"},
                           {"external_id", id},
                           {"reason", "spam"},
                           {"reporter", "r" + std::to_string(i % 13)},
                           {"revision", 1},
                           {"received_at", at(i)},
                           {"outcome", "upheld"}});
        if (i % 11 == 0)
            all.push_back({{"type", "decision"},
                           {"external_id", id},
                           {"revision", 1},
                           {"action", "reject"},
                           {"reason", "charte"},
                           {"decider", "m" + std::to_string(i % 3)},
                           {"decided_at", at(i)},
                           {"status_before", "published"},
                           {"status_after", "rejected"}});
    }
    for (int swaps = 0; swaps < 200; ++swaps) { // not far: what belongs together is mostly near
        const auto i = header + random() % (all.size() - header - 12);
        std::swap(all[i], all[i + random() % 12]);
    }
    std::string lines;
    for (const auto& line : all) lines += json::serialize(line) + "\n";
    return lines;
}

std::string header_for(const server_program& server) {
    return "POST /v1/sites/h/import?screen=history HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
           "Transfer-Encoding: chunked\r\nAuthorization: Bearer " +
           server.admin_key() + "\r\n\r\n";
}

std::string chunk(std::string_view bytes) {
    std::ostringstream out;
    out << std::hex << bytes.size() << "\r\n" << bytes << "\r\n";
    return out.str();
}

/// An import that is under way for as long as this lives: the beginning of the lines is sent, in small pieces
/// and as fast as the server takes them, the end is not.
class unfinished_import {
  public:
    unfinished_import(const server_program& server, std::string_view beginning) : wire_(server.url()) {
        wire_.send(header_for(server));
        constexpr std::size_t piece = 2'000;
        for (; !beginning.empty(); beginning.remove_prefix(std::min(piece, beginning.size())))
            wire_.send(chunk(beginning.substr(0, piece)));
    }
    void finish() {
        wire_.send("0\r\n\r\n");
        wire_.read_to_end(60s);
    }

  private:
    raw_connection wire_;
};

/// Everything that history says, without ids.
std::string stored(const std::string& url) {
    const auto connection = store::connect(url);
    pqxx::nontransaction look(*connection);
    return look
        .exec(R"(
SELECT string_agg(line, E'\n' ORDER BY line) FROM (
  SELECT concat_ws(' ', 'article', a.external_id, r.revision, r.content, r.received_at) AS line
  FROM greffe.article a JOIN greffe.article_revision r USING (site_id, article_id)
  UNION ALL
  SELECT concat_ws(' ', 'comment', c.external_id, a.external_id, p.external_id, t.external_id, n.natural_key, c.posted_at,
                   c.received_at, c.screen, c.status, c.revision, c.public_revision)
  FROM greffe.comment c JOIN greffe.article a USING (site_id, article_id)
  LEFT JOIN greffe.comment p ON p.comment_id = c.parent_id JOIN greffe.comment t ON t.comment_id = c.root_id
  LEFT JOIN personal.author n ON n.author_id = c.author_id
  UNION ALL
  SELECT concat_ws(' ', 'revision', c.external_id, r.revision, r.body, r.pseudonym, r.edited_at, r.received_at)
  FROM greffe.revision r JOIN greffe.comment c USING (site_id, comment_id)
  UNION ALL
  SELECT concat_ws(' ', 'report', c.external_id, r.report_id IS NULL, r.revision, d.external_id, r.reason, r.received_at, r.outcome)
  FROM greffe.report r JOIN greffe.comment c USING (site_id, comment_id) LEFT JOIN personal.reader d USING (site_id, reader_id)
  UNION ALL
  SELECT concat_ws(' ', 'decision', c.external_id, d.revision, d.action, d.observed_decider, d.decided_at)
  FROM greffe.decision d JOIN greffe.comment c USING (site_id, comment_id)
  UNION ALL
  SELECT concat_ws(' ', 'events', a.external_id, count(*), max(e.seq))
  FROM greffe.event e JOIN greffe.article a USING (site_id, article_id) GROUP BY a.external_id
  UNION ALL
  SELECT concat_ws(' ', 'thread', a.external_id, t.next_seq, t.comment_count, t.published_count)
  FROM greffe.thread t JOIN greffe.article a USING (site_id, article_id)
) AS lines)")[0][0]
        .c_str();
}

TEST(ImportKilled, AtAnyPointAndRunAgainItStoresTheSame) {
    const scratch_folder folder;
    const auto lines = history();
    const auto undisturbed = fresh_database();
    {
        server_program server(folder.path() / "one", undisturbed);
        ASSERT_EQ(server.as_admin().post("/v1/sites", R"({"name":"h"})").status, 201);
        unfinished_import(server, lines).finish();
        server.running().signal(SIGTERM);
        server.running().wait();
    }
    const auto killed = fresh_database();
    std::mt19937 random(23);
    bool made = false;
    for (int round = 0; round < 6; ++round) {
        server_program server(folder.path() / "two", killed);
        if (!std::exchange(made, true)) {
            ASSERT_EQ(server.as_admin().post("/v1/sites", R"({"name":"h"})").status, 201);
        }
        const auto beginning = [&] { return std::string_view(lines).substr(0, random() % lines.size()); };
        unfinished_import{server, beginning()}; // the client is gone in the middle of a line
        const unfinished_import still_open(server, beginning());
        server.running().signal(SIGKILL);
        server.running().wait();
    }
    server_program server(folder.path() / "two", killed);
    unfinished_import(server, lines).finish();
    EXPECT_EQ(stored(killed), stored(undisturbed));
}

} // namespace
} // namespace greffe::test
