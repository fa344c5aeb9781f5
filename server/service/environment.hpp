// What a use case may ask of the world besides its stores: the time, a fresh id, a fresh salt. Wired in app/;
// tests pass a manual clock and counted ids. Each function is safe from any thread.
#pragma once
#include "server/archive/event.hpp"
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"

#include <functional>

namespace greffe::service {

struct environment {
    std::function<domain::timestamp()> now;
    std::function<domain::uuid()> new_id;    ///< UUIDv7
    std::function<archive::salt()> new_salt; ///< 32 random bytes
};

} // namespace greffe::service
