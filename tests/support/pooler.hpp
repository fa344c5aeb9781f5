// Debian's pgbouncer in transaction pooling before a PostgreSQL of the tests: each transaction of a client
// gets whichever server connection is free, the one that was idle longest first, so that whatever relies on a
// session breaks soon. Reached over a unix socket in a folder of its own, without passwords. Gone with this
// object.
#pragma once
#include "server/platform/os_user.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace greffe::test {

class pooler {
  public:
    /// `folder` is made; `server` is where PostgreSQL's socket lies; `as`: the user it runs as when that is
    /// not ours; `users` are let in, to every database. Returns when it accepts connections. Throws
    /// std::runtime_error with its log.
    pooler(std::filesystem::path folder, const std::filesystem::path& server,
           const std::optional<platform::os_user>& as, const std::vector<std::string>& users);
    pooler(const pooler&) = delete;
    pooler& operator=(const pooler&) = delete;
    ~pooler();

    std::string url(const std::string& database, const std::string& user) const;

  private:
    void wait_until_it_accepts() const;

    std::filesystem::path folder_;
    pid_t pid_ = 0;
};

} // namespace greffe::test
