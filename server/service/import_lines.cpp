#include "server/service/import_lines.hpp"

#include "server/domain/record_reader.hpp"
#include "server/domain/records.hpp"
#include "server/domain/records_history.hpp"
#include "server/service/thread_records.hpp"

#include <array>
#include <limits>

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

domain::error history_only(std::string_view kind) {
    return fail(errc::invalid_field, "type",
                std::string(kind) + " is taken by an import of history only (screen=history)");
}

/// A record's comment is there, or comes: who waits for what.
std::string waits_for(const domain::error& why, const import_piece& piece) {
    const auto& says = piece.lines.front().says;
    const auto named = [&](std::string_view key) {
        const auto* value = says.if_contains(key);
        return value && value->is_string() ? std::string(value->get_string()) : std::string();
    };
    const bool record = piece.is_record();
    switch (why.code) {
    case errc::unknown_article: return "article " + (record ? piece.article : named("article"));
    case errc::unknown_parent: return "comment " + named(record ? "parent_external_id" : "parent");
    case errc::not_found: return "comment " + named("external_id");
    default: return {};
    }
}

} // namespace

/// One piece while it is applied: what it says, and to whom.
struct import_lines::one_line {
    domain::site_id site;
    domain::screening screen;
    const import_piece& piece;

    const json::object& says() const { return piece.lines.front().says; }
};

import_lines::import_lines(ingest_comments& comments, register_articles& articles)
    : comments_(comments), articles_(articles) {}

import_lines::line_result import_lines::apply_article(const one_line& line) {
    const auto external_id = text_of(line.says(), "external_id");
    if (!external_id) co_return external_id.error();
    domain::result<article_answer> answer = fail(errc::malformed);
    if (line.screen == domain::screening::history) {
        auto seen = read_observed_article(line.says());
        if (!seen) co_return seen.error();
        answer =
            co_await articles_.upsert(line.site, *external_id, std::move(seen->content), std::move(seen->of));
    } else {
        auto content = domain::read_article(line.says(), {"type", "external_id"});
        if (!content) co_return content.error();
        answer = co_await articles_.upsert(line.site, *external_id, std::move(*content));
    }
    if (!answer) co_return answer.error();
    co_return told(answer->external_id, name_of(*answer), answer->id.to_string());
}

import_lines::line_result import_lines::apply_capture(const one_line& line) {
    const auto article = text_of(line.says(), "article");
    if (!article) co_return article.error();
    auto observed = domain::read_capture(line.says(), {"type", "article"});
    if (!observed) co_return observed.error();
    const auto answer = co_await articles_.attach_capture(line.site, *article, std::move(*observed));
    if (!answer) co_return answer.error();
    const auto effect = answer->created ? submit_effect::created : submit_effect::unchanged;
    co_return told(*article, name_of(effect), answer->id.to_string());
}

import_lines::line_result import_lines::apply_comment(const one_line& line) {
    const auto article = text_of(line.says(), "article");
    if (!article) co_return article.error();
    auto comment = domain::read_comment(line.says(), {"type", "article"});
    if (!comment) co_return comment.error();
    comment->screen = line.screen;
    const auto answer = co_await comments_.submit(line.site, *article, std::move(*comment));
    if (!answer) co_return answer.error();
    co_return told(*answer);
}

import_lines::line_result import_lines::apply_edit(const one_line& line) {
    const auto external_id = text_of(line.says(), "external_id");
    if (!external_id) co_return external_id.error();
    auto edit = domain::read_edit(line.says(), {"type", "external_id"});
    if (!edit) co_return edit.error();
    const auto answer = co_await comments_.edit(line.site, *external_id, std::move(*edit), line.screen);
    if (!answer) co_return answer.error();
    co_return told(*answer);
}

import_lines::line_result import_lines::apply_delete(const one_line& line) {
    const auto external_id = text_of(line.says(), "external_id");
    if (!external_id) co_return external_id.error();
    domain::record_reader rest(line.says(), {"type", "external_id"});
    const auto version =
        rest.finish(rest.integer("source_version", 0, std::numeric_limits<std::int64_t>::max()));
    if (!version) co_return version.error();
    const auto answer = co_await comments_.remove(line.site, *external_id, *version, line.screen);
    if (!answer) co_return answer.error();
    co_return told(*answer);
}

import_lines::line_result import_lines::apply_report(const one_line& line) {
    const auto external_id = text_of(line.says(), "external_id");
    if (!external_id) co_return external_id.error();
    auto seen = domain::read_observed_report(line.says(), {"type", "external_id"});
    if (!seen) co_return seen.error();
    domain::observed_parts parts;
    parts.reports.push_back(std::move(*seen));
    const auto answer = co_await comments_.observe(line.site, *external_id, std::move(parts));
    if (!answer) co_return answer.error();
    co_return told(*answer);
}

import_lines::line_result import_lines::apply_decision(const one_line& line) {
    const auto external_id = text_of(line.says(), "external_id");
    if (!external_id) co_return external_id.error();
    auto seen = domain::read_observed_decision(line.says(), {"type", "external_id"});
    if (!seen) co_return seen.error();
    domain::observed_parts parts;
    parts.decisions.push_back(std::move(*seen));
    const auto answer = co_await comments_.observe(line.site, *external_id, std::move(parts));
    if (!answer) co_return answer.error();
    co_return told(*answer);
}

import_lines::line_result import_lines::apply_article_revision(const one_line& line) {
    auto seen = read_article_revision(line.says(), line.piece.article_state);
    if (!seen) co_return seen.error();
    const auto answer = co_await articles_.upsert(line.site, line.piece.article, std::move(seen->content),
                                                  std::move(seen->of));
    if (!answer) co_return answer.error();
    co_return told(answer->external_id, name_of(*answer), answer->id.to_string());
}

import_lines::line_result import_lines::apply_observation(const one_line& line) {
    auto seen = read_capture_record(line.says());
    if (!seen) co_return seen.error();
    const auto answer =
        co_await articles_.attach_observation(line.site, line.piece.article, std::move(seen->observation),
                                              std::move(seen->sha512), seen->size, seen->received_at);
    if (!answer) co_return answer.error();
    const auto effect = answer->created ? submit_effect::created : submit_effect::unchanged;
    co_return told(line.piece.article, name_of(effect), answer->id.to_string());
}

import_lines::line_result import_lines::apply_thread_comment(const one_line& line) {
    auto seen = read_thread_comment(line.piece);
    if (!seen) co_return seen.error();
    const auto answer = co_await comments_.observe(line.site, line.piece.article, std::move(seen->comment),
                                                   std::move(seen->parts));
    if (!answer) co_return answer.error();
    co_return told(*answer);
}

import_lines::line_result import_lines::pass_over(const one_line& line) {
    co_return json::object{{"external_id", line.piece.article}, {"effect", "passed_over"}};
}

import_lines::line_result import_lines::apply_any(const one_line& line, std::string_view kind) {
    using applier = line_result (import_lines::*)(const one_line&);
    struct kind_row {
        std::string_view name;
        bool record;
        bool history_only;
        applier apply;
    };
    static constexpr kind_row kinds[] = {
        {"article", false, false, &import_lines::apply_article},
        {"capture", false, false, &import_lines::apply_capture},
        {"comment", false, false, &import_lines::apply_comment},
        {"edit", false, false, &import_lines::apply_edit},
        {"delete", false, false, &import_lines::apply_delete},
        {"report", false, true, &import_lines::apply_report},
        {"decision", false, true, &import_lines::apply_decision},
        {"comment", true, true, &import_lines::apply_thread_comment},
        {"article_revision", true, true, &import_lines::apply_article_revision},
        {"capture", true, true, &import_lines::apply_observation},
        {"export", true, true, &import_lines::pass_over},
        {"article", true, true, &import_lines::pass_over},
        {"event", true, true, &import_lines::pass_over},
        {"end", true, true, &import_lines::pass_over},
    };
    const bool record = line.piece.is_record();
    for (const auto& known : kinds) {
        if (known.name != kind || known.record != record) continue;
        if (known.history_only && line.screen != domain::screening::history) co_return history_only(kind);
        co_return co_await (this->*known.apply)(line);
    }
    if (record)
        co_return fail(errc::invalid_field, "record",
                       "record is none that an export of a thread has here; parts of a comment follow it");
    co_return fail(errc::invalid_field, "type",
                   "type is none of article, capture, comment, edit, delete, report, decision");
}

boost::asio::awaitable<piece_results> import_lines::apply(domain::site_id site, domain::screening screen,
                                                          const import_piece& piece) {
    const one_line line{site, screen, piece};
    const auto key = piece.is_record() ? "record" : "type";
    const auto* named = line.says().if_contains(key);
    domain::result<json::object> outcome = fail(errc::invalid_field, "type", "type must be a text");
    if (named && named->is_string()) outcome = co_await apply_any(line, named->get_string());

    piece_results results;
    for (const auto& each : piece.lines) {
        if (!outcome) {
            results.lines.push_back(refused_line(each.number, outcome.error()));
            continue;
        }
        json::object result{{"line", each.number}, {"type", each.says.at(key)}};
        for (const auto& [name, value] : *outcome)
            if (&each == &piece.lines.front() || name == "external_id" || name == "effect")
                result[name] = value;
        results.lines.push_back(std::move(result));
    }
    if (!outcome) {
        results.waits_for = waits_for(outcome.error(), piece);
    } else {
        const auto& type = named->get_string();
        if (type == "comment" || type == "article" || type == "article_revision")
            results.brings = (type == "comment" ? "comment " : "article ") +
                             std::string(outcome->at("external_id").as_string());
    }
    co_return results;
}

json::object refused_line(std::int64_t number, const domain::error& why) {
    return {{"line", number},
            {"error",
             {{"code", to_string(why.code)},
              {"field", why.field},
              {"detail", why.detail},
              {"retryable", domain::is_retryable(why.code)}}}};
}

} // namespace greffe::service
