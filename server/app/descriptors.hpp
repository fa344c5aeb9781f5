// How many files the process may have open, and how many of them are for clients. Sockets of clients are the
// only descriptors that grow with what others do; so they are bounded by what is left after all the rest.
#pragma once
#include "server/app/settings.hpp"

#include <cstddef>

namespace greffe::app {

/// Raises the soft limit on open files to the hard one: the usual soft limit of 1024 is below what a server
/// needs.
void raise_descriptor_limit();

/// The limit as it is now.
std::size_t descriptor_limit();

/// Kept for everything but clients: the log, the listener, the event loops, the runners, PostgreSQL's start
/// (56); each connection to the database, two for each writer's in its change; two files for each import or
/// export; each refused connection that is still told why.
std::size_t reserved_descriptors(const settings& with);

/// The bounds that `with` asks for, with no more connections than `descriptors` leave. Throws
/// std::runtime_error, for the person who starts the server, when fewer than 16 are left.
http::limits bounds_within(const settings& with, std::size_t descriptors);

} // namespace greffe::app
