// A ruleset of any size in the proportions of `./dev bench rules`: 60 % words, 20 % gaps of two words, 20 %
// number phrases, all in shadow. The same one for the same size. Pure.
#pragma once
#include <string>

namespace greffe::bench {

/// YAML.
std::string pack(int rules);

} // namespace greffe::bench
