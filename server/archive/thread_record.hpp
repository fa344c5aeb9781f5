// What an archive holds of one thread, item by item, as the store kept it. No address, no reader, no identity
// of an author beyond the pseudonym: those never leave the store. Values only.
#pragma once
#include "server/domain/article.hpp"
#include "server/domain/case_state.hpp"
#include "server/domain/comment.hpp"
#include "server/domain/report.hpp"
#include "server/domain/uuid.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace greffe::archive {

struct archived_article {
    domain::site_id site;
    std::string site_name;
    domain::article_id id;
    std::string external_id;
    domain::article_state state = domain::article_state::open;
    int revision = 1;
    domain::article_content content; ///< of `revision`
    domain::timestamp created_at;
    domain::timestamp updated_at;
    domain::timestamp exported_at; ///< the moment of the snapshot
    std::int64_t comment_count = 0;
    std::int64_t published_count = 0;
    std::int64_t event_count = 0;                  ///< events are numbered 1 to this, without gaps
    std::optional<domain::article_id> merged_into; ///< its comments are there
    std::vector<std::string> aliases;              ///< external ids of those that were merged into it
};

struct archived_article_revision {
    int revision = 1;
    std::string content_hash; ///< hexadecimal
    domain::article_content content;
    domain::timestamp received_at;
};

struct archived_capture {
    domain::capture_id id;
    std::string sha512;    ///< hexadecimal, of the raw bytes
    std::int64_t size = 0; ///< of the raw bytes, which stay in the store
    domain::timestamp received_at;
    domain::capture observation; ///< `raw` empty
};

struct archived_revision {
    int revision = 1;
    std::string body;
    std::optional<std::string> pseudonym;
    std::optional<domain::timestamp> edited_at;
    std::optional<std::int64_t> source_version;
    domain::timestamp received_at;
};

struct archived_flag {
    struct span {
        std::string field;     ///< "body" | "name" | "title"
        std::size_t begin = 0; ///< [begin, end) in bytes of that field
        std::size_t end = 0;
    };
    int revision = 1;
    std::string rule;
    std::int64_t ruleset_version = 0;
    std::string mode;   ///< "live" | "shadow"
    std::string action; ///< "publish" | "flag" | "hold" | "reject"
    int score = 0;
    std::optional<std::string> policy;
    std::vector<span> spans;
};

struct archived_report_flag {
    std::string rule;
    std::int64_t ruleset_version = 0;
    std::string mode; ///< "live" | "shadow"
    int priority = 0;
    bool escalate = false;
    bool hide = false;
    bool discount = false;
    bool throttled = false;
    std::vector<archived_flag::span> spans;
};

struct archived_report {
    domain::report_id id;
    int revision = 1;
    domain::report_kind kind = domain::report_kind::charter;
    std::string reason;
    std::string text;
    domain::timestamp received_at;
    domain::report_outcome outcome = domain::report_outcome::pending;
    std::optional<int> weight;                 ///< in hundredths
    std::vector<archived_report_flag> rules{}; ///< by mode, rule
};

struct archived_decision {
    domain::decision_id id;
    int revision = 1;
    std::string action; ///< "approve" | "reject" | "dismiss"
    std::string reason;
    std::string note;
    std::optional<std::string> policy;
    boost::json::value sanctions;
    std::optional<domain::uuid> batch;
    std::string decider; ///< a key's id; in history, whoever decided as it was observed
    domain::timestamp decided_at;
    std::string status_before;
    std::string status_after;
    std::string case_before; ///< empty: not told, in history
    std::int64_t seq = 0;    ///< of its event
};

struct archived_case {
    domain::case_state state = domain::case_state::open;
    std::int64_t version = 1;
    std::string cause;
    int priority = 0;
    int report_count = 0;
    domain::timestamp opened_at;
};

struct archived_comment {
    domain::comment_id id;
    std::string external_id;
    std::optional<domain::comment_id> parent;
    std::optional<std::string> parent_external_id;
    std::optional<std::string> parent_name; ///< the pseudonym of the comment that is answered
    domain::comment_id root;
    domain::author_presence author_presence = domain::author_presence::anonymous;
    std::optional<domain::author_id> author;
    domain::posted_time posted;
    domain::timestamp received_at;
    domain::screening screen = domain::screening::live;
    domain::comment_status status = domain::comment_status::published;
    int revision = 1;
    std::optional<int> public_revision;
    std::optional<int> immune_revision;
    std::optional<archived_case> review;
    std::vector<archived_revision> revisions; ///< oldest first; empty once erased
    std::vector<archived_flag> flags;         ///< by revision, rule, mode
    std::vector<archived_report> reports;     ///< oldest first
    std::vector<archived_decision> decisions; ///< oldest first
};

struct archived_event {
    std::int64_t seq = 0;
    std::optional<domain::comment_id> comment;
    std::string kind;
    std::string leaf;                         ///< the sealed bytes
    std::map<std::string, std::string> salts; ///< field -> hexadecimal
};

} // namespace greffe::archive
