// The bytes of an event, final from the moment it is written: the leaf of the Merkle log. Pure. No personal
// data and no text enters a leaf: a text is present by its commitment, and salts and texts lie beside, so
// that an erasure deletes them and every root stays valid. The format is written down in
// docs/archive-format.md.
#pragma once
#include "server/domain/base64.hpp"
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace greffe::archive {

using digest = std::array<std::uint8_t, 32>; ///< SHA-256
using salt = std::array<std::uint8_t, 32>;

digest sha256(std::string_view bytes);
std::string sha512_hex(std::string_view bytes);
std::string to_hex(std::string_view bytes);
using domain::from_base64;
using domain::to_base64;

/// c = SHA-256(domain ‖ 00 ‖ salt ‖ bytes); domain is "greffe/v1/" + field.
digest commit(std::string_view field, const salt& with, std::string_view bytes);

/// An event before its bytes are made.
struct event {
    std::string type = "comment"; ///< what the event is about: "comment" | "article"
    domain::article_id thread;
    std::int64_t seq = 0; ///< place in the thread, from 1, without gaps
    std::string kind;     ///< "submitted", "edited", "deleted", "reported", "case_opened", "decided" …
    domain::timestamp at;
    boost::json::object codes; ///< ids, versions, status, verdict, flags: never text of a person
    std::map<std::string, std::string> fields; ///< texts committed to: body, author, note, text, content
};

struct sealed_event {
    std::string bytes;                 ///< the leaf
    std::map<std::string, salt> salts; ///< one a field, to be kept beside
};

/// Makes the leaf {"v":1,"type":…,"thread":…,"seq":…,"kind":…,"at":…,"d":{…},"c":{field:"hex"}}; keys of d
/// and c sorted, no white space (canonical_json.hpp says what d may hold). `new_salt` is called once a field,
/// in order of the names.
sealed_event seal(const event& e, const std::function<salt()>& new_salt);

/// How salts are kept: {field: hex}; or packed, one behind the other in the order of their fields' names.
std::string salts_json(const std::map<std::string, salt>& salts);
std::string pack(const std::map<std::string, salt>& salts);
/// The salts of a leaf that were packed; a field's zeros are an erased salt, and left out. Throws
/// std::runtime_error when their number is not that of the leaf's fields.
std::map<std::string, salt> unpack_salts(std::string_view leaf, std::string_view packed);

} // namespace greffe::archive
