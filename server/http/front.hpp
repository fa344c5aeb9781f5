// What all connections of a server share. Outlives them; everything in it is immutable or thread-safe.
#pragma once
#include "server/http/connections.hpp"
#include "server/http/limits.hpp"
#include "server/http/observation.hpp"
#include "server/http/router.hpp"
#include "server/http/services.hpp"

namespace greffe::http {

struct front {
    router routes;
    services with;
    limits bounds;
    observer tell;
    connections open{};
};

} // namespace greffe::http
