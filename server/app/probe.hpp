// Asks a running server how it is, as orchestrators do: so that a container needs no other program for it.
#pragma once
#include "server/platform/config.hpp"

#include <string>

namespace greffe::app {

/// GETs `path` from the server that listens where `options` say; from the loopback address when that is any
/// address. Returns when it answers 200 within five seconds; else throws std::runtime_error, whose text says
/// what it answered or why not.
void probe(const platform::server_options& options, const std::string& path);

} // namespace greffe::app
