// Which of two events of a comment is newer, as its site numbers or dates them. Pure.
#pragma once
#include "server/service/ports/ingest_store.hpp"

#include <optional>

namespace greffe::service {

enum class age { older, same, newer, unordered };

template <class Value>
age compare(const std::optional<Value>& incoming, const std::optional<Value>& stored) {
    if (!incoming || !stored) return age::unordered;
    return *incoming < *stored ? age::older : *stored < *incoming ? age::newer : age::same;
}

/// Of a text that differs from the newest stored one; never unordered. judge_batch.hpp tells the rule.
age age_of_text(const std::optional<std::int64_t>& source_version,
                const std::optional<domain::timestamp>& edited_at, const ports::comment_facts& stored);

} // namespace greffe::service
