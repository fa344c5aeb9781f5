// A thread as NDJSON, lossless: one record a line, the first naming the format and its version, the last
// counting the others, so that a file that was cut is told from a whole one. The lines are documented in
// docs/archive-format.md.
#pragma once
#include "server/archive/thread_writer.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace greffe::archive {

inline constexpr std::string_view thread_format = "greffe-thread";
inline constexpr int thread_format_version = 1;

/// The committed fields whose text an export carries: their salts go with it. A salt of anything else would
/// let a reader guess what was committed to.
bool is_disclosed(std::string_view field);

class thread_ndjson final : public thread_writer {
  public:
    explicit thread_ndjson(byte_sink sink);
    void article(const archived_article& item) override;
    void article_revision(const archived_article_revision& item) override;
    void capture(const archived_capture& item) override;
    void comment(const archived_comment& item) override;
    void event(const archived_event& item) override;
    void end() override;

  private:
    void line(std::string_view record, boost::json::object&& fields);

    byte_sink sink_;
    std::map<std::string, std::int64_t, std::less<>> counts_;
};

} // namespace greffe::archive
