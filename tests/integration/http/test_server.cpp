#include "tests/integration/http/test_server.hpp"

#include "tests/support/test_database.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <stdexcept>

namespace greffe::test {

namespace json = boost::json;

namespace {

http_response expect(http_response got, int status) {
    if (got.status != status) throw std::runtime_error(std::to_string(got.status) + ": " + got.body);
    return got;
}

} // namespace

std::string first_line_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

std::string article_json(const std::string& title) {
    const json::array body{json::object{{"kind", "paragraph"}, {"text", "Un paragraphe."}}};
    return json::serialize(json::object{{"title", title}, {"section", "bourse"}, {"body", body}});
}

std::string comment_json(const std::string& external_id, const std::string& body) {
    return json::serialize(
        json::object{{"external_id", external_id}, {"body", body}, {"author", {{"name", "Odile"}}}});
}

test_server::test_server(const std::function<void(app::settings&)>& adjust) {
    app::settings with;
    with.options.listen_port = 0;
    with.options.data = folder_.path() / "data";
    with.options.log_level = "error";
    with.drain_patience = std::chrono::seconds{10};
    if (adjust) adjust(with);
    if (!with.options.database) with.options.database = fresh_database();
    running_ = std::make_unique<app::wiring>(with);
    running_->start([] { return false; });
    url_ = running_->url();
    admin_key_ = first_line_of(with.options.data / "admin.key");
}

std::string test_server::key(domain::role role, const std::string& site) const {
    json::object asked{{"role", to_string(role)}};
    if (!site.empty()) asked["site"] = site;
    const auto made = expect(as_admin().post("/v1/keys", json::serialize(asked)), 201);
    return std::string(made.json().at("token").as_string());
}

void test_server::create_site(const std::string& name) const {
    expect(as_admin().post("/v1/sites", json::serialize(json::object{{"name", name}})), 201);
}

std::string test_server::create_article(const std::string& site, const std::string& external_id) const {
    const auto made =
        expect(as_admin().put("/v1/sites/" + site + "/articles/" + external_id, article_json()), 201);
    return std::string(made.json().at("id").as_string());
}

std::string test_server::submit(const std::string& site, const std::string& article,
                                const std::string& external_id, const std::string& body) const {
    const auto target = "/v1/sites/" + site + "/articles/" + article + "/comments";
    const auto made = expect(as_admin().post(target, comment_json(external_id, body)), 201);
    return std::string(made.json().at("id").as_string());
}

std::int64_t test_server::comment_count(const std::string& site, const std::string& article) const {
    const auto found = expect(as_admin().get("/v1/sites/" + site + "/articles?external_id=" + article), 200);
    return found.json().at("items").at(0).at("comment_count").as_int64();
}

} // namespace greffe::test
