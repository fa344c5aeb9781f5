#include "tests/integration/http/desk_load.hpp"

#include "tests/integration/http/test_server.hpp"

#include <boost/json.hpp>
#include <boost/system/system_error.hpp>

namespace greffe::test {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr auto pause = 20ms;

bool comes_back(int status) {
    return status == 503 || status == 429;
}

} // namespace

desk_load::desk_load(const std::string& url, const std::string& publisher, const std::string& reporter,
                     const std::vector<std::string>& moderators) {
    const http_client sends(url, publisher);
    const http_client reports(url, reporter);
    for (int reader = 0; reader < 2; ++reader)
        threads_.emplace_back([=, this] { report(sends, reports, reader); });
    for (std::size_t i = 0; i < moderators.size(); ++i)
        threads_.emplace_back(
            [this, who = http_client(url, moderators[i]), i] { decide(who, static_cast<int>(i)); });
}

void desk_load::stop() {
    stopping_ = true;
    for (std::thread& each : threads_)
        if (each.joinable()) each.join();
}

http_response desk_load::insist(const http_client& who, const std::string& target, const std::string& body,
                                const std::string& idempotency_key) {
    http_client::headers with;
    if (!idempotency_key.empty()) with["Idempotency-Key"] = idempotency_key;
    for (;;) {
        try {
            auto got = who.send("POST", target, body, with);
            if (!comes_back(got.status)) return got;
        } catch (const boost::system::system_error&) {
            // The server is away: whether it was done is not known, and the same call asks.
        }
        std::this_thread::sleep_for(pause);
    }
}

void desk_load::report(const http_client& publisher, const http_client& reporter, int reader) {
    for (int n = 0; !stopping_; ++n) {
        const std::string id = "reader-" + std::to_string(reader) + "-" + std::to_string(n);
        const auto sent =
            insist(publisher, "/v1/sites/load/articles/load-" + std::to_string(n % 4) + "/comments",
                   comment_json(id), "");
        if (sent.status / 100 != 2) {
            note_odd(sent);
            continue;
        }
        {
            const std::lock_guard lock(mutex_);
            comments_.push_back(id);
        }
        // No reader is named: only the key tells a retry from another reader.
        const auto got = insist(reporter, "/v1/sites/load/comments/" + id + "/reports",
                                R"({"reason":"insulte"})", "report-" + id);
        if (got.status != 201) {
            note_odd(got);
            continue;
        }
        const std::lock_guard lock(mutex_);
        reports_.emplace(got.json().at("receipt").as_string(), id);
    }
}

void desk_load::decide(const http_client& moderator, int decider) {
    for (int n = 0; !stopping_; ++n) {
        const std::string mine = std::to_string(decider) + "-" + std::to_string(n);
        const auto claimed = insist(moderator, "/v1/cases/claim", R"({"count":1})", "claim-" + mine);
        if (claimed.status != 200) {
            note_odd(claimed);
            continue;
        }
        const auto answer = claimed.json();
        const auto& cases = answer.at("cases").as_array();
        if (cases.empty()) {
            std::this_thread::sleep_for(pause);
            continue;
        }
        const std::string id(cases.at(0).at("id").as_string());
        const auto body = json::serialize(json::object{{"action", n % 2 == 0 ? "reject" : "dismiss"},
                                                       {"reason", "insulte"},
                                                       {"version", cases.at(0).at("version")}});
        const auto got = insist(moderator, "/v1/cases/" + id + "/decisions", body, "decision-" + mine);
        if (got.status == 200) {
            const std::lock_guard lock(mutex_);
            decisions_.emplace(got.json().at("id").as_string(), id);
        } else if (got.status != 409) { // 409: it changed since it was claimed
            note_odd(got);
        }
    }
}

void desk_load::note_odd(const http_response& got) {
    const std::lock_guard lock(mutex_);
    odd_.push_back(std::to_string(got.status) + " " + got.body);
}

std::vector<std::string> desk_load::comments() const {
    const std::lock_guard lock(mutex_);
    return comments_;
}
std::map<std::string, std::string> desk_load::reports() const {
    const std::lock_guard lock(mutex_);
    return reports_;
}
std::map<std::string, std::string> desk_load::decisions() const {
    const std::lock_guard lock(mutex_);
    return decisions_;
}
std::vector<std::string> desk_load::odd() const {
    const std::lock_guard lock(mutex_);
    return odd_;
}

change_follower::change_follower(const std::string& url, const std::string& key)
    : thread_([this, site = http_client(url, key)] { follow(site); }) {}

void change_follower::stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
}

void change_follower::follow(const http_client& site) {
    std::string cursor;
    std::int64_t last = -1;
    while (!stopping_) {
        try {
            const std::string after = cursor.empty() ? "" : "&after=" + cursor;
            const auto got = site.get("/v1/sites/load/changes?limit=500&wait=1" + after);
            if (comes_back(got.status)) {
                std::this_thread::sleep_for(pause);
                continue;
            }
            const std::lock_guard lock(mutex_);
            if (got.status != 200) {
                odd_.push_back(std::to_string(got.status) + " " + got.body);
                return;
            }
            const auto feed = got.json();
            for (const auto& change : feed.at("changes").as_array()) {
                const auto index = change.at("log_index").as_int64();
                if (index <= last)
                    odd_.push_back("log_index " + std::to_string(index) + " after " + std::to_string(last));
                last = index;
                told_[std::string(change.at("comment").at("external_id").as_string())].emplace_back(
                    change.at("status").as_string());
            }
            cursor = std::string(feed.at("next").as_string());
        } catch (const boost::system::system_error&) {
            std::this_thread::sleep_for(pause); // the server is away
        }
    }
}

std::map<std::string, std::vector<std::string>> change_follower::told() const {
    const std::lock_guard lock(mutex_);
    return told_;
}
std::vector<std::string> change_follower::odd() const {
    const std::lock_guard lock(mutex_);
    return odd_;
}

} // namespace greffe::test
