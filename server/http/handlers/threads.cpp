#include "server/http/handlers/handlers.hpp"

#include <algorithm>

namespace greffe::http::handlers {

namespace {

/// The names of `articles`, split at their commas, then those of each `article`, whole; each once.
std::vector<std::string> counted_articles(const call& c) {
    std::vector<std::string> names;
    const auto add = [&](std::string name) {
        if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    };
    if (const auto listed = c.query_value("articles")) {
        for (std::size_t begin = 0; begin <= listed->size();) {
            const auto end = std::min(listed->find(',', begin), listed->size());
            if (end > begin) add(listed->substr(begin, end - begin));
            begin = end + 1;
        }
    }
    for (const auto& [parameter, name] : c.repeated) add(name);
    return names;
}

} // namespace

answer show_thread(call& c) {
    auto asked = c.page();
    if (!asked) co_return asked.error();
    const auto sort = service::parse_thread_sort(c.query_value("sort").value_or("oldest"));
    if (!sort) co_return domain::fail(domain::errc::invalid_field, "sort", "oldest or newest is expected");
    service::thread_page_query query{c.site->id, c.external_id(), *sort, std::move(*asked), c.known_tags};
    auto page = co_await c.with.threads.page(std::move(query));
    if (!page) co_return page.error();
    reply made{.status = 304};
    if (page->body)
        made = {.status = 200, .media_type = std::string(json_type), .shared = std::move(page->body)};
    made.headers.emplace_back("ETag", std::move(page->tag));
    // Whoever keeps a copy asks before he shows it again.
    made.headers.emplace_back("Cache-Control", "private, no-cache");
    co_return made;
}

answer show_counts(call& c) {
    auto names = counted_articles(c);
    auto counts = co_await c.with.threads.counts(c.site->id, names);
    if (!counts) co_return counts.error();
    boost::json::object by_name;
    by_name.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto& count = (*counts)[i];
        by_name[names[i]] = count ? boost::json::value(*count) : boost::json::value(nullptr);
    }
    co_return json_reply({{"counts", std::move(by_name)}});
}

} // namespace greffe::http::handlers
