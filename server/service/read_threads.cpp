#include "server/service/read_threads.hpp"

#include "server/archive/event.hpp"
#include "server/service/external_id.hpp"
#include "server/service/thread_text.hpp"

#include <algorithm>

namespace greffe::service {

using domain::errc;
using domain::fail;

namespace {

constexpr std::size_t most_counted = 100;

/// A tag is "FORM-VERSION-QUERY": the form of the JSON, which a later build may change; the thread's version;
/// a hash of what was asked. Two pages of one tag are the same bytes, whichever server made them.
constexpr std::string_view tag_begin = "\"1-";

std::string tag_end(const thread_page_query& asked) {
    const auto digest =
        archive::sha256(std::string(to_string(asked.sort)) + " " + std::to_string(asked.page.limit) + " " +
                        asked.page.cursor.value_or(""));
    return "-" + archive::to_hex({reinterpret_cast<const char*>(digest.data()), 8}) + "\"";
}

std::string tag_of(const std::string& version, const std::string& end) {
    return std::string(tag_begin) + version + end;
}

/// The version of the thread in a tag of the caller's that is a tag of this very page.
std::optional<std::string> version_in(const std::vector<std::string>& tags, const std::string& end) {
    for (const auto& tag : tags)
        if (tag.size() > tag_begin.size() + end.size() && tag.starts_with(tag_begin) && tag.ends_with(end))
            return tag.substr(tag_begin.size(), tag.size() - tag_begin.size() - end.size());
    return std::nullopt;
}

std::string key_of(const thread_page_query& asked) {
    return asked.site.to_string() + std::string(to_string(asked.sort)) + std::to_string(asked.page.limit) +
           " " + asked.article_external_id;
}

bool is_known(const std::vector<std::string>& tags, const std::string& tag) {
    return std::ranges::any_of(tags, [&](const auto& known) { return known == tag || known == "*"; });
}

thread_page shown(const thread_page_query& asked, std::string tag, std::shared_ptr<const std::string> body) {
    if (is_known(asked.known_tags, tag)) body.reset();
    return {std::move(tag), std::move(body)};
}

} // namespace

read_threads::read_threads(ports::thread_store& store, std::size_t cache_bytes)
    : store_(store), cache_(cache_bytes) {}

boost::asio::awaitable<domain::result<thread_view>> read_threads::thread(domain::site_id site,
                                                                         std::string article_external_id,
                                                                         page_request request,
                                                                         thread_sort sort) {
    const auto named = check_external_id(article_external_id, "article");
    if (!named) co_return named.error();
    ports::thread_query query{site, std::move(article_external_id), sort, std::move(request), std::nullopt};
    auto found = co_await store_.thread(std::move(query));
    if (!found) co_return found.error();
    co_return std::move(*found->view);
}

boost::asio::awaitable<domain::result<thread_page>> read_threads::page(thread_page_query asked) {
    const auto named = check_external_id(asked.article_external_id, "article");
    if (!named) co_return named.error();
    const bool keeps = !asked.page.cursor; // later pages are read by few
    const auto key = keeps ? key_of(asked) : std::string();
    const auto now = std::chrono::steady_clock::now();
    std::optional<thread_cache::found> kept;
    if (keeps) kept = cache_.find(key, now);
    if (kept && kept->trusted) co_return shown(asked, std::move(kept->kept.tag), std::move(kept->kept.body));

    const auto end = tag_end(asked);
    const auto reading = cache_.begin(now);
    ports::thread_query query{asked.site, asked.article_external_id, asked.sort, asked.page, std::nullopt};
    query.known_version = kept ? std::optional(kept->kept.version) : version_in(asked.known_tags, end);
    auto found = co_await store_.thread(std::move(query));
    if (!found) {
        if (keeps) cache_.forget(key);
        co_return found.error();
    }
    auto tag = tag_of(found->version, end);
    if (!found->view && kept) {
        cache_.keep(key, kept->kept, reading);
        co_return shown(asked, std::move(tag), std::move(kept->kept.body));
    }
    if (!found->view) co_return thread_page{std::move(tag), nullptr};
    auto body = std::make_shared<const std::string>(to_text(*found->view));
    if (keeps) cache_.keep(key, {found->article, std::move(found->version), tag, body}, reading);
    co_return shown(asked, std::move(tag), std::move(body));
}

boost::asio::awaitable<domain::result<std::vector<std::optional<std::int64_t>>>>
read_threads::counts(domain::site_id site, std::vector<std::string> article_external_ids) {
    if (article_external_ids.empty() || article_external_ids.size() > most_counted)
        co_return fail(errc::invalid_field, "articles", "1 to 100 external ids are expected");
    for (const auto& id : article_external_ids)
        if (const auto named = check_external_id(id, "articles"); !named) co_return named.error();
    co_return co_await store_.published_counts(site, std::move(article_external_ids));
}

boost::asio::awaitable<domain::result<comment_view>> read_threads::comment(domain::site_id site,
                                                                           std::string external_id) {
    const auto named = check_external_id(external_id);
    if (!named) co_return named.error();
    auto found = co_await store_.comment(site, std::move(external_id));
    if (!found) co_return fail(errc::not_found, {}, "the site has no such comment");
    co_return std::move(*found);
}

boost::asio::awaitable<domain::result<comment_view>> read_threads::comment(domain::principal who,
                                                                           domain::comment_id id) {
    auto found = co_await store_.comment(id);
    if (!found || !who.may_see(found->site)) co_return fail(errc::not_found, {}, "there is no such comment");
    co_return std::move(*found);
}

} // namespace greffe::service
