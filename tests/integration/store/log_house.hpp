// A registry with its log: what is told, and the laws that the log as a whole must keep.
#pragma once
#include "server/store/change_store_pg.hpp"
#include "server/store/log_store_pg.hpp"
#include "tests/integration/store/review_house.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace greffe::test {

struct log_house : review_house {
    explicit log_house(std::size_t connections = 4) : review_house(connections) {}
    store::log_store_pg log{pool};
    store::change_store_pg changes{pool};

    int sequence(int limit = 1000) { return await(log.sequence(limit)).taken; }
    /// "c1 published" … of all changes of the site from this place on.
    std::vector<std::string> told(const tenant& site, std::int64_t from = 0);
    /// Nothing waits; from any thread, and as a user whom the test's killer spares.
    bool log_is_whole() const;
    std::int64_t next_index() { return count("SELECT next_index FROM greffe.log_head"); }
    /// What is wrong with the log as a whole; empty when every event has its one place.
    std::vector<std::string> wrong();
};

/// Comments of a tenant, all published.
std::vector<domain::comment_id> add_comments(log_house& h, const tenant& where, int count);
/// The same, with their committed events.
void submit(log_house& h, const tenant& where, int count);

} // namespace greffe::test
