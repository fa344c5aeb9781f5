// Where an archive's threads are read from. Implemented in store/; safe from any thread.
#pragma once
#include "server/archive/thread_writer.hpp"
#include "server/domain/error.hpp"
#include "server/domain/role.hpp"

#include <boost/asio/awaitable.hpp>

namespace greffe::service::ports {

class export_store {
  public:
    virtual ~export_store() = default;
    /// Reads the whole thread in one snapshot and hands it to `into`, on a thread of the store; the snapshot
    /// has ended when this returns. What `into` throws comes through. Errors: not_found (also: not for `who`
    /// to see), before any call of `into`.
    virtual boost::asio::awaitable<domain::result<void>>
    read_thread(domain::principal who, domain::article_id article, archive::thread_writer& into) = 0;
};

} // namespace greffe::service::ports
