// The one server of this test program, started at the first call. Each test opens a site of its own on it.
#pragma once
#include "tests/support/running_server.hpp"

#include <string>

namespace greffe::test {

const running_server& one_server();
/// Creates the site; a failure fails the test.
void open_site(const std::string& name);

} // namespace greffe::test
