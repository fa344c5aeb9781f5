// A thread with one of everything, written for the tests: replies, every status, flags, reports, decisions,
// versions, a capture that shows less than it declares, and texts that try to be more than text.
#pragma once
#include "server/archive/thread_writer.hpp"

#include <vector>

namespace greffe::archive::test {

struct sample_thread {
    archived_article article;
    std::vector<archived_article_revision> revisions;
    std::vector<archived_capture> captures;
    std::vector<archived_comment> comments;
    std::vector<archived_event> events;
};

domain::article_content sample_content();
sample_thread make_sample_thread();
void write(const sample_thread& thread, thread_writer& into);

/// A plain published comment that the tests dress up.
archived_comment make_comment(int number, std::string body);

} // namespace greffe::archive::test
