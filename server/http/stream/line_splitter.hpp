// Cuts a stream of bytes into numbered lines. Memory is bounded by the longest line that is taken; a longer
// one is thrown away as it comes and told as such. Blank lines count but are not given. Not thread-safe.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace greffe::http {

class line_splitter {
  public:
    struct line {
        std::int64_t number = 0; ///< from 1
        std::string text;        ///< without its line end; empty when it was too long
        bool too_long = false;
    };

    explicit line_splitter(std::size_t longest) : longest_(longest) {}

    /// Precondition: next() gave nullopt since the last feed.
    void feed(std::string_view piece) { piece_ = piece; }
    /// The next whole line of what was fed.
    std::optional<line> next();
    /// After the last piece: the line that had no end, if any.
    std::optional<line> finish();

  private:
    void keep(std::string_view part);
    std::optional<line> take();

    std::size_t longest_;
    std::string_view piece_;
    std::string partial_;
    bool too_long_ = false;
    std::int64_t number_ = 1;
};

} // namespace greffe::http
