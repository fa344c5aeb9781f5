#include "tests/integration/http/hostile_clients.hpp"

#include <cstdlib>

namespace greffe::test {

using namespace std::chrono_literals;

std::size_t scaled(std::size_t full) {
    return std::getenv("GREFFE_LONG") ? full : (full + 7) / 8;
}

idle_crowd::idle_crowd(const std::string& url, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) wires_.push_back(std::make_unique<raw_connection>(url));
}

dripping_crowd::dripping_crowd(const std::string& url, std::size_t count, std::string begin) {
    std::vector<std::unique_ptr<raw_connection>> wires;
    const auto connect = [url, begin] {
        auto wire = std::make_unique<raw_connection>(url);
        wire->send(begin);
        return wire;
    };
    for (std::size_t i = 0; i < count; ++i) wires.push_back(connect());
    thread_ = std::thread([this, connect, wires = std::move(wires)]() mutable {
        while (!stopping_) {
            for (auto& wire : wires) {
                if (wire->send("a") && !wire->ended()) continue;
                ++let_go_;
                wire = connect();
            }
            std::this_thread::sleep_for(50ms);
        }
    });
}

dripping_crowd::~dripping_crowd() {
    stopping_ = true;
    thread_.join();
}

} // namespace greffe::test
