#include "server/service/ingest_comments.hpp"

#include "server/domain/records.hpp"
#include "server/service/external_id.hpp"

namespace greffe::service {

namespace {

std::optional<std::string_view> view_of(const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    return *text;
}

} // namespace

ingest_comments::ingest_comments(ports::ingest_store& store, const ruleset_registry& rulesets,
                                 const settings_registry& settings, environment env)
    : store_(store), rulesets_(rulesets), settings_(settings), env_(std::move(env)) {}

ports::screening_result ingest_comments::scan(domain::site_id site, const rules::comment_text& text) const {
    ports::screening_result screened;
    screened.by = rulesets_.of(site);
    if (!screened.by || !screened.by->rules) return screened;
    const auto& rules = *screened.by->rules;
    screened.scan = rules.scan(text);
    if (!rules.needs().nothing_counted()) screened.made = rules::fingerprint_of(rules.needs(), text.body);
    return screened;
}

bool ingest_comments::lists_authors(domain::site_id site) const {
    const auto active = rulesets_.of(site);
    return active && active->rules && active->rules->needs().author_comments;
}

boost::asio::awaitable<domain::result<submit_answer>>
ingest_comments::submit(domain::site_id site, std::string article_external_id, domain::new_comment comment) {
    const auto named = check_external_id(article_external_id, "article");
    if (!named) co_return named.error();
    const auto settings = settings_.of(site);
    const auto checked = domain::check(comment, limits_of(*settings, comment.screen), env_.now());
    if (!checked) co_return checked.error();
    ports::ingest_item item;
    item.site = site;
    item.external_id = comment.external_id;
    item.lists_author = lists_authors(site);
    if (comment.screen == domain::screening::live) {
        item.settings = settings;
        item.screened = scan(site, {comment.body, view_of(comment.author.name)});
    }
    item.asks = ports::submission{std::move(article_external_id), std::move(comment)};
    co_return co_await store_.write(std::move(item));
}

boost::asio::awaitable<domain::result<submit_answer>> ingest_comments::edit(domain::site_id site,
                                                                            std::string external_id,
                                                                            domain::comment_edit edit,
                                                                            domain::screening screen) {
    const auto named = check_external_id(external_id);
    if (!named) co_return named.error();
    const auto settings = settings_.of(site);
    const auto checked = domain::check(edit, limits_of(*settings, screen), env_.now());
    if (!checked) co_return checked.error();
    if (screen == domain::screening::live && edit.received_at)
        co_return domain::fail(domain::errc::invalid_field, "received_at",
                               "received_at is observed in history only: what is live is received now");
    ports::ingest_item item;
    item.site = site;
    item.external_id = std::move(external_id);
    if (screen == domain::screening::live) {
        item.settings = settings;
        item.screened = scan(site, {edit.body, view_of(edit.name)});
    }
    item.asks = ports::edition{std::move(edit), screen};
    co_return co_await store_.write(std::move(item));
}

boost::asio::awaitable<domain::result<submit_answer>>
ingest_comments::remove(domain::site_id site, std::string external_id,
                        std::optional<std::int64_t> source_version, domain::screening screen) {
    const auto named = check_external_id(external_id);
    if (!named) co_return named.error();
    ports::ingest_item item;
    item.site = site;
    item.external_id = std::move(external_id);
    item.asks = ports::removal{source_version, screen};
    co_return co_await store_.write(std::move(item));
}

namespace {

std::size_t size_of_parts(const domain::observed_parts& parts) {
    constexpr std::size_t fixed = 256; // of each: the value itself
    std::size_t bytes = 0;
    for (const auto& seen : parts.revisions) bytes += fixed + seen.body.size();
    for (const auto& seen : parts.flags) bytes += fixed + seen.rule.size() + 64 * seen.spans.size();
    for (const auto& seen : parts.reports) bytes += fixed + seen.said.text.size() + seen.said.reason.size();
    for (const auto& seen : parts.decisions) bytes += fixed + seen.note.size() + seen.reason.size();
    return bytes;
}

} // namespace

std::size_t ports::size_in_bytes(const ingest_item& item) {
    constexpr std::size_t fixed = 1024; // the item itself, its queue entry, what the rules found
    std::size_t bytes = fixed + item.external_id.size();
    const auto add = [&](const std::optional<std::string>& text) { bytes += text ? text->size() : 0; };
    if (const auto* submitted = std::get_if<submission>(&item.asks)) {
        bytes += submitted->article_external_id.size() + submitted->comment.body.size();
        add(submitted->comment.author.name);
        add(submitted->comment.author.external_id);
        add(submitted->comment.parent_external_id);
        if (submitted->comment.posted) bytes += submitted->comment.posted->raw.size();
        if (submitted->parts) bytes += size_of_parts(*submitted->parts);
    } else if (const auto* edited = std::get_if<edition>(&item.asks)) {
        bytes += edited->edit.body.size();
        add(edited->edit.name);
    } else if (const auto* told = std::get_if<testimony>(&item.asks)) {
        bytes += size_of_parts(told->parts);
    }
    return bytes;
}

} // namespace greffe::service
