// Which lines of one import may be in flight together. Comments of one article may: the writer keeps their
// order. Whoever changes an article waits for all lines of that article before it, and they for it; whoever
// changes a comment waits for the line that made it. Values; not thread-safe.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::http {

/// What a line touches: names of articles and comments, shared or alone.
struct line_claims {
    std::vector<std::string> shared{};
    std::vector<std::string> alone{};
};

/// Reads what is needed and no more; a line that cannot be read touches nothing (it will fail alone).
line_claims claims_of(std::string_view line);

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
