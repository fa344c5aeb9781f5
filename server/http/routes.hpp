// The table that is the API: every route with its method, path, roles, limits and handler. Built once;
// immutable.
#pragma once
#include "server/http/route.hpp"

#include <span>

namespace greffe::http {

std::span<const route> all_routes();

} // namespace greffe::http
