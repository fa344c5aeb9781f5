// Who changed the house itself (sites, keys, rulesets), as the stores write it beside the change, in its
// transaction.
#pragma once
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"

namespace greffe::service::ports {

struct audit_entry {
    domain::uuid id;
    domain::timestamp at;
    domain::key_id actor; ///< nil: a command on the server's own machine
};

} // namespace greffe::service::ports
