// Seals an event and makes the row of it: leaf and salts, as the store keeps them.
#pragma once
#include "server/service/environment.hpp"
#include "server/service/ports/event_row.hpp"

namespace greffe::service {

ports::event_row seal_event(domain::site_id site, std::optional<domain::comment_id> comment,
                            const archive::event& what, const environment& env);

} // namespace greffe::service
