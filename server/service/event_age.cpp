#include "server/service/event_age.hpp"

namespace greffe::service {

age age_of_text(const std::optional<std::int64_t>& source_version,
                const std::optional<domain::timestamp>& edited_at, const ports::comment_facts& stored) {
    const auto by_version = compare(source_version, stored.newest_version);
    if (by_version == age::older || by_version == age::newer) return by_version;
    const auto by_time = compare(edited_at, stored.newest_edit);
    if (by_time != age::unordered) return by_time;
    if (edited_at) return age::newer; // what is stored was never edited
    return by_version == age::same ? age::same : age::newer;
}

} // namespace greffe::service
