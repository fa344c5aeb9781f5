// What an import applies as one: a line of it, or of an export of a thread the lines that belong to one
// comment. A value.
#pragma once
#include "server/domain/comment.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace greffe::service {

struct import_piece {
    struct line {
        std::int64_t number = 0;
        boost::json::object says;
    };
    std::vector<line> lines;     ///< at least one
    std::string article{};       ///< of the records of an export: the external id of their article
    std::string article_state{}; ///< its state there

    bool is_record() const { return lines.front().says.contains("record"); }
};

/// What came of a piece.
struct piece_results {
    std::vector<boost::json::object> lines; ///< one a line of the piece
    /// What has to come first: "article a1", "comment c1"; empty: nothing. The results are refusals then.
    std::string waits_for{};
    /// What is there now, for whoever waits for it; empty: nothing that anything can wait for.
    std::string brings{};
};

} // namespace greffe::service
