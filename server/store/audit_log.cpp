#include "server/store/audit_log.hpp"

#include <boost/json/serialize.hpp>

namespace greffe::store {

void write_audit(transaction& tx, domain::site_id site, const service::ports::audit_entry& by,
                 std::string_view action, const boost::json::object& detail) {
    tx.exec(sql::insert_audit, site, by.id, by.at, by.actor, action, boost::json::serialize(detail));
}

} // namespace greffe::store
