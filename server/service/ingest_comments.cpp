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
                                 environment env, domain::comment_limits limits)
    : store_(store), rulesets_(rulesets), env_(std::move(env)), limits_(limits) {}

ports::screening_result ingest_comments::scan(domain::site_id site, const rules::comment_text& text) const {
    ports::screening_result screened;
    screened.by = rulesets_.of(site);
    if (screened.by && screened.by->rules) screened.scan = screened.by->rules->scan(text);
    return screened;
}

boost::asio::awaitable<domain::result<submit_answer>>
ingest_comments::submit(domain::site_id site, std::string article_external_id, domain::new_comment comment) {
    const auto named = check_external_id(article_external_id, "article");
    if (!named) co_return named.error();
    const auto checked = domain::check(comment, limits_, env_.now());
    if (!checked) co_return checked.error();
    ports::ingest_item item;
    item.site = site;
    item.external_id = comment.external_id;
    if (comment.screen == domain::screening::live)
        item.screened = scan(site, {comment.body, view_of(comment.author.name)});
    item.asks = ports::submission{std::move(article_external_id), std::move(comment)};
    co_return co_await store_.write(std::move(item));
}

boost::asio::awaitable<domain::result<submit_answer>> ingest_comments::edit(domain::site_id site,
                                                                            std::string external_id,
                                                                            domain::comment_edit edit,
                                                                            domain::screening screen) {
    const auto named = check_external_id(external_id);
    if (!named) co_return named.error();
    const auto checked = domain::check(edit, limits_, env_.now());
    if (!checked) co_return checked.error();
    ports::ingest_item item;
    item.site = site;
    item.external_id = std::move(external_id);
    if (screen == domain::screening::live) item.screened = scan(site, {edit.body, view_of(edit.name)});
    item.asks = ports::edition{std::move(edit), screen};
    co_return co_await store_.write(std::move(item));
}

boost::asio::awaitable<domain::result<submit_answer>> ingest_comments::remove(domain::site_id site,
                                                                              std::string external_id) {
    const auto named = check_external_id(external_id);
    if (!named) co_return named.error();
    ports::ingest_item item;
    item.site = site;
    item.external_id = std::move(external_id);
    item.asks = ports::removal{};
    co_return co_await store_.write(std::move(item));
}

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
    } else if (const auto* edited = std::get_if<edition>(&item.asks)) {
        bytes += edited->edit.body.size();
        add(edited->edit.name);
    }
    return bytes;
}

} // namespace greffe::service
