// What a ruleset's text must be before anything reads it: text, and not too long. Pure.
#pragma once
#include "server/domain/error.hpp"

#include <string_view>

namespace greffe::service {

/// too_large (more than 4 MiB) or invalid_field, of `source`.
domain::result<void> check_ruleset_source(std::string_view source);

} // namespace greffe::service
