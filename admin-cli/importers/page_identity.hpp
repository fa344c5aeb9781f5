// Identities for what a page shows without one: made of what does not change from one capture to the next, so
// that importing again finds the same article and the same comments. Pure.
#pragma once
#include "server/domain/article.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace greffe::importers {

/// "derived:" + SHA-256 in hex over source, published (to the minute) and title, white space collapsed. The
/// same for a page's text and its HTML.
std::string derived_article_id(const domain::article_content& article);

/// Gives "captured:" + SHA-256 in hex over the article, the raw time, the body and the occurrence (from 1,
/// among comments of this page with the same time and body). White space is collapsed first. A relative time
/// ("il y a 5 min") tells of the capture rather than of the comment and is left out, so that the next capture
/// finds the comment again.
class comment_identities {
  public:
    explicit comment_identities(std::string article_external_id) : article_(std::move(article_external_id)) {}
    std::string next(std::string_view raw_time, bool relative, std::string_view body);

  private:
    std::string article_;
    std::map<std::pair<std::string, std::string>, int> seen_;
};

} // namespace greffe::importers
