#include "tests/integration/http/raw_connection.hpp"

#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace greffe::test {

raw_connection::raw_connection(const std::string& url) {
    const auto colon = url.rfind(':');
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1))));
    ::inet_pton(AF_INET, url.substr(7, colon - 7).c_str(), &to.sin_addr);
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
        throw std::runtime_error("cannot connect to " + url);
}

raw_connection::~raw_connection() {
    close();
}

void raw_connection::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

bool raw_connection::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

std::string raw_connection::read_until(std::string_view text, std::chrono::milliseconds within) {
    const auto until = std::chrono::steady_clock::now() + within;
    std::string all = std::move(left_);
    left_.clear();
    for (;;) {
        if (!text.empty()) {
            if (const auto found = all.find(text); found != all.npos) {
                left_ = all.substr(found + text.size());
                all.resize(found + text.size());
                return all;
            }
        }
        const auto rest =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
        if (rest.count() <= 0 || ::poll(&ready, 1, static_cast<int>(rest.count())) <= 0) return all;
        char piece[64 << 10];
        const auto n = ::recv(socket_, piece, sizeof piece, 0);
        if (n <= 0) {
            closed_ = true;
            return all;
        }
        all.append(piece, static_cast<std::size_t>(n));
    }
}

bool raw_connection::ended() {
    pollfd ready{.fd = socket_, .events = POLLIN | POLLRDHUP, .revents = 0};
    if (::poll(&ready, 1, 0) <= 0) return false;
    return (ready.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

void raw_connection::shrink_receive_buffer(int bytes) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

} // namespace greffe::test
