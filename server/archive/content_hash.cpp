#include "server/archive/content_hash.hpp"

#include "server/archive/canonical_json.hpp"
#include "server/domain/records.hpp"

namespace greffe::archive {

std::string canonical_content(const domain::article_content& content) {
    return canonical_json(domain::to_json(content));
}

digest content_hash(const domain::article_content& content) {
    return sha256(canonical_content(content));
}

} // namespace greffe::archive
