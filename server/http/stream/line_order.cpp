#include "server/http/stream/line_order.hpp"

#include "server/http/stream/text_member.hpp"

namespace greffe::http {

line_claims claims_of(const service::import_piece& piece) {
    const auto& says = piece.lines.front().says;
    const std::string of_comment = "comment " + text_member(says, "external_id");
    if (piece.is_record()) {
        const auto record = text_member(says, "record");
        const std::string of_article = "article " + piece.article;
        if (record == "comment") return {.shared = {of_article}, .alone = {of_comment}};
        if (record == "article_revision" || record == "capture") return {.alone = {of_article}};
        return {};
    }
    const std::string type = text_member(says, "type");
    const std::string of_article =
        "article " + text_member(says, type == "article" ? "external_id" : "article");
    if (type == "article" || type == "capture") return {.alone = {of_article}};
    if (type == "comment") return {.shared = {of_article}, .alone = {of_comment}};
    if (says.contains("external_id")) return {.alone = {of_comment}};
    return {};
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
