// The name under which a request is found in the log: the client's own, when it is sane, else a fresh one.
// Pure.
#pragma once
#include "server/domain/uuid.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace greffe::http {

/// Sane: 1 to 128 letters, digits and "-_.". `fresh` is called only when it is needed.
std::string request_id(std::string_view sent, const std::function<domain::uuid()>& fresh);

} // namespace greffe::http
