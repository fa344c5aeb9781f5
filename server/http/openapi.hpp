// The route table as an OpenAPI 3 document in YAML: there is no second description that could be out of date.
// Pure.
#pragma once
#include "server/http/route.hpp"

#include <span>
#include <string>

namespace greffe::http {

std::string openapi_yaml(std::span<const route> table);

/// The statuses that a route may answer with, the ones common to its kind included, sorted.
std::vector<unsigned> possible_answers(const route& r);

} // namespace greffe::http
