// A database with sites, an article each and comments put there by plain SQL, and the review's use cases over
// it: what the tests of the review share. Looks into tables as their owner.
#pragma once
#include "server/service/review_comments.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/review_store_pg.hpp"
#include "tests/support/await.hpp"
#include "tests/support/real_environment.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::test {

struct tenant {
    domain::site_id site;
    domain::article_id article;
    std::string name;
};

class review_house {
  public:
    explicit review_house(std::size_t connections = 4, std::chrono::seconds lease = std::chrono::minutes{5});

    tenant add_tenant(const std::string& name);
    /// A comment with this status, posted a minute after the one before; held ones get an open case, as
    /// ingest gives them.
    domain::comment_id add_comment(const tenant& where, const std::string& external_id,
                                   domain::comment_status status,
                                   const std::string& body = "Les marges reculent encore.",
                                   std::optional<domain::comment_id> parent = std::nullopt);
    /// As an edit of a published comment leaves it: a new revision that everybody sees, the case's version
    /// bumped.
    void add_revision(const tenant& where, domain::comment_id comment, const std::string& body);

    static domain::principal someone(domain::role role, std::optional<domain::site_id> site = std::nullopt);

    /// Runs SQL as the owner, the values as text.
    pqxx::result sql(std::string_view statement, const std::vector<std::optional<std::string>>& values = {});
    /// The first column of the first row, "" for NULL.
    std::string value(std::string_view statement, const std::vector<std::optional<std::string>>& values = {});
    std::int64_t count(std::string_view statement,
                       const std::vector<std::optional<std::string>>& values = {});
    void expire_leases() {
        sql("UPDATE greffe.review_case SET lease_until = now() - interval '1 second' WHERE lease_holder IS "
            "NOT NULL");
    }

    std::string url;
    store::connection_pool pool;
    service::environment env = real_environment();
    store::review_store_pg store{pool};
    service::ruleset_registry rulesets;
    service::settings_registry settings;
    service::review_comments review;

  private:
    std::unique_ptr<pqxx::connection> owner_;
    int minutes_ = 0;
};

/// A report of an anonymous reader, or of a named one.
domain::new_report report_of(const std::string& reason, std::optional<std::string> reader = std::nullopt);
domain::new_report notice_of(const std::string& explanation,
                             std::optional<std::string> reader = std::nullopt);
service::decide_request decision_of(domain::decision_action action, std::int64_t version);
service::idempotency once(const std::string& key, const std::string& request);

} // namespace greffe::test
