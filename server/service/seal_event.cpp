#include "server/service/seal_event.hpp"

namespace greffe::service {

ports::event_row seal_event(domain::site_id site, std::optional<domain::comment_id> comment,
                            const archive::event& what, const environment& env) {
    auto sealed = archive::seal(what, env.new_salt);
    return {site,
            what.thread,
            what.seq,
            comment,
            what.kind,
            what.at,
            std::move(sealed.bytes),
            std::move(sealed.salts)};
}

} // namespace greffe::service
