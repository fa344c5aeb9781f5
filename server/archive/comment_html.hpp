// One comment of an archived thread as a piece of a page: its text with what the rules matched, and the notes
// in its margin. Pure.
#pragma once
#include "server/archive/thread_record.hpp"

#include <cstdint>
#include <string>

namespace greffe::archive {

/// `number`: the comment's place in the page, from 1.
std::string comment_html(const archived_comment& comment, std::int64_t number);

/// <time datetime="…">9 avril 2024 à 10:52 UTC</time>
std::string time_html(domain::timestamp time);

} // namespace greffe::archive
