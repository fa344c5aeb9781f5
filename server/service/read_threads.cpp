#include "server/service/read_threads.hpp"

#include "server/service/external_id.hpp"

namespace greffe::service {

using domain::errc;
using domain::fail;

read_threads::read_threads(ports::thread_store& store) : store_(store) {}

boost::asio::awaitable<domain::result<thread_view>>
read_threads::thread(domain::site_id site, std::string article_external_id, page_request request) {
    const auto named = check_external_id(article_external_id, "article");
    if (!named) co_return named.error();
    co_return co_await store_.thread(site, std::move(article_external_id), std::move(request));
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
