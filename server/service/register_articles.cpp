#include "server/service/register_articles.hpp"

#include "server/archive/content_hash.hpp"
#include "server/domain/text.hpp"
#include "server/service/external_id.hpp"
#include "server/service/seal_event.hpp"

namespace greffe::service {

using domain::errc;
using domain::fail;

namespace {

domain::result<void> check_time(const std::optional<domain::timestamp>& time, std::string field,
                                domain::timestamp now) {
    if (!time || domain::is_plausible_past(*time, now)) return {};
    auto detail = field + " is " + domain::to_rfc3339(*time) + ": before 1970, or more than a day ahead";
    return fail(errc::invalid_field, std::move(field), std::move(detail));
}

domain::result<void> check(const domain::article_content& content, domain::timestamp now) {
    if (domain::is_blank(content.title)) return fail(errc::invalid_field, "title", "title is empty");
    return check_time(content.published_at, "published_at", now);
}

domain::result<void> check(const domain::capture& observed, domain::timestamp now) {
    if (observed.raw.empty()) return fail(errc::invalid_field, "raw", "raw is empty: a capture is its bytes");
    if (auto checked = check_time(observed.captured_at, "captured_at", now); !checked) return checked;
    return check_time(observed.captured_not_before, "captured_not_before", now);
}

archive::event article_event(const ports::article_place& place, std::string kind, domain::timestamp now) {
    archive::event event;
    event.type = "article";
    event.thread = place.article;
    event.seq = place.seq;
    event.kind = std::move(kind);
    event.at = now;
    event.codes["revision"] = place.revision;
    return event;
}

} // namespace

register_articles::register_articles(ports::article_store& store, environment env)
    : store_(store), env_(std::move(env)) {}

boost::asio::awaitable<domain::result<article_answer>>
register_articles::upsert(domain::site_id site, std::string external_id, domain::article_content content,
                          std::optional<ports::observed_article> seen) {
    const auto now = env_.now();
    const auto named = check_external_id(external_id);
    if (!named) co_return named.error();
    const auto checked = check(content, now);
    if (!checked) co_return checked.error();

    ports::article_write write;
    write.site = site;
    write.external_id = std::move(external_id);
    write.content_hash = archive::content_hash(content);
    write.fresh_id = domain::article_id{env_.new_id()};
    write.now = now;
    write.seal = [this, site, now,
                  bytes = archive::canonical_content(content)](const ports::article_place& place) {
        auto event = article_event(place, place.created ? "registered" : "revised", now);
        event.fields["content"] = bytes;
        return seal_event(site, std::nullopt, event, env_);
    };
    write.content = std::move(content);
    write.seen = std::move(seen);
    co_return co_await store_.upsert(std::move(write));
}

boost::asio::awaitable<domain::result<ports::capture_answer>>
register_articles::attach_capture(domain::site_id site, std::string article_external_id,
                                  domain::capture observed) {
    const auto now = env_.now();
    const auto named = check_external_id(article_external_id, "article");
    if (!named) co_return named.error();
    const auto checked = check(observed, now);
    if (!checked) co_return checked.error();

    ports::capture_write write;
    write.site = site;
    write.article_external_id = std::move(article_external_id);
    write.sha512 = archive::sha512_hex(observed.raw);
    write.fresh_id = domain::capture_id{env_.new_id()};
    write.now = now;
    write.observed = std::move(observed);
    write.seal = [this, site, now, id = write.fresh_id](const ports::article_place& place,
                                                        std::string_view raw) {
        auto event = article_event(place, "captured", now);
        event.codes["capture"] = id.to_string();
        event.fields["content"] = raw;
        return seal_event(site, std::nullopt, event, env_);
    };
    co_return co_await store_.attach_capture(std::move(write));
}

boost::asio::awaitable<domain::result<ports::capture_answer>>
register_articles::attach_observation(domain::site_id site, std::string article_external_id,
                                      domain::capture observed, std::string sha512, std::int64_t size,
                                      std::optional<domain::timestamp> received_at) {
    const auto now = env_.now();
    const auto named = check_external_id(article_external_id, "article");
    if (!named) co_return named.error();
    for (const auto& checked : {check_time(observed.captured_at, "captured_at", now),
                                check_time(observed.captured_not_before, "captured_not_before", now),
                                check_time(received_at, "received_at", now)})
        if (!checked) co_return checked.error();
    constexpr std::size_t digits = 128;
    if (sha512.size() != digits || sha512.find_first_not_of("0123456789abcdef") != std::string::npos)
        co_return fail(errc::invalid_field, "sha512", "sha512 must be 128 hexadecimal digits");

    ports::capture_write write;
    write.site = site;
    write.article_external_id = std::move(article_external_id);
    write.sha512 = std::move(sha512);
    write.fresh_id = domain::capture_id{env_.new_id()};
    write.now = now;
    write.observed = std::move(observed);
    write.received_at = received_at;
    write.size = size;
    write.seal = [this, site, now, id = write.fresh_id](const ports::article_place& place, std::string_view) {
        auto event = article_event(place, "captured", now);
        event.codes["capture"] = id.to_string();
        return seal_event(site, std::nullopt, event, env_); // commits to nothing: the bytes are not here
    };
    co_return co_await store_.attach_capture(std::move(write));
}

boost::asio::awaitable<domain::result<article_view>> register_articles::find(domain::site_id site,
                                                                             std::string external_id) {
    const auto named = check_external_id(external_id);
    if (!named) co_return named.error();
    auto found = co_await store_.find(site, std::move(external_id));
    if (!found) co_return fail(errc::not_found, {}, "the site has no such article");
    co_return std::move(*found);
}

boost::asio::awaitable<domain::result<article_view>> register_articles::find(domain::principal who,
                                                                             domain::article_id id) {
    auto found = co_await store_.find(id);
    if (!found || !who.may_see(found->site)) co_return fail(errc::not_found, {}, "there is no such article");
    co_return std::move(*found);
}

boost::asio::awaitable<domain::result<page<article_view>>> register_articles::list(domain::site_id site,
                                                                                   page_request request) {
    co_return co_await store_.list(site, std::move(request));
}

} // namespace greffe::service
