// A long import costs no more memory than a short one.
#include "tests/integration/http/program.hpp"
#include "tests/integration/http/raw_connection.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/test_database.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <thread>

namespace greffe::test {
namespace {

/// What may be resident for a byte of the program: ThreadSanitizer keeps up to four of its own beside each
/// that was ever touched.
#if defined(__SANITIZE_THREAD__)
constexpr std::size_t overhead = 5;
#else
constexpr std::size_t overhead = 1;
#endif

/// Sends `count` comments in one import, reading the results meanwhile; answers how many results came.
std::size_t import(const server_program& server, const std::string& run, int count) {
    raw_connection wire(server.url());
    wire.send("POST /v1/sites/mem/import?screen=history HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
              "Transfer-Encoding: chunked\r\nAuthorization: Bearer " +
              server.admin_key() + "\r\n\r\n");
    std::thread sender([&] {
        for (int block = 0; block < count / 100; ++block) {
            std::ostringstream lines;
            for (int i = 0; i < 100; ++i)
                lines << R"({"type":"comment","article":"a)" << i % 8 << R"(","external_id":")" << run << '-'
                      << block * 100 + i << R"(","body":"Un commentaire de quelques mots."})" << '\n';
            std::ostringstream chunk;
            chunk << std::hex << lines.str().size() << "\r\n" << lines.str() << "\r\n";
            if (!wire.send(chunk.str())) return;
        }
        wire.send("0\r\n\r\n");
    });
    std::size_t results = 0;
    wire.read_until("\r\n\r\n", std::chrono::minutes{2});
    // A chunk ends where it likes, in the midst of a line too.
    for (std::string unfinished;;) {
        const std::string size = wire.read_until("\r\n", std::chrono::minutes{2});
        if (size.empty() || size == "0\r\n") break;
        std::string lines = wire.read_until("\r\n", std::chrono::minutes{2});
        lines.resize(lines.size() - std::min<std::size_t>(lines.size(), 2));
        unfinished += lines;
        std::size_t begin = 0;
        for (std::size_t end; (end = unfinished.find('\n', begin)) != unfinished.npos; begin = end + 1)
            results +=
                unfinished.substr(begin, end - begin).find("\"effect\":\"created\"") != unfinished.npos;
        unfinished.erase(0, begin);
    }
    sender.join();
    return results;
}

TEST(ImportMemory, StaysFlatOverAHundredThousandLines) {
    const scratch_folder folder;
    // Sanitizers keep freed memory and left stack frames back, in newer ones round and round until all of
    // their own is touched; that is not what is measured here.
    server_program server(folder / "data", fresh_database(),
                          {"ASAN_OPTIONS=quarantine_size_mb=4:detect_stack_use_after_return=0"});
    const auto admin = server.as_admin();
    ASSERT_EQ(admin.post("/v1/sites", R"({"name":"mem"})").status, 201);
    for (int i = 0; i < 8; ++i)
        ASSERT_EQ(admin.put("/v1/sites/mem/articles/a" + std::to_string(i), R"({"title":"t"})").status, 201);
    // Until the window of an import, the caches and the writers have been as full as they become.
    ASSERT_EQ(import(server, "warm", 30'000), 30'000u);
    const std::size_t before = server.memory();
    ASSERT_EQ(import(server, "long", 100'000), 100'000u);
    const std::size_t after = server.memory();
    EXPECT_LT(after, before + overhead * (32u << 20)) << before << " -> " << after;
}

} // namespace
} // namespace greffe::test
