// Told of every thread that a store of this server has changed: after the commit, before the caller is
// answered, on the thread that wrote; also when nobody knows whether a commit happened. Must be quick and
// safe from any thread.
#pragma once
#include "server/domain/uuid.hpp"

#include <functional>

namespace greffe::service::ports {

using thread_watch = std::function<void(domain::article_id article)>;

/// Nobody looks.
inline thread_watch unwatched() {
    return [](domain::article_id) {};
}

} // namespace greffe::service::ports
