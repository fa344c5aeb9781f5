#include "tests/support/test_database.hpp"

#include "server/platform/embedded_postgres.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/migrator.hpp"
#include "tests/support/pooler.hpp"
#include "tests/support/scratch_folder.hpp"

#include <cstdlib>
#include <memory>
#include <mutex>

namespace greffe::test {

namespace {

constexpr const char* owner = "greffe_owner";

// Destroyed at exit, after gtest is done; when the program is killed the kernel tells PostgreSQL.
class cluster {
  public:
    cluster()
        : server_(platform::embedded_postgres::start({
              .folder = folder_ / "data",
              .durable = false,
              .outlives_us = false,
              .settings = {{"max_connections", "300"}, {"autovacuum", "off"}, {"shared_buffers", "64MB"}},
          })) {
        create("greffe_template", "template0");
        store::migrate(server_.url("greffe_template", owner), store::migrate_mode::automatic);
        if (std::getenv("GREFFE_TEST_POOLER"))
            pooler_ = std::make_unique<pooler>(folder_ / "pooler", socket_folder(), server_.user(),
                                               std::vector<std::string>{owner, "postgres"});
    }

    std::string create_next(const std::string& from) {
        const std::lock_guard lock(mutex_);
        const auto name = "test_" + std::to_string(++last_);
        create(name, from);
        return pooler_ ? pooler_->url(name, owner) : server_.url(name, owner);
    }

  private:
    void create(const std::string& name, const std::string& from) {
        const auto connection = store::connect(server_.superuser_url());
        pqxx::nontransaction statement(*connection);
        statement.exec("CREATE DATABASE " + name + " OWNER " + owner + " TEMPLATE " + from);
    }

    /// As PostgreSQL itself names it.
    std::string socket_folder() const {
        const auto connection = store::connect(server_.superuser_url());
        pqxx::nontransaction look(*connection);
        return look.exec("SHOW unix_socket_directories")[0][0].c_str();
    }

    scratch_folder folder_;
    platform::embedded_postgres server_;
    std::unique_ptr<pooler> pooler_;
    std::mutex mutex_;
    int last_ = 0;
};

cluster& shared_cluster() {
    static cluster one;
    return one;
}

} // namespace

std::string fresh_database() {
    return shared_cluster().create_next("greffe_template");
}

std::string empty_database() {
    return shared_cluster().create_next("template0");
}

std::string superuser_url(const std::string& url) {
    const std::string as_owner = std::string("user=") + owner;
    auto changed = url;
    changed.replace(changed.find(as_owner), as_owner.size(), "user=postgres");
    return changed;
}

} // namespace greffe::test
