#include "admin-cli/server_api.hpp"

#include "admin-cli/json_fields.hpp"
#include "admin-cli/key_hint.hpp"
#include "admin-cli/problem.hpp"
#include "server/domain/uuid.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <random>

namespace greffe::cli {

namespace json = boost::json;

namespace {

constexpr std::string_view json_type = "application/json";

std::string with_hint(const json::object& problem, const std::string& hint) {
    return explain(problem) + (hint.empty() ? "" : "\n  " + hint);
}

json::object read_problem(const http_answer& answer) {
    json::error_code failed;
    const auto parsed = json::parse(answer.body, failed);
    if (!failed && parsed.is_object() && parsed.get_object().contains("code")) return parsed.get_object();
    return {{"status", answer.status},
            {"code", "not_greffe"},
            {"title",
             "HTTP " + std::to_string(answer.status) + " without an explanation; is this a Greffe server?"}};
}

json::value read_body(const http_answer& answer) {
    if (answer.body.empty()) return nullptr;
    json::error_code failed;
    auto parsed = json::parse(answer.body, failed);
    if (failed)
        throw failure(exit_code::refused, "the server's answer is not JSON; is this a Greffe server?");
    return parsed;
}

} // namespace

refusal::refusal(json::object problem, const std::string& hint)
    : failure(exit_code::refused, with_hint(problem, hint)), problem_(std::move(problem)) {}

server_api::server_api(server_address server, std::string key)
    : server_(std::move(server)), client_(server_), key_(std::move(key)) {}

http_request server_api::request(std::string method, const std::string& path) const {
    http_request made{
        .method = std::move(method), .target = server_.prefix + "/v1" + path, .headers = {}, .body = {}};
    if (!key_.empty()) made.headers.emplace_back("Authorization", "Bearer " + key_);
    made.headers.emplace_back("Accept", "application/json, application/problem+json");
    return made;
}

void server_api::accept(const http_answer& answer) const {
    if (answer.status / 100 == 2) return;
    throw refusal(read_problem(answer), answer.status == 401 ? key_hint(!key_.empty()) : std::string());
}

json::value server_api::ask(const http_request& what) const {
    const auto answer = client_.send(what);
    accept(answer);
    return read_body(answer);
}

json::value server_api::get(const std::string& path) const {
    return ask(request("GET", path));
}

json::value server_api::post(const std::string& path, const json::object& body,
                             const std::optional<std::string>& idempotency_key) const {
    auto made = request("POST", path);
    made.headers.emplace_back("Content-Type", json_type);
    if (idempotency_key) made.headers.emplace_back("Idempotency-Key", *idempotency_key);
    made.body = json::serialize(body);
    return ask(made);
}

json::value server_api::patch(const std::string& path, const json::object& body) const {
    auto made = request("PATCH", path);
    made.headers.emplace_back("Content-Type", json_type);
    made.body = json::serialize(body);
    return ask(made);
}
json::value server_api::put(const std::string& path, std::string_view media_type, std::string body) const {
    auto made = request("PUT", path);
    made.headers.emplace_back("Content-Type", media_type);
    made.body = std::move(body);
    return ask(made);
}

json::value server_api::post(const std::string& path, std::string_view media_type, std::string body) const {
    auto made = request("POST", path);
    made.headers.emplace_back("Content-Type", media_type);
    made.body = std::move(body);
    return ask(made);
}

void server_api::remove(const std::string& path) const {
    ask(request("DELETE", path));
}

http_answer server_api::stream(const std::string& method, const std::string& path,
                               std::string_view media_type, const body_sink& sink, const body_source& source,
                               std::chrono::seconds silence) const {
    auto made = request(method, path);
    made.patience = silence;
    if (source) made.headers.emplace_back("Content-Type", media_type);
    auto answer = client_.send(made, sink, source);
    accept(answer);
    return answer;
}

location server_api::locate_comment(const object_name& name) const {
    const auto* natural = std::get_if<natural_key>(&name);
    const auto found =
        natural ? get("/sites/" + encoded(natural->site) + "/comments/" + encoded(natural->external_id))
                : get("/comments/" + std::get<domain::uuid>(name).to_string());
    const auto& comment = as_object(found);
    return {text_at(comment, "site"), text_at(comment, "external_id"), text_at(comment, "id")};
}

location server_api::locate_article(const object_name& name) const {
    const auto at = [](const json::object& article) {
        return location{text_at(article, "site"), text_at(article, "external_id"), text_at(article, "id")};
    };
    const auto* natural = std::get_if<natural_key>(&name);
    if (!natural) return at(as_object(get("/articles/" + std::get<domain::uuid>(name).to_string())));
    location found;
    each_item("/sites/" + encoded(natural->site) + "/articles?external_id=" + encoded(natural->external_id),
              [&](const json::object& article) {
                  found = at(article);
                  return false;
              });
    if (found.id.empty())
        throw refusal(
            {{"status", 404}, {"code", "not_found"}, {"title", "No such object"}, {"field", "article"}}, {});
    return found;
}

void server_api::each_item(const std::string& path,
                           const std::function<bool(const json::object&)>& take) const {
    for (std::string next = path;;) {
        const auto page = get(next);
        for (const auto& item : array_at(as_object(page), "items"))
            if (!take(as_object(item))) return;
        const auto cursor = text_at(as_object(page), "next");
        if (cursor.empty()) return;
        next = path + (path.find('?') == std::string::npos ? "?" : "&") + "cursor=" + encoded(cursor);
    }
}

std::string new_idempotency_key() {
    std::random_device random;
    domain::uuid value;
    for (auto& byte : value.bytes) byte = static_cast<std::uint8_t>(random());
    return value.to_string();
}

} // namespace greffe::cli
