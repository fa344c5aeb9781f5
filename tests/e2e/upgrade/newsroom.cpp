#include "tests/e2e/upgrade/newsroom.hpp"

#include <boost/json.hpp>

namespace greffe::test {

namespace json = boost::json;

namespace {

const std::string site = "/v1/sites/load/";

std::string comment(const std::string& id, const std::string& body) {
    return json::serialize(
        json::object{{"external_id", id}, {"body", body}, {"author", {{"name", "Maëlys"}}}});
}

} // namespace

newsroom::newsroom(balancer& through, const std::string& key, int publishers, int moderators)
    : through_(through), key_(key) {
    for (int i = 0; i < publishers; ++i) people_.emplace_back([this, i] { publish(i); });
    for (int i = 0; i < moderators; ++i) people_.emplace_back([this, i] { moderate(i); });
}

void newsroom::stop() {
    stopping_ = true;
    for (auto& person : people_)
        if (person.joinable()) person.join();
}

bool newsroom::accepted(const wire_response& answer, const std::string& what,
                        const std::set<unsigned>& also) {
    if (answer.result_int() / 100 == 2) return true;
    if (!also.contains(answer.result_int()))
        through_.note(what + ": " + std::to_string(answer.result_int()) + " " + answer.body());
    return false;
}

void newsroom::publish(int number) {
    client wire(through_, key_);
    for (int n = 0; !stopping_; ++n) {
        const auto id = std::to_string(number) + "-" + std::to_string(n);
        const auto article = site + "articles/load-" + std::to_string(n % 4);
        // Every third waits for a moderator, as the site's rules have it.
        auto body = n % 3 == 0 ? "À vérifier, dit-on, le numéro " + id : "Merci pour le numéro " + id;
        if (!accepted(wire.send("POST", article + "/comments", comment(id, body)), "submit")) continue;
        if (n % 2 == 0) {
            const auto edited = body + ", corrigé";
            const auto edit = json::serialize(json::object{{"body", edited}, {"source_version", 2}});
            if (accepted(wire.send("PUT", site + "comments/" + id, edit), "edit")) body = edited;
        }
        bool reported = false;
        if (n % 4 == 1) {
            const auto report =
                json::serialize(json::object{{"reason", "hors-sujet"}, {"reporter", "r-" + id}});
            // 409: a moderator was faster, and it is no longer to be seen.
            reported =
                accepted(wire.send("POST", site + "comments/" + id + "/reports", report), "report", {409});
        }
        if (n % 5 == 0) accepted(wire.send("GET", article + "/thread?limit=50"), "thread");
        const std::lock_guard lock(mutex_);
        kept_.bodies[id] = body;
        kept_.reports += reported;
    }
}

void newsroom::moderate(int number) {
    client wire(through_, key_);
    for (int n = 0; !stopping_; ++n) {
        const auto turn = std::to_string(number) + "-" + std::to_string(n);
        const auto claimed = wire.send("POST", "/v1/cases/claim", R"({"count":2})", "claim-" + turn);
        if (!accepted(claimed, "claim")) continue;
        const auto leased = json::parse(claimed.body());
        for (const auto& found : leased.at("cases").as_array()) {
            const std::string id(found.at("id").as_string());
            const auto decision = json::serialize(
                json::object{{"action", "reject"}, {"reason", "charte-2"}, {"version", found.at("version")}});
            // 409: a report or an edit came since the claim.
            if (!accepted(
                    wire.send("POST", "/v1/cases/" + id + "/decisions", decision, "decide-" + turn + id),
                    "decide", {409}))
                continue;
            const std::lock_guard lock(mutex_);
            ++kept_.decisions;
        }
    }
}

} // namespace greffe::test
