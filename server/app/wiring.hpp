// The composition root: builds the database, the stores, the use cases and the HTTP front, in this order,
// owns their threads, and takes them down the other way round. The only place that knows everyone. Used from
// one thread.
#pragma once
#include "server/app/settings.hpp"

#include <functional>
#include <memory>
#include <string>

namespace greffe::app {

class wiring {
  public:
    explicit wiring(settings with);
    /// Stops.
    ~wiring();

    /// Returns when the server answers. `give_up`: whether to stop waiting for a database that is away.
    /// Throws what keeps it from starting; the text is for the person who starts it.
    void start(const std::function<bool()>& give_up);
    /// "http://127.0.0.1:8080", with the port that was bound.
    std::string url() const;
    /// Not ready, then no new connections, then the running requests' answers (within drain_patience), then
    /// what the writers accepted, then the database. Acknowledged work is committed before it is
    /// acknowledged, so none is lost.
    void stop();

    /// Instead of start(): issues an admin key and answers its token.
    std::string issue_admin_key(const std::string& label);

  private:
    struct parts;
    settings with_;
    std::unique_ptr<parts> parts_;
};

} // namespace greffe::app
