// How often each statement of store/queries was executed since this was made, by whatever thread. One at a
// time in a program.
#pragma once
#include "server/store/transaction.hpp"

#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace greffe::test {

class executed_statements {
  public:
    executed_statements() {
        counts().clear();
        store::observe_queries([](const store::sql::query& statement, std::chrono::nanoseconds) {
            const std::lock_guard lock(mutex());
            ++counts()[std::string(statement.name)];
        });
    }
    executed_statements(const executed_statements&) = delete;
    executed_statements& operator=(const executed_statements&) = delete;
    ~executed_statements() { store::observe_queries(nullptr); }

    int count(const std::string& name) const {
        const std::lock_guard lock(mutex());
        return counts()[name];
    }

  private:
    static std::mutex& mutex() {
        static std::mutex one;
        return one;
    }
    static std::map<std::string, int>& counts() {
        static std::map<std::string, int> all;
        return all;
    }
};

} // namespace greffe::test
