// Where the cases are whose deadline is over. One batch is one transaction, of one server at a time: the
// store finds what is due by the database's clock, locks each case's thread, comment and itself in the order
// that everyone locks in, and asks a pure function of the service what is to be written. Implemented in
// store/; safe from any thread. Failures: failure.hpp.
#pragma once
#include "server/service/ports/review_store.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <vector>

namespace greffe::service::ports {

struct missed_deadline {
    domain::deadline_action did = domain::deadline_action::stay_held;
    review_change change; ///< without an answer
};
/// Pure but for the fresh ids and salts it takes; called again when the transaction had to be repeated.
/// nullopt: the case is no longer due.
using deadline_step = std::function<std::optional<missed_deadline>(const locked_rows&)>;

struct deadline_batch {
    std::vector<domain::deadline_action> did; ///< committed
    bool more = false;                        ///< as many were due as were asked for
};

class deadline_store {
  public:
    virtual ~deadline_store() = default;
    /// Up to `most` cases, the longest overdue first. Nothing while another server does it.
    virtual boost::asio::awaitable<deadline_batch> apply_due(int most, deadline_step step) = 0;
};

} // namespace greffe::service::ports
