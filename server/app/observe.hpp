// Makes log lines and metrics of what the sessions tell. Thread-safe; outlives the sessions.
#pragma once
#include "server/http/observation.hpp"
#include "server/platform/metrics.hpp"

namespace greffe::app {

http::observer observe(platform::metrics& into);

} // namespace greffe::app
