// The JSON forms of the values that come in from outside: bodies of requests, lines of imports, what an
// importer sends. Reading is strict: an unknown key, a wrong type, invalid text or a time without an offset
// is an error that names the field ("author/name"); an optional key may be null. Writing leaves out what is
// absent or empty, and reading that again gives an equal value. The forms are documented in
// docs/archive-format.md, section "records". Pure.
#pragma once
#include "server/domain/article.hpp"
#include "server/domain/comment.hpp"
#include "server/domain/error.hpp"
#include "server/domain/report.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace greffe::domain {

boost::json::object to_json(const article_content& content);
boost::json::object to_json(const capture& observed);          ///< `raw` in base64
boost::json::object observation_json(const capture& observed); ///< the same without `raw`
boost::json::object
to_json(const new_comment& comment); ///< without `screen`: how it is screened is said by the call
boost::json::object to_json(const comment_edit& edit);
boost::json::object to_json(const new_report& report);
boost::json::object to_json(const posted_time& posted);
boost::json::object to_json(const author_claim& author);

/// `posted_at` is either an RFC 3339 string or the object of posted_time. An author given without external_id
/// is named;
/// `{"presence":"not_captured"}` and no author at all (anonymous) are told apart.
/// Keys named in `also_allowed` (such as an import line's "type" and "article") are passed over.
result<article_content> read_article(const boost::json::object& from,
                                     std::initializer_list<std::string_view> also_allowed = {});
result<capture> read_capture(const boost::json::object& from,
                             std::initializer_list<std::string_view> also_allowed = {});
/// What is observed of a capture, without `raw`: as a store keeps it beside the bytes.
result<capture> read_observation(const boost::json::object& from);
result<new_comment> read_comment(const boost::json::object& from,
                                 std::initializer_list<std::string_view> also_allowed = {});
result<comment_edit> read_edit(const boost::json::object& from,
                               std::initializer_list<std::string_view> also_allowed = {});
result<new_report> read_report(const boost::json::object& from,
                               std::initializer_list<std::string_view> also_allowed = {});
/// The object or the string that stands under `posted_at`; what a store kept comes back through it.
result<posted_time> read_posted_time(const boost::json::value& from);

/// The limits that need no database: lengths, blank bodies, plausible times at `now`. Errors: invalid_field.
result<void> check(const new_comment& comment, const comment_limits& limits, timestamp now);
result<void> check(const comment_edit& edit, const comment_limits& limits, timestamp now);

} // namespace greffe::domain
