// A node of a document as YAML on one line, in one way of writing: two nodes that mean the same read the
// same. Pure.
#pragma once
#include "rules/engine/document.hpp"

#include <string>

namespace greffe::rules {

std::string written(const node& value);

} // namespace greffe::rules
