// What a captured article page yields: the article, the capture with the bytes of every field, and the
// comments it shows, ready to be imported as history. Values, and their two outputs: NDJSON lines and a
// summary for a person.
#pragma once
#include "server/domain/article.hpp"
#include "server/domain/comment.hpp"

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace greffe::importers {

struct page_options {
    std::optional<std::string> article_url; ///< http or https; absent: the page's own, or a derived identity
    std::optional<domain::timestamp> captured_at; ///< absent: unknown, never "now"
    bool captured_to_the_day = false;             ///< captured_at is the end of the day that is known
    std::string time_zone = "Europe/Paris";       ///< of every time on the page
};

/// capture.notes say what was inferred or left, by these codes:
///   identity_derived      article, comment/N: no address or id on the page; detail: the derived one
///   year_inferred         comment/N/posted_at: detail: the years that fit, the chosen one first
///   heading_inferred      body/N: plain text has no mark-up
///   lead_inferred         lead: told by its place before the captions
///   image_not_captured    caption/N
///   author_not_captured   comment/N
///   boundary_ambiguous    comment/N/body or comment/N: could have been the head of a comment, or could be
///   none comment_without_text  a head without a text behind it; not a comment time_unknown
///   comment/N/posted_at: relative, and the capture's time is not known before_publication, skipped_hour,
///   repeated_hour   see french_date.hpp data_differs          title, published_at: JSON-LD says something
///   else than the page data_unreadable       JSON-LD that is no JSON navigation, dialog    furniture of the
///   page, passed over not_taken             text that belongs to no field that is read
struct captured_page {
    domain::article_content article;
    std::string article_external_id;
    domain::capture capture;
    std::vector<domain::new_comment> comments; ///< in the page's order; screen history
};

/// One article, one capture, then the comments, as lines of POST …/import?screen=history, without line ends.
std::vector<std::string> to_import_lines(const captured_page& page);

/// What was taken, what was inferred, and "7 declared, 1 captured".
void describe(const captured_page& page, std::ostream& out);

} // namespace greffe::importers
