// Which pieces of one import may be in flight together. Comments of one article may: the writer keeps their
// order. Whoever changes an article waits for all pieces of that article before it, and they for it; whoever
// changes a comment waits for the piece that made it. Values; not thread-safe.
#pragma once
#include "server/service/import_piece.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::http {

/// What a piece touches: names of articles and comments, shared or alone.
struct line_claims {
    std::vector<std::string> shared{};
    std::vector<std::string> alone{};
};

/// A piece that cannot be read touches nothing (it will fail alone).
line_claims claims_of(const service::import_piece& piece);

class line_order {
  public:
    bool admits(const line_claims& wanted) const;
    /// Precondition: admits(wanted).
    void enter(const line_claims& wanted);
    void leave(const line_claims& held);

  private:
    struct holders {
        int shared = 0;
        int alone = 0;
    };
    std::map<std::string, holders, std::less<>> held_;
};

} // namespace greffe::http
