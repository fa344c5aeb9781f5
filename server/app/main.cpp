// greffe-server: reads its command line, runs until SIGTERM or SIGINT, exits 0 after a clean stop, 1 when it
// cannot start (or, asked about another one, that one is not well), 2 on a wrong command line.
#include "server/app/descriptors.hpp"
#include "server/app/probe.hpp"
#include "server/app/wiring.hpp"

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace {

sigset_t stop_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

bool stop_asked() {
    sigset_t pending;
    sigpending(&pending);
    return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1;
}

int serve(const greffe::app::settings& with) {
    const sigset_t stops = stop_signals();
    // Blocked before any thread is made, so that only the wait below takes them.
    pthread_sigmask(SIG_BLOCK, &stops, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    greffe::app::raise_descriptor_limit();
    greffe::app::wiring server(with);
    server.start(stop_asked);
    std::printf("greffe-server listening on %s\n", server.url().c_str());
    std::fflush(stdout);
    int received = 0;
    sigwait(&stops, &received);
    server.stop();
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    using command = greffe::platform::server_options::command;
    greffe::app::settings with;
    try {
        with.options = greffe::platform::read_options(std::vector<std::string>(argv + 1, argv + argc));
    } catch (const greffe::platform::bad_option& e) {
        std::fprintf(stderr, "greffe-server: %s\n", e.what());
        return 2;
    }
    try {
        switch (with.options.what) {
        case command::help: std::fputs(greffe::platform::options_help().c_str(), stdout); return 0;
        case command::version: std::puts("greffe-server " GREFFE_VERSION); return 0;
        case command::admin_key:
            std::puts(greffe::app::wiring(with).issue_admin_key("admin-key").c_str());
            return 0;
        case command::health: greffe::app::probe(with.options, "/healthz"); return 0;
        case command::ready: greffe::app::probe(with.options, "/readyz"); return 0;
        case command::serve: return serve(with);
        }
    } catch (const std::exception& e) {
        std::fprintf(stderr, "greffe-server: %s\n", e.what());
    }
    return 1;
}
