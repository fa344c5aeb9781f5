// A value that the server measures of itself.
#pragma once
#include <string>

namespace greffe::test {

class http_client;

/// Of /metrics; `name` with its labels, as it stands there. -1: it is not told.
double metric(const http_client& server, const std::string& name);

} // namespace greffe::test
