#include "tests/integration/http/exported.hpp"

#include "server/archive/canonical_json.hpp"

#include <boost/json.hpp>

#include <map>
#include <sstream>
#include <stdexcept>

namespace greffe::test {

namespace json = boost::json;

namespace {

std::string text_at(const json::object& from, std::string_view key) {
    const auto* value = from.if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

class comparison {
  public:
    std::string line(json::object record) {
        const auto kind = text_at(record, "record");
        if (kind == "comment") ids_[text_at(record, "id")] = text_at(record, "external_id");
        for (const char* name : {"comment", "parent", "root"})
            if (record.contains(name)) record[name] = ids_.at(text_at(record, name));
        if (const auto author = text_at(record, "author"); !author.empty())
            record["author"] = authors_.try_emplace(author, authors_.size()).first->second;
        for (const char* differs :
             {"id", "site", "site_name", "exported_at", "event_count", "screen", "case", "seq"})
            record.erase(differs);
        if (kind == "end") record.at("counts").as_object().erase("event");
        return archive::canonical_json(record); // in one order of keys
    }

  private:
    std::map<std::string, std::string> ids_;
    std::map<std::string, std::size_t> authors_;
};

} // namespace

std::string export_of(const http_client& from, const std::string& article) {
    const auto got = from.get("/v1/articles/" + article + "/export?format=ndjson");
    if (got.status != 200) throw std::runtime_error(std::to_string(got.status) + ": " + got.body);
    return got.body;
}

std::vector<std::string> comparable(const std::string& exported) {
    comparison with;
    std::vector<std::string> lines;
    std::istringstream in(exported);
    for (std::string line; std::getline(in, line);) {
        auto record = json::parse(line).as_object();
        if (text_at(record, "record") != "event") lines.push_back(with.line(std::move(record)));
    }
    return lines;
}

} // namespace greffe::test
