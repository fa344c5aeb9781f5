// A thread as one page that a person reads: no script, nothing from the network, French labels, for the
// screen and for paper. It shows what a reader of the archive asks for first: the article, what was captured
// and what was missing, each comment in thread order with its status, what the rules matched (marked in the
// text), what readers reported and what moderators decided (in the margin). The lossless form is
// thread_ndjson.
#pragma once
#include "server/archive/thread_writer.hpp"

#include <optional>
#include <string>

namespace greffe::archive {

class thread_html final : public thread_writer {
  public:
    explicit thread_html(byte_sink sink);
    void article(const archived_article& item) override;
    void article_revision(const archived_article_revision& item) override;
    void capture(const archived_capture& item) override;
    void comment(const archived_comment& item) override;
    void event(const archived_event& item) override;
    void end() override;

  private:
    /// The parts of the page, in their order.
    enum class part { head, revisions, captures, comments, closing };
    void enter(part wanted);

    byte_sink sink_;
    part part_ = part::head;
    std::optional<domain::comment_id> root_; ///< whose item is open
    bool in_replies_ = false;
    std::int64_t written_comments_ = 0;
    std::int64_t event_count_ = 0;
    bool events_have_gaps_ = false;
    domain::timestamp exported_at_;
};

} // namespace greffe::archive
