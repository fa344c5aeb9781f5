// Tells an article's revisions apart: SHA-256 of the canonical JSON (canonical_json.hpp) of its record. What
// is absent or empty is not written, so that a record which grows a key later keeps the hashes it has. Pure.
#pragma once
#include "server/archive/event.hpp"
#include "server/domain/article.hpp"

namespace greffe::archive {

/// The bytes that are hashed; the field "content" of an event commits to the same ones.
std::string canonical_content(const domain::article_content& content);
digest content_hash(const domain::article_content& content);

} // namespace greffe::archive
