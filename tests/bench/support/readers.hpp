// Readers who submit comments over all articles of a bench_server's site, without end.
#pragma once
#include "tests/bench/support/bench_server.hpp"
#include "tests/bench/support/load.hpp"
#include "tests/support/scratch_folder.hpp"

namespace greffe::bench {

class readers {
  public:
    /// `server` has prepare_site behind it, with so many articles.
    readers(const bench_server& server, int articles);
    /// `pause`: milliseconds between the requests of a connection. Every comment is a new one.
    http_result run(int seconds, int connections, int pause = 0);

  private:
    const bench_server& server_;
    int articles_;
    test::scratch_folder folder_;
    int runs_ = 0;
};

} // namespace greffe::bench
