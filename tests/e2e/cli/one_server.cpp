#include "tests/e2e/cli/one_server.hpp"

#include <gtest/gtest.h>

namespace greffe::test {

const running_server& one_server() {
    static const running_server server{GREFFE_BIN_DIR};
    return server;
}

void open_site(const std::string& name) {
    const auto ran = one_server().greffe({"site", "create", name});
    ASSERT_EQ(ran.exit_code, 0) << ran.errors << one_server().log();
}

} // namespace greffe::test
