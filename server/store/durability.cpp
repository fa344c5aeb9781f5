#include "server/store/durability.hpp"

#include "server/store/connection_pool.hpp"
#include "server/store/sql_values.hpp"

namespace greffe::store {

std::vector<std::string> settings_that_may_lose_commits(const std::string& url) {
    std::vector<std::string> off;
    try {
        const auto connection = connect(url);
        pqxx::nontransaction look(*connection);
        for (const auto& row : look.exec(R"(
                SELECT name FROM pg_settings
                WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
                ORDER BY name COLLATE "C")"))
            off.push_back(row[0].as<std::string>());
    } catch (...) {
        rethrow_translated();
    }
    return off;
}

} // namespace greffe::store
