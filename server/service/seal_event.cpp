#include "server/service/seal_event.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace greffe::service {

ports::event_row seal_event(domain::site_id site, std::optional<domain::comment_id> comment,
                            const archive::event& what, const environment& env) {
    auto sealed = archive::seal(what, env.new_salt);
    boost::json::object salts;
    for (const auto& [field, salt] : sealed.salts)
        salts[field] = archive::to_hex({reinterpret_cast<const char*>(salt.data()), salt.size()});
    return {site,
            what.thread,
            what.seq,
            comment,
            what.kind,
            what.at,
            std::move(sealed.bytes),
            boost::json::serialize(salts)};
}

} // namespace greffe::service
