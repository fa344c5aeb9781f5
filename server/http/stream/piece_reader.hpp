// Makes of an import's lines what is applied as one: a line, or a comment's record of an export with the
// records that follow it. Reads each line once, as strict JSON. A piece is bounded like a line. Not
// thread-safe.
#pragma once
#include "server/domain/error.hpp"
#include "server/http/stream/line_splitter.hpp"
#include "server/service/import_piece.hpp"

#include <deque>
#include <optional>

namespace greffe::http {

class piece_reader {
  public:
    struct made {
        service::import_piece piece;
        std::size_t bytes = 0;
        std::optional<domain::error> wrong{}; ///< then what the lines say is not to be used
    };

    explicit piece_reader(std::size_t longest) : longest_(longest) {}

    void take(line_splitter::line line);
    /// There are no more lines.
    void finish();
    /// The next piece that is whole.
    std::optional<made> next();

  private:
    void add_part(made part);

    std::size_t longest_;
    std::optional<made> open_; ///< a comment's record, which further records may follow
    std::deque<made> whole_;
    std::string article_; ///< of the export that is read
    std::string article_state_;
};

} // namespace greffe::http
