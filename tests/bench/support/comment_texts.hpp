// Comments in the shape of a French finance forum's: bodies of exactly 280 bytes, about one in twenty with
// something that the charter pack finds. The same ones for the same number, so that every run measures the
// same texts. Pure.
#pragma once
#include <cstdint>
#include <string>

namespace greffe::bench {

inline constexpr std::size_t body_bytes = 280;

/// The n-th body.
std::string comment_body(std::uint64_t number);
/// The n-th comment as the JSON of a submission, body written by comment_body; `more` are members to put
/// first, each followed by a comma.
std::string comment_json(const std::string& external_id, std::uint64_t number, const std::string& more = {});
/// The same as a line of an import.
std::string comment_line(const std::string& external_id, std::uint64_t number, const std::string& article);

} // namespace greffe::bench
