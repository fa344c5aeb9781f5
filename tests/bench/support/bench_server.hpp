// greffe-server, the real program, on a database of the benchmark's cluster; its log goes to a file, as a
// service's does. Holds one site "bench" with its ruleset and articles a-0000, a-0001 … Stopped at the end.
#pragma once
#include "tests/support/http_client.hpp"
#include "tests/support/process.hpp"
#include "tests/support/scratch_folder.hpp"

#include <string>
#include <vector>

namespace greffe::bench {

/// External id of the n-th article.
std::string article_name(int number);

class bench_server {
  public:
    /// `programs`: the folder of greffe-server. `options`: more of its command line. `key`: of an admin, when
    /// the database has one already.
    bench_server(const std::filesystem::path& programs, const std::string& database_url,
                 std::vector<std::string> options = {}, std::string key = {});
    ~bench_server();

    /// Makes the site with these rules and this many articles.
    void prepare_site(const std::string& ruleset, int articles) const;

    const std::string& url() const { return url_; }
    const std::string& key() const { return key_; }
    test::http_client client() const { return test::http_client(url_, key_, std::chrono::minutes{10}); }
    /// Resident memory at its most, in bytes, since the start or the last reset.
    std::int64_t peak_memory() const;
    void reset_peak_memory() const;
    /// Processor seconds used so far.
    double processor_seconds() const;

  private:
    test::scratch_folder data_;
    test::process server_;
    std::string url_;
    std::string key_;
};

} // namespace greffe::bench
