// What to say to somebody whose key is missing or refused. A key file of this machine is named, never read or
// used: which key to act with is the person's choice.
#pragma once
#include <string>

namespace greffe::cli {

/// `had_key`: a key was given, and refused.
std::string key_hint(bool had_key);

} // namespace greffe::cli
