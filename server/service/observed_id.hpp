// The ids of reports and decisions of history: the same one whenever the same thing is told again, so that a
// repeated import finds it stored. A UUID of version 8 (RFC 9562) from SHA-256 of site, comment and the id
// that the thing has where it comes from, or else of all that is told of it. Pure.
#pragma once
#include "server/domain/history.hpp"

#include <string>

namespace greffe::service {

domain::uuid observed_id(domain::site_id site, const std::string& comment,
                         const domain::observed_report& seen);
domain::uuid observed_id(domain::site_id site, const std::string& comment,
                         const domain::observed_decision& seen);

} // namespace greffe::service
