#include "server/service/import_lines.hpp"

#include "server/domain/record_reader.hpp"
#include "server/domain/records.hpp"

#include <boost/json/parse.hpp>

#include <array>

namespace greffe::service {

namespace {

namespace json = boost::json;
using domain::errc;
using domain::fail;

constexpr std::array effect_names = {"created", "unchanged", "revised", "superseded", "deleted"};

std::string_view name_of(submit_effect effect) {
    return effect_names.at(static_cast<std::size_t>(effect));
}
std::string_view name_of(const article_answer& answer) {
    return name_of(answer.created   ? submit_effect::created
                   : answer.revised ? submit_effect::revised
                                    : submit_effect::unchanged);
}

constexpr std::size_t deepest = 32;

domain::result<json::object> parse(std::string_view line) {
    json::parse_options strict;
    strict.max_depth = deepest;
    boost::system::error_code wrong;
    auto value = json::parse(line, wrong, {}, strict);
    if (wrong) return fail(errc::malformed, {}, "the line is not JSON: " + wrong.message());
    if (!value.is_object()) return fail(errc::malformed, {}, "the line is not a JSON object");
    return std::move(value.get_object());
}

/// One of the texts that say what the line is about.
domain::result<std::string> text_of(const json::object& line, std::string_view key) {
    domain::record_reader reader(line, {"type", "article", "external_id"});
    auto text = reader.text(key);
    if (!reader.failed()) return text;
    return fail(errc::invalid_field, std::string(key), std::string(key) + " must be a text");
}

json::object told(std::string_view external_id, std::string_view effect, std::string id) {
    return {{"external_id", external_id}, {"effect", effect}, {"id", std::move(id)}};
}

json::object told(const submit_answer& answer) {
    auto result = told(answer.external_id, name_of(answer.effect), answer.id.to_string());
    result["status"] = to_string(answer.status);
    return result;
}

} // namespace

/// One line while it is applied: what it says, and to whom.
struct import_lines::one_line {
    domain::site_id site;
    domain::screening screen;
    json::object says;
};

import_lines::import_lines(ingest_comments& comments, register_articles& articles)
    : comments_(comments), articles_(articles) {}

import_lines::line_result import_lines::apply_article(const one_line& line) {
    const auto external_id = text_of(line.says, "external_id");
    if (!external_id) co_return external_id.error();
    auto content = domain::read_article(line.says, {"type", "external_id"});
    if (!content) co_return content.error();
    const auto answer = co_await articles_.upsert(line.site, *external_id, std::move(*content));
    if (!answer) co_return answer.error();
    co_return told(answer->external_id, name_of(*answer), answer->id.to_string());
}

import_lines::line_result import_lines::apply_capture(const one_line& line) {
    const auto article = text_of(line.says, "article");
    if (!article) co_return article.error();
    auto observed = domain::read_capture(line.says, {"type", "article"});
    if (!observed) co_return observed.error();
    const auto answer = co_await articles_.attach_capture(line.site, *article, std::move(*observed));
    if (!answer) co_return answer.error();
    const auto effect = answer->created ? submit_effect::created : submit_effect::unchanged;
    co_return told(*article, name_of(effect), answer->id.to_string());
}

import_lines::line_result import_lines::apply_comment(const one_line& line) {
    const auto article = text_of(line.says, "article");
    if (!article) co_return article.error();
    auto comment = domain::read_comment(line.says, {"type", "article"});
    if (!comment) co_return comment.error();
    comment->screen = line.screen;
    const auto answer = co_await comments_.submit(line.site, *article, std::move(*comment));
    if (!answer) co_return answer.error();
    co_return told(*answer);
}

import_lines::line_result import_lines::apply_edit(const one_line& line) {
    const auto external_id = text_of(line.says, "external_id");
    if (!external_id) co_return external_id.error();
    auto edit = domain::read_edit(line.says, {"type", "external_id"});
    if (!edit) co_return edit.error();
    const auto answer = co_await comments_.edit(line.site, *external_id, std::move(*edit), line.screen);
    if (!answer) co_return answer.error();
    co_return told(*answer);
}

import_lines::line_result import_lines::apply_delete(const one_line& line) {
    const auto external_id = text_of(line.says, "external_id");
    if (!external_id) co_return external_id.error();
    domain::record_reader rest(line.says, {"type", "external_id"});
    const auto nothing_else = rest.finish(true);
    if (!nothing_else) co_return nothing_else.error();
    const auto answer = co_await comments_.remove(line.site, *external_id);
    if (!answer) co_return answer.error();
    co_return told(*answer);
}

import_lines::line_result import_lines::apply_any(const one_line& line, const std::string& type) {
    using applier = line_result (import_lines::*)(const one_line&);
    struct kind {
        std::string_view name;
        applier apply;
    };
    static constexpr kind kinds[] = {
        {"article", &import_lines::apply_article}, {"capture", &import_lines::apply_capture},
        {"comment", &import_lines::apply_comment}, {"edit", &import_lines::apply_edit},
        {"delete", &import_lines::apply_delete},
    };
    for (const auto& known : kinds)
        if (known.name == type) co_return co_await (this->*known.apply)(line);
    co_return fail(errc::invalid_field, "type", "type is none of article, capture, comment, edit, delete");
}

boost::asio::awaitable<json::object> import_lines::apply(domain::site_id site, domain::screening screen,
                                                         std::int64_t number, std::string line) {
    json::object result{{"line", number}};
    domain::result<json::object> outcome = parse(line);
    line = {};
    if (outcome) {
        const auto type = text_of(*outcome, "type");
        if (type) {
            const one_line said{site, screen, std::move(*outcome)};
            outcome = co_await apply_any(said, *type);
            if (outcome) result["type"] = *type;
        } else {
            outcome = type.error();
        }
    }
    if (outcome) {
        for (auto& [key, value] : *outcome) result[key] = std::move(value);
        co_return result;
    }
    const auto& e = outcome.error();
    result["error"] = {{"code", to_string(e.code)},
                       {"field", e.field},
                       {"detail", e.detail},
                       {"retryable", domain::is_retryable(e.code)}};
    co_return result;
}

} // namespace greffe::service
