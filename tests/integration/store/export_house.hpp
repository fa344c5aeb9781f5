// What the tests of exports share: the whole house behind one site with rules, a thread that went the whole
// way through it, and what its NDJSON says.
#pragma once
#include "server/service/export_thread.hpp"
#include "server/service/ingest_comments.hpp"
#include "server/service/judge_batch.hpp"
#include "server/service/register_articles.hpp"
#include "server/store/article_store_pg.hpp"
#include "server/store/export_store_pg.hpp"
#include "server/store/ingest_store_pg.hpp"
#include "tests/integration/store/review_house.hpp"
#include "tests/support/scratch_folder.hpp"

#include <boost/json/object.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::test {

class export_house : public review_house {
  public:
    /// The site `journal`, whose rules hold "bande de clowns" and flag links in shadow mode.
    export_house();

    domain::article_id add_article(const std::string& external_id, const std::string& title);
    /// Throws std::runtime_error when it is refused.
    service::submit_answer submit(const std::string& article, domain::new_comment comment);
    domain::result<service::spooled_export> run(domain::article_id article, service::export_format format,
                                                std::optional<domain::site_id> only = std::nullopt) {
        return await(exports.run(someone(domain::role::archivist, only), article, format));
    }

    domain::site_id site{env.new_id()};
    scratch_folder folder;
    service::ruleset_registry rulesets;
    service::settings_registry settings;
    store::article_store_pg article_store{pool};
    service::register_articles articles{article_store, env};
    store::ingest_store_pg ingest_store{
        url, [this](auto items, const auto& known) { return service::judge_batch(items, known, env); }};
    service::ingest_comments ingest{ingest_store, rulesets, settings, env};
    store::export_store_pg export_store{pool};
    service::export_thread exports{export_store, env, folder.path() / "spool"};
};

/// Of an identified author, with an address.
domain::new_comment comment_of(const std::string& external_id, const std::string& name,
                               const std::string& body);

/// A thread that went the whole way. Its comments in thread order: c1 (published, edited), its reply r1
/// (held, reported, rejected), c2 (reported, dismissed), h1 (history), d1 (deleted).
domain::article_id live_through(export_house& house);

std::string contents(const std::filesystem::path& path);
std::vector<boost::json::object> lines_of(const std::string& text);
std::string text_of(const boost::json::object& object, std::string_view key);
/// Those of the lines that are of this kind.
std::vector<boost::json::object> records(const std::vector<boost::json::object>& lines,
                                         std::string_view kind);

} // namespace greffe::test
