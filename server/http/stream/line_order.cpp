#include "server/http/stream/line_order.hpp"

#include "server/http/strict_json.hpp"

namespace greffe::http {

namespace {

std::string text_of(const boost::json::object& line, std::string_view key) {
    const auto* value = line.if_contains(key);
    return value && value->is_string() ? std::string(value->as_string()) : std::string{};
}

} // namespace

line_claims claims_of(std::string_view line) {
    const auto read = read_json_object(line);
    if (!read) return {};
    const std::string type = text_of(*read, "type");
    const std::string of_article = "article " + text_of(*read, type == "article" ? "external_id" : "article");
    const std::string of_comment = "comment " + text_of(*read, "external_id");
    if (type == "article" || type == "capture") return {.alone = {of_article}};
    if (type == "comment") return {.shared = {of_article}, .alone = {of_comment}};
    return {.alone = {of_comment}};
}

bool line_order::admits(const line_claims& wanted) const {
    for (const std::string& name : wanted.shared)
        if (const auto found = held_.find(name); found != held_.end() && found->second.alone > 0)
            return false;
    for (const std::string& name : wanted.alone)
        if (held_.contains(name)) return false;
    return true;
}

void line_order::enter(const line_claims& wanted) {
    for (const std::string& name : wanted.shared) ++held_[name].shared;
    for (const std::string& name : wanted.alone) ++held_[name].alone;
}

void line_order::leave(const line_claims& held) {
    const auto drop = [this](const std::string& name, int holders::* count) {
        const auto found = held_.find(name);
        if (--(found->second.*count) == 0 && found->second.shared == 0 && found->second.alone == 0)
            held_.erase(found);
    };
    for (const std::string& name : held.shared) drop(name, &holders::shared);
    for (const std::string& name : held.alone) drop(name, &holders::alone);
}

} // namespace greffe::http
