// From the bytes of a view back to the bytes of the original text it was made from. Kept as runs: inside an
// identity run view and original advance byte by byte; all bytes of a chunk run come from the same stretch of
// the original (a character that folds to several, a letter with its accents, a run of white space). Not
// thread-safe.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace greffe::rules::text {

/// Bytes [begin, end).
struct byte_range {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool operator==(const byte_range&) const = default;
};

class offset_map {
  public:
    void clear() { runs_.clear(); }
    /// From view byte `view` on, byte by byte from original byte `original`. Runs are added in ascending
    /// order.
    void add_identity(std::size_t view, std::size_t original);
    /// From view byte `view` on, every byte comes from the whole of `original`.
    void add_chunk(std::size_t view, byte_range original);
    /// The last run, which must be a chunk, reaches up to original byte `end`.
    void extend_chunk(std::size_t end);

    /// From view byte `view` on, what `from` says of its stretch `part`, which is not empty.
    void append(std::size_t view, const offset_map& from, byte_range part);

    /// The stretch of the original that made the view's bytes. Precondition: not empty, inside the view,
    /// which is covered by runs.
    byte_range locate(byte_range in_view) const;

  private:
    struct run {
        std::uint32_t view;
        std::uint32_t original;
        std::uint32_t length; ///< of the original; 0: identity
    };
    const run& run_of(std::size_t view) const;
    std::vector<run> runs_;
};

} // namespace greffe::rules::text
