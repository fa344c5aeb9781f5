// A comment as its publisher sends it: who wrote it, when, what. The natural key is (site, external_id);
// bodies are immutable revisions, numbered from 1. Values only.
#pragma once
#include "server/domain/comment_status.hpp"
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::domain {

/// How much is known of an author. The last three are different things and never pooled as one author.
enum class author_presence { identified, named, anonymous, not_captured, erased };
std::string_view to_string(author_presence presence);
std::optional<author_presence> parse_author_presence(std::string_view text);

struct author_claim {
    author_presence presence = author_presence::anonymous;
    std::optional<std::string> external_id; ///< identified only
    std::optional<std::string> name;        ///< the pseudonym shown with the comment
    bool operator==(const author_claim&) const = default;
};

enum class time_precision { exact, minute, day, unknown };
std::string_view to_string(time_precision precision);
std::optional<time_precision> parse_time_precision(std::string_view text);

/// When a comment was posted, and how that is known.
struct posted_time {
    timestamp utc;
    time_precision precision = time_precision::exact;
    std::string raw; ///< the text it was read from; empty when it came as RFC 3339
    bool year_inferred = false;
    std::vector<int> candidate_years; ///< every year that fits, the chosen one first
    bool operator==(const posted_time&) const = default;
};

/// live judges, opens cases, tells changes; history takes everything as observed.
enum class screening { live, history };
std::string_view to_string(screening screen);
std::optional<screening> parse_screening(std::string_view text);

struct new_comment {
    std::string external_id;
    std::optional<std::string> parent_external_id;
    author_claim author;
    std::optional<posted_time> posted;  ///< absent: posted when received
    std::string body;                   ///< plain text, UTF-8, no NUL
    std::optional<std::string> address; ///< the reader's network address; personal data
    std::optional<std::int64_t> source_version;
    screening screen = screening::live;
    std::optional<comment_status> observed_status; ///< history only; published when absent
    std::optional<timestamp> received_at;          ///< history only; now when absent
    bool operator==(const new_comment&) const = default;
};

struct comment_edit {
    std::string body;
    std::optional<std::string> name;
    std::optional<timestamp> edited_at;
    std::optional<std::int64_t> source_version;
    std::optional<timestamp> received_at{}; ///< history only; now when absent
    bool operator==(const comment_edit&) const = default;
};

/// Limits on what one comment may carry; over them is errc::invalid_field.
struct comment_limits {
    std::size_t body_characters = 10'000;
    std::size_t name_characters = 200;
    std::size_t external_id_bytes = 512;
    std::size_t address_bytes = 64;
};

} // namespace greffe::domain
