// Writes one thread in one format, fed item by item, so that memory stays flat however long the thread is.
// The calls come in this order: article once, article_revision oldest first, capture, comment in thread order
// (roots by (posted_at, id), each followed by its replies likewise), event by seq, end once. What is written
// goes to a byte_sink at once, at most one item's bytes a call. Not thread-safe.
#pragma once
#include "server/archive/thread_record.hpp"

#include <functional>
#include <string_view>

namespace greffe::archive {

using byte_sink = std::function<void(std::string_view)>;

class thread_writer {
  public:
    virtual ~thread_writer() = default;
    virtual void article(const archived_article& item) = 0;
    virtual void article_revision(const archived_article_revision& item) = 0;
    virtual void capture(const archived_capture& item) = 0;
    virtual void comment(const archived_comment& item) = 0;
    virtual void event(const archived_event& item) = 0;
    virtual void end() = 0;
};

} // namespace greffe::archive
