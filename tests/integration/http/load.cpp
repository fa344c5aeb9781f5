#include "tests/integration/http/load.hpp"

#include "tests/integration/http/kept_connection.hpp"
#include "tests/integration/http/test_server.hpp"

#include <chrono>

namespace greffe::test {

load::load(const std::string& url, const std::string& key, const std::string& site, int publishers,
           const std::string& generation, bool patient) {
    for (int i = 0; i < publishers; ++i)
        publishers_.emplace_back([=, this] { publish(url, key, site, i, generation, patient); });
}

void load::publish(const std::string& url, const std::string& key, const std::string& site, int publisher,
                   const std::string& generation, bool patient) {
    std::unique_ptr<kept_connection> wire;
    for (int n = 0; !stopping_;) {
        const std::string id = generation + "-" + std::to_string(publisher) + "-" + std::to_string(n);
        const std::string target =
            "/v1/sites/" + site + "/articles/load-" + std::to_string(n % 4) + "/comments";
        try {
            if (!wire) wire = std::make_unique<kept_connection>(http_client(url), key);
            const auto response = wire->post(target, comment_json(id));
            note(id, response.result_int(), response.body());
            if (!response.keep_alive()) wire.reset();
            if (response.result_int() != 503)
                ++n;
            else
                std::this_thread::sleep_for(std::chrono::milliseconds{20});
        } catch (const boost::system::system_error&) {
            if (!patient) return;
            wire.reset();
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
    }
}

void load::note(const std::string& external_id, int status, const std::string& body) {
    const std::lock_guard lock(mutex_);
    if (status == 201 || status == 200)
        acknowledged_.insert(external_id);
    else if (status == 503)
        ++refused_;
    else
        odd_.push_back(std::to_string(status) + " " + body);
}

bool load::wait_for_acknowledged(std::size_t count) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (acknowledged().size() < count && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    return acknowledged().size() >= count;
}

void load::stop() {
    stopping_ = true;
    for (std::thread& each : publishers_)
        if (each.joinable()) each.join();
}

std::set<std::string> load::acknowledged() const {
    const std::lock_guard lock(mutex_);
    return acknowledged_;
}

std::vector<std::string> load::odd() const {
    const std::lock_guard lock(mutex_);
    return odd_;
}

} // namespace greffe::test
