// Counts the records of an NDJSON export as it streams by, and holds them against the counts in its last
// record: an export that was cut off on the way is noticed. The format: docs/archive-format.md. Not
// thread-safe.
#pragma once
#include "admin-cli/line_splitter.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace greffe::cli {

class record_count {
  public:
    /// Throws failure (refused) on what is no record.
    void feed(std::string_view piece);
    /// Throws failure (refused) unless the last record was there and says the same.
    void check() const;

    boost::json::object as_json() const;
    /// "1 article, 12 comments, 3 flags": what the export says of itself.
    std::string as_text() const;

  private:
    void take(std::string_view line);

    line_splitter lines_;
    std::map<std::string, std::int64_t> counts_;
    boost::json::object declared_;
    bool ended_ = false;
};

} // namespace greffe::cli
