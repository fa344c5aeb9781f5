// A thread's export as two registries may compare it: without what must differ between them. The ids of
// comments become their external ids, those of authors the order in which they appear; ids of captures,
// reports and decisions, places in the log, the events, the case, how it was screened, and whose export it
// is, are left out.
#pragma once
#include "tests/support/http_client.hpp"

#include <string>
#include <vector>

namespace greffe::test {

/// Of an article, by its id. Throws when it is refused.
std::string export_of(const http_client& from, const std::string& article);
/// One line a record, in the order of the export.
std::vector<std::string> comparable(const std::string& exported);

} // namespace greffe::test
