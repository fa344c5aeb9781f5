// What all connections of a server share. Outlives them; everything in it is immutable or thread-safe.
#pragma once
#include "server/http/allotment.hpp"
#include "server/http/connections.hpp"
#include "server/http/limits.hpp"
#include "server/http/observation.hpp"
#include "server/http/rate_limiter.hpp"
#include "server/http/router.hpp"
#include "server/http/services.hpp"
#include "server/http/turns.hpp"

namespace greffe::http {

struct front {
    router routes;
    services with;
    limits bounds;
    observer tell;
    connections open{};
    allotment places{bounds.connections, bounds.connections_per_address}; ///< of connections, by address
    allotment bytes{bounds.bytes_in_flight, bounds.bytes_of_one}; ///< of bodies and answers, by client
    allotment streams{bounds.streams, bounds.streams_of_one};     ///< imports and exports, by client
    rate_limiter rates{};
    turns at_database{{.at_once = bounds.turns,
                       .of_one = bounds.turns_of_one,
                       .of_one_beside_others = bounds.turns_of_one_beside_others,
                       .waiting = bounds.waiting,
                       .waiting_of_one = bounds.waiting_of_one}};
};

} // namespace greffe::http
