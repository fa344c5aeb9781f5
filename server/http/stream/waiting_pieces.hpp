// Pieces of an import that wait for what other lines bring: a reply for its parent, a comment for its
// article. They lie in a file without a name; an index of those that are looked for soonest is in memory, and
// bounded: those beyond it are found by going through the file again, in rounds. A round goes from the last
// to the first, and what is parked in it lies in the next file the other way round, so that neither order of
// children before parents is bad for all of them. Throws std::system_error. Not thread-safe.
#pragma once
#include "server/http/stream/unnamed_file.hpp"
#include "server/service/import_piece.hpp"

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace greffe::http {

class waiting_pieces {
  public:
    waiting_pieces(std::filesystem::path folder, std::size_t index_bytes);

    struct place {
        std::int64_t line = 0;
        std::uint64_t at = 0;
    };
    /// `refusal`: the result lines, should nothing come.
    void park(const service::import_piece& piece, const std::string& needs, std::string_view refusal);
    /// Those that wait for it, as far as the index knows, by line; they wait no more.
    std::vector<place> release(const std::string& brought);
    service::import_piece read(place of) const;
    std::int64_t count() const { return count_; }

    /// Takes up all that waits, for next_of_round.
    void begin_round();
    std::optional<service::import_piece> next_of_round();
    /// The refusals of those that wait still, one by one; they wait no more.
    std::optional<std::string> next_refusal();

  private:
    std::filesystem::path folder_;
    std::size_t index_bytes_;
    std::size_t indexed_bytes_ = 0;
    std::unordered_map<std::string, std::vector<place>> index_;
    std::unique_ptr<unnamed_file> file_;
    std::uint64_t end_ = 0;
    std::int64_t count_ = 0;
    std::uint64_t refused_to_ = 0; ///< next_refusal goes on here
    std::unique_ptr<unnamed_file> round_;
    std::uint64_t round_end_ = 0;
};

} // namespace greffe::http
