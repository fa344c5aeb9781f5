#include "tests/bench/support/static_server.hpp"

#include "tests/support/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace greffe::bench {

namespace {

/// nginx can't say which port it got, so one is asked for that is free now.
int free_port() {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    const bool bound = descriptor >= 0 && ::bind(descriptor, reinterpret_cast<sockaddr*>(&at), size) == 0 &&
                       ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&at), &size) == 0;
    ::close(descriptor);
    if (!bound) throw std::runtime_error("no free port");
    return ntohs(at.sin_port);
}

bool answers(const std::string& url) {
    try {
        return test::http_client(url).get("/thread.json").status == 200;
    } catch (const std::exception&) {
        return false;
    }
}

} // namespace

static_server::static_server(const std::string& content) {
    const auto port = std::to_string(free_port());
    std::ofstream(folder_ / "thread.json") << content;
    std::ofstream(folder_ / "nginx.conf")
        << "daemon off; worker_processes 2; pid nginx.pid; error_log stderr error;"
        << (::geteuid() == 0 ? " user root;" : "") << "\nevents { worker_connections 1024; }\n"
        << "http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;\n"
        << "types { application/json json; } open_file_cache max=10;\n"
        << "server { listen 127.0.0.1:" << port << "; root " << folder_.path().string() << "; } }\n";
    url_ = "http://127.0.0.1:" + port;
    nginx_ = std::make_unique<test::process>(
        "/usr/sbin/nginx", std::vector<std::string>{"-p", folder_.path().string(), "-c",
                                                    (folder_ / "nginx.conf").string(), "-e", "stderr"});
    for (int tries = 0; !answers(url_); ++tries) {
        if (tries == 100 || !nginx_->running()) throw std::runtime_error("nginx: " + nginx_->output());
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
}

static_server::~static_server() {
    // Its workers end with it only when it is asked to.
    nginx_->signal(SIGTERM);
    nginx_->wait();
}

} // namespace greffe::bench
