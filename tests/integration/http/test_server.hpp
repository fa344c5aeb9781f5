// A whole server inside the test program, on a fresh database and a free port, with what most tests need on
// it: an admin key, keys by role, a site, an article.
#pragma once
#include "server/app/settings.hpp"
#include "server/app/wiring.hpp"
#include "server/domain/role.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/scratch_folder.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace greffe::test {

class test_server {
  public:
    /// `adjust` may change settings before the start.
    explicit test_server(const std::function<void(app::settings&)>& adjust = {});

    const std::string& url() const { return url_; }
    const std::string& admin_key() const { return admin_key_; }
    http_client as_admin() const { return http_client(url_, admin_key_); }
    http_client without_key() const { return http_client(url_); }
    /// A new key. `site` empty: bound to none.
    std::string key(domain::role role, const std::string& site) const;
    void create_site(const std::string& name) const;
    /// With this external id; answers the article's id.
    std::string create_article(const std::string& site, const std::string& external_id) const;
    /// Answers the comment's id.
    std::string submit(const std::string& site, const std::string& article, const std::string& external_id,
                       const std::string& body = "Un commentaire.") const;
    /// Of an article, as its publisher sees it.
    std::int64_t comment_count(const std::string& site, const std::string& article) const;
    app::wiring& running() { return *running_; }
    const scratch_folder& folder() const { return folder_; }

  private:
    scratch_folder folder_;
    std::unique_ptr<app::wiring> running_;
    std::string url_;
    std::string admin_key_;
};

std::string article_json(const std::string& title = "Les marchés attendent la Fed");
std::string comment_json(const std::string& external_id, const std::string& body = "Un commentaire.");

/// The whole of a small file, its last line end cut off.
std::string first_line_of(const std::filesystem::path& file);

} // namespace greffe::test
