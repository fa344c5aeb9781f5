// External ids as they may come in: text, not blank, at most 512 bytes. Checked before anything reaches a
// store. Pure.
#pragma once
#include "server/domain/error.hpp"

#include <string>
#include <string_view>

namespace greffe::service {

/// Error: invalid_field (`field`).
domain::result<void> check_external_id(std::string_view id, std::string field = "external_id");

} // namespace greffe::service
