// A writer of events in the middle of its transaction, as ingest and review are between their first lock and
// their commit: for tests that hold transactions open and commit them in an order of their own. Used from one
// thread.
#pragma once
#include "server/service/environment.hpp"
#include "server/store/transaction.hpp"
#include "tests/integration/store/review_house.hpp"

#include <boost/json/object.hpp>

#include <memory>
#include <optional>
#include <string>

namespace greffe::test {

class open_writer {
  public:
    /// Its own connection, so that any number may be open.
    explicit open_writer(const std::string& url);

    /// Locks the thread, which waits for whoever holds it, and appends an event. `codes`: what stands in d
    /// besides comment and revision.
    void write(const tenant& thread, std::optional<domain::comment_id> comment, const std::string& kind,
               boost::json::object codes = {});
    /// The same with the comment's status changed to this, as d says.
    void change(const tenant& thread, domain::comment_id comment, const std::string& kind,
                domain::comment_status status, boost::json::object codes = {});
    void commit();

  private:
    service::environment env_;
    std::unique_ptr<pqxx::connection> connection_;
    std::optional<store::transaction> tx_;
};

} // namespace greffe::test
