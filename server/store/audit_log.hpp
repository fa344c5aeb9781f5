// Audit rows: who changed the house itself, written in the transaction of the change.
#pragma once
#include "server/service/ports/audit.hpp"
#include "server/store/transaction.hpp"

#include <boost/json/object.hpp>

namespace greffe::store {

/// `site`: the one that was changed, nil for what concerns all. `detail` holds ids, names and numbers, no
/// secret.
void write_audit(transaction& tx, domain::site_id site, const service::ports::audit_entry& by,
                 std::string_view action, const boost::json::object& detail);

} // namespace greffe::store
