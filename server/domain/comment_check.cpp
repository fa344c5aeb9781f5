#include "server/domain/records.hpp"
#include "server/domain/text.hpp"

namespace greffe::domain {

namespace {

result<void> check_body(const std::string& body, const comment_limits& limits) {
    if (is_blank(body)) return fail(errc::invalid_field, "body", "body is empty");
    if (count_characters(body) > limits.body_characters)
        return fail(errc::invalid_field, "body",
                    "body is longer than " + std::to_string(limits.body_characters) + " characters");
    return {};
}

result<void> check_name(const std::optional<std::string>& name, std::string_view field,
                        const comment_limits& limits) {
    if (!name) return {};
    if (is_blank(*name))
        return fail(errc::invalid_field, std::string(field), std::string(field) + " is empty");
    if (count_characters(*name) > limits.name_characters)
        return fail(errc::invalid_field, std::string(field),
                    std::string(field) + " is longer than " + std::to_string(limits.name_characters) +
                        " characters");
    return {};
}

result<void> check_bytes(const std::optional<std::string>& value, std::string_view field, std::size_t most) {
    if (!value) return {};
    if (is_blank(*value))
        return fail(errc::invalid_field, std::string(field), std::string(field) + " is empty");
    if (value->size() > most)
        return fail(errc::invalid_field, std::string(field),
                    std::string(field) + " is longer than " + std::to_string(most) + " bytes");
    return {};
}

result<void> check_time(const std::optional<timestamp>& time, std::string_view field, timestamp now) {
    if (!time || is_plausible_past(*time, now)) return {};
    return fail(errc::invalid_field, std::string(field),
                std::string(field) + " is " + to_rfc3339(*time) + ": before 1970, or more than a day ahead");
}

result<void> check_observed(const new_comment& comment) {
    if (comment.screen != screening::history && comment.received_at)
        return fail(errc::invalid_field, "received_at",
                    "received_at is observed in history only: what is live is received now");
    if (!comment.observed_status) return {};
    if (comment.screen != screening::history)
        return fail(errc::invalid_field, "status",
                    "status is observed in history only: live comments are judged here");
    if (change_status(std::nullopt, *comment.observed_status, status_cause::observed)) return {};
    return fail(errc::invalid_field, "status", "status must be published, held, rejected or deleted");
}

} // namespace

result<void> check(const new_comment& comment, const comment_limits& limits, timestamp now) {
    const auto posted = comment.posted ? std::optional(comment.posted->utc) : std::nullopt;
    for (const auto& checked : {
             check_bytes(comment.external_id, "external_id", limits.external_id_bytes),
             check_bytes(comment.parent_external_id, "parent", limits.external_id_bytes),
             check_bytes(comment.author.external_id, "author/external_id", limits.external_id_bytes),
             check_name(comment.author.name, "author/name", limits),
             check_time(posted, "posted_at", now),
             check_time(comment.received_at, "received_at", now),
             check_body(comment.body, limits),
             check_bytes(comment.address, "address", limits.address_bytes),
             check_observed(comment),
         })
        if (!checked) return checked.error();
    return {};
}

result<void> check(const comment_edit& edit, const comment_limits& limits, timestamp now) {
    for (const auto& checked :
         {check_body(edit.body, limits), check_name(edit.name, "name", limits),
          check_time(edit.edited_at, "edited_at", now), check_time(edit.received_at, "received_at", now)})
        if (!checked) return checked.error();
    return {};
}

} // namespace greffe::domain
