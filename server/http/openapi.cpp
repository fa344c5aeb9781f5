#include "server/http/openapi.hpp"

#include "server/http/target.hpp"

#include <boost/beast/http/status.hpp>

#include <map>
#include <set>

namespace greffe::http {

namespace {

constexpr std::string_view head = R"(openapi: 3.0.3
info:
  title: Greffe
  description: Moderation and archival of reader comments. Errors are application/problem+json with a stable code.
  version: "1"
components:
  securitySchemes:
    key: {type: http, scheme: bearer}
  schemas:
    problem:
      type: object
      required: [type, title, status, code, retryable, request_id]
      properties:
        type: {type: string}
        title: {type: string}
        status: {type: integer}
        code: {type: string, description: Stable; rely on it.}
        detail: {type: string}
        field: {type: string, description: The offending field.}
        retryable: {type: boolean}
        request_id: {type: string}
paths:
)";

std::string yaml_text(std::string_view text) {
    std::string all = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') all += '\\';
        all += c;
    }
    return all + "\"";
}

std::string lower(std::string_view text) {
    std::string all(text);
    for (char& c : all)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return all;
}

void write_parameter(std::string& out, std::string_view name, std::string_view in, std::string_view meaning) {
    out += "        - {name: " + yaml_text(name) + ", in: " + std::string(in) +
           ", required: " + (in == "path" ? "true" : "false") + ", schema: {type: string}";
    if (!meaning.empty()) out += ", description: " + yaml_text(meaning);
    out += "}\n";
}

void write_parameters(std::string& out, const route& r) {
    std::string all;
    const target path = read_target(r.path).value();
    for (const std::string& segment : path.segments)
        if (segment.starts_with('{'))
            write_parameter(all, std::string_view(segment).substr(1, segment.size() - 2), "path", "");
    for (const query_parameter& q : r.query) write_parameter(all, q.name, "query", q.meaning);
    if (r.once)
        write_parameter(all, "Idempotency-Key", "header", "A retry under the same key gets the first answer");
    if (!all.empty()) out += "      parameters:\n" + all;
}

void write_body(std::string& out, const route& r) {
    static const std::map<body_kind, std::string> types{{body_kind::json, "application/json"},
                                                        {body_kind::optional_json, "application/json"},
                                                        {body_kind::yaml, "application/yaml"},
                                                        {body_kind::ndjson, "application/x-ndjson"}};
    const auto type = types.find(r.body);
    if (type == types.end()) return;
    out += "      requestBody:\n        required: ";
    out += r.body == body_kind::optional_json ? "false" : "true";
    out += "\n        description: " + yaml_text("At most " + std::to_string(r.body_limit) +
                                                 (r.body == body_kind::ndjson ? " bytes a line" : " bytes"));
    out += "\n        content: {" + yaml_text(type->second) + ": {}}\n";
}

void write_operation(std::string& out, const route& r) {
    out += "    " + lower(to_string(r.method)) + ":\n";
    out += "      summary: " + yaml_text(r.summary) + "\n";
    if (r.roles.empty()) {
        out += "      security: []\n";
    } else {
        out += "      security: [{key: []}]\n      x-roles: [";
        std::string roles;
        for (const domain::role role : domain::all_roles)
            if (r.roles.contains(role)) roles += (roles.empty() ? "" : ", ") + std::string(to_string(role));
        out += roles + "]\n";
    }
    write_parameters(out, r);
    write_body(out, r);
    out += "      responses:\n";
    for (const unsigned status : possible_answers(r)) {
        out +=
            "        " + yaml_text(std::to_string(status)) + ": {description: " +
            yaml_text(boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status)));
        if (status >= 400)
            out += ", content: {application/problem+json: {schema: {$ref: '#/components/schemas/problem'}}}";
        out += "}\n";
    }
}

} // namespace

std::vector<unsigned> possible_answers(const route& r) {
    std::set<unsigned> all(r.answers.begin(), r.answers.end());
    all.insert({400, 500});
    if (!r.query.empty() || r.body != body_kind::none || r.path.find('{') != r.path.npos || r.once)
        all.insert(422);
    if (r.body != body_kind::none) all.insert(413);
    if (!r.roles.empty()) all.insert({401, 403, 503});
    if (r.counts_as != route::load::probe) all.insert(429);
    if (r.body != body_kind::none) all.insert(408);
    if (r.reaches == reach::object) all.insert(404);
    return {all.begin(), all.end()};
}

std::string openapi_yaml(std::span<const route> table) {
    std::map<std::string, std::vector<const route*>> paths;
    for (const route& r : table) paths[std::string(r.path)].push_back(&r);
    std::string out(head);
    for (const auto& [path, routes] : paths) {
        out += "  " + yaml_text(path) + ":\n";
        for (const route* r : routes) write_operation(out, *r);
    }
    return out;
}

} // namespace greffe::http
