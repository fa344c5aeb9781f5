// What a server has stored, as an archivist gets it: for the question whether every acknowledged comment is
// there once.
#pragma once
#include "tests/support/http_client.hpp"

#include <map>
#include <set>
#include <string>

namespace greffe::test {

/// Makes site "load" with articles "load-0" … "load-3".
void prepare_load_site(const http_client& admin);
/// external_id -> how often, over all threads of site "load".
std::map<std::string, int> stored_comments(const http_client& admin);
/// Empty when each of `acknowledged` is stored exactly once, and nothing twice.
std::string missing_or_doubled(const std::set<std::string>& acknowledged,
                               const std::map<std::string, int>& stored);

} // namespace greffe::test
