// Lines out of pieces: a body that arrives in any portions is handed on line by line, without the line
// breaks. Keeps at most one unfinished line. Not thread-safe.
#pragma once
#include <string>
#include <string_view>

namespace greffe::cli {

class line_splitter {
  public:
    /// Calls take(line) for each line that `piece` completes.
    template <class Take>
    void feed(std::string_view piece, Take&& take) {
        for (auto end = piece.find('\n'); end != std::string_view::npos; end = piece.find('\n')) {
            rest_.append(piece.substr(0, end));
            take(std::string_view(rest_));
            rest_.clear();
            piece.remove_prefix(end + 1);
        }
        rest_.append(piece);
    }
    /// What came after the last line break: not empty when the body broke off within a line.
    const std::string& rest() const { return rest_; }

  private:
    std::string rest_;
};

} // namespace greffe::cli
