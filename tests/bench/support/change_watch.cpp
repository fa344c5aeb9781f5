#include "tests/bench/support/change_watch.hpp"

#include "server/domain/timestamp.hpp"

#include <chrono>
#include <cstdio>
#include <stdexcept>

namespace greffe::bench {

change_watch::change_watch(test::http_client site) : site_(std::move(site)) {
    while (!next(0).empty()) {
    }
    thread_ = std::thread([this] { follow(); });
}

change_watch::~change_watch() {
    stop();
}

std::vector<double> change_watch::stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
    return late_;
}

boost::json::array change_watch::next(int wait_seconds) {
    const auto got = site_.get("/v1/sites/bench/changes?limit=1000&wait=" + std::to_string(wait_seconds) +
                               (cursor_.empty() ? "" : "&after=" + cursor_));
    if (got.status != 200) throw std::runtime_error("changes: " + got.body);
    const auto feed = got.json().as_object();
    cursor_ = std::string(feed.at("next").as_string());
    return feed.at("changes").as_array();
}

void change_watch::follow() {
    try {
        while (!stopping_) {
            const auto changes = next(1);
            const auto now = std::chrono::system_clock::now();
            for (const auto& change : changes) {
                const auto& text = change.at("at").as_string();
                const auto at = domain::parse_rfc3339({text.data(), text.size()});
                if (!at) throw std::runtime_error("a change without a time");
                late_.push_back(std::chrono::duration<double, std::milli>(now - *at).count());
            }
        }
    } catch (const std::exception& e) {
        std::fprintf(stderr, "the follower of the changes ended: %s\n", e.what());
        late_.clear();
    }
}

} // namespace greffe::bench
