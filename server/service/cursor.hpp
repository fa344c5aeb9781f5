// The opaque cursor of a list: the key of the last item given, in base64, so that nobody is tempted to build
// one. Pure.
#pragma once
#include "server/domain/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace greffe::service {

/// Precondition: no part holds a line break.
std::string to_cursor(const std::vector<std::string>& parts);

/// The parts, as many as wanted; none for no cursor. Error: invalid_field (cursor).
domain::result<std::optional<std::vector<std::string>>> read_cursor(const std::optional<std::string>& cursor,
                                                                    std::size_t parts);

/// What to answer when a part turns out not to be what it was made of.
domain::error broken_cursor();

} // namespace greffe::service
