#include "tests/integration/http/stored.hpp"

#include "tests/integration/http/test_server.hpp"

#include <boost/json.hpp>

#include <sstream>
#include <stdexcept>

namespace greffe::test {

namespace {

constexpr int articles = 4;

http_response good(http_response got) {
    if (got.status / 100 != 2) throw std::runtime_error(std::to_string(got.status) + ": " + got.body);
    return got;
}

} // namespace

void prepare_load_site(const http_client& admin) {
    good(admin.post("/v1/sites", R"({"name":"load"})"));
    for (int i = 0; i < articles; ++i)
        good(admin.put("/v1/sites/load/articles/load-" + std::to_string(i), article_json()));
}

std::map<std::string, int> stored_comments(const http_client& admin) {
    std::map<std::string, int> stored;
    for (int i = 0; i < articles; ++i) {
        std::string next;
        do {
            const std::string cursor = next.empty() ? "" : "&cursor=" + next;
            const auto page = good(admin.get("/v1/sites/load/articles/load-" + std::to_string(i) +
                                             "/thread?limit=200" + cursor))
                                  .json();
            for (const auto& comment : page.at("comments").as_array())
                ++stored[std::string(comment.at("external_id").as_string())];
            next = page.as_object().contains("next") ? std::string(page.at("next").as_string()) : "";
        } while (!next.empty());
    }
    return stored;
}

std::string missing_or_doubled(const std::set<std::string>& acknowledged,
                               const std::map<std::string, int>& stored) {
    std::ostringstream wrong;
    for (const std::string& id : acknowledged)
        if (!stored.contains(id)) wrong << id << " is lost; ";
    for (const auto& [id, times] : stored)
        if (times != 1) wrong << id << " is there " << times << " times; ";
    return wrong.str();
}

} // namespace greffe::test
