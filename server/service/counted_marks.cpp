#include "server/service/counted_marks.hpp"

#include "server/service/batch_draft.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <stdexcept>

namespace greffe::service {

namespace {

using ports::mark_key;
using rules::rate_key;

constexpr std::size_t key_bytes = 16;
constexpr std::uint64_t stripes = 64; // shared by all sites: a transaction holds no more locks than these

/// Every server runs a new ruleset this long after it became active; until then some do not count for it.
constexpr std::chrono::seconds until_all_count{10};

std::string text_of(const ports::told_author& author) {
    return author.presence + ":" + author.natural_key;
}

class key_maker {
  public:
    explicit key_maker(std::string_view secret) : secret_(secret) {}

    mark_key of(std::string_view kind, std::string_view value) const {
        const std::string text = std::string(kind) + '\0' + std::string(value);
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned int size = 0;
        if (!HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()),
                  reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size))
            throw std::runtime_error("HMAC-SHA-256 failed");
        static constexpr std::string_view digits = "0123456789abcdef";
        mark_key hex;
        for (std::size_t i = 0; i < key_bytes; ++i) {
            hex += digits[digest.at(i) >> 4];
            hex += digits[digest.at(i) & 15];
        }
        return hex;
    }
    std::vector<mark_key> of_each(std::string_view kind, const std::vector<std::string>& values) const {
        std::vector<mark_key> keys;
        for (const auto& value : values) keys.push_back(of(kind, value));
        return keys;
    }

  private:
    std::string_view secret_;
};

/// What the comment is counted by, for one need.
struct keys_by_need {
    const comment_standing& comment;
    const std::vector<std::string>& tags;
    const rules::fingerprint& made;
    key_maker make;

    std::vector<mark_key> of(const rules::rate_need& need) const {
        switch (need.by) {
        case rate_key::author:
            return comment.author ? std::vector{make.of("author", text_of(*comment.author))}
                                  : std::vector<mark_key>{};
        case rate_key::address:
            return comment.address ? std::vector{make.of("address", *comment.address)}
                                   : std::vector<mark_key>{};
        case rate_key::article: return {make.of("article", comment.article.to_string())};
        case rate_key::tag: return make.of_each("tag", rules::tags_for(need.tags, tags));
        case rate_key::link_host: return make.of_each("host", made.link_hosts);
        case rate_key::phone: return make.of_each("phone", made.phones);
        }
        return {};
    }
    std::vector<mark_key> of(const rules::duplicate_need& need) const {
        if (need.near && made.near) return bands();
        return exact();
    }
    std::vector<mark_key> exact() const {
        return made.exact.empty() ? std::vector<mark_key>{} : std::vector{make.of("exact", made.exact)};
    }
    std::vector<mark_key> bands() const {
        std::vector<mark_key> keys;
        for (std::size_t i = 0; made.near && i < made.near->bands.size(); ++i)
            keys.push_back(make.of("band " + std::to_string(i), std::to_string(made.near->bands.at(i))));
        return keys;
    }
};

bool of_text(rate_key by) {
    return by == rate_key::link_host || by == rate_key::phone;
}

std::uint64_t spread(std::string_view text) { // FNV-1a: the same on every server
    std::uint64_t hash = 14695981039346656037u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    return hash ^ (hash >> 32);
}

constexpr std::int64_t first_stripe = 0x6d61726b00000000; // apart from other locks of the database

std::string kind_of(const rules::rate_need& need) {
    switch (need.by) {
    case rate_key::author: return "author";
    case rate_key::address: return "address";
    case rate_key::article: return "article";
    case rate_key::tag: return "tag " + need.tags;
    case rate_key::link_host: return "link_host";
    case rate_key::phone: return "phone";
    }
    return {};
}
std::string kind_of(const rules::duplicate_need& need) {
    return need.near ? "near" : "exact";
}

bool is_whole(const std::string& kind, std::chrono::seconds within, const ports::counted_site& site,
              domain::timestamp now) {
    const auto since = site.since.find(kind);
    return since != site.since.end() && since->second + until_all_count <= now - within;
}

/// Among which comments it is looked for; false: it cannot be told.
bool narrow(ports::duplicate_question& asked, const rules::duplicate_need& need,
            const ports::comment_marks& marks, const std::vector<std::string>& tags) {
    switch (need.across) {
    case rules::duplicate_scope::site: return true;
    case rules::duplicate_scope::author: asked.author = marks.author; return marks.author.has_value();
    case rules::duplicate_scope::article: asked.article = marks.article; return true;
    case rules::duplicate_scope::tag:
        asked.tags = rules::tags_for(need.tags, tags);
        return !asked.tags->empty();
    }
    return false;
}

} // namespace

const rules::facts_needed* marks_needed(const ports::ingest_item& item) {
    if (!item.screened.by || !item.screened.by->rules) return nullptr;
    const auto& needs = item.screened.by->rules->needs();
    return needs.nothing_counted() && !needs.author && !needs.author_comments ? nullptr : &needs;
}

item_asks asks_of(const ports::ingest_item& item, const comment_standing& standing,
                  const ports::batch_facts& known) {
    const auto& needed = *marks_needed(item);
    const auto& made = item.screened.made;
    const auto& site = known.counted.at(item.site);
    const auto& tags = known.threads.at({item.site, standing.article}).tags;
    const auto now = *known.now;
    const keys_by_need keys{standing, tags, made, key_maker(site.secret)};
    item_asks asks;
    auto& marks = asks.marks;
    marks.site = item.site;
    marks.article = standing.article;
    marks.received_at = now;
    if (standing.author)
        marks.author = keys.make.of("author", text_of(*standing.author));
    else if (standing.address)
        marks.author = keys.make.of("address", *standing.address);
    if (made.near) marks.signature = made.near->bits;
    const auto keep = [&](const std::vector<mark_key>& found, bool of_text) {
        for (const auto& key : found)
            if (std::ranges::find(marks.keys, key, &ports::stored_key::key) == marks.keys.end())
                marks.keys.push_back({key, of_text, now});
    };

    for (const auto& need : needed.rates) {
        const auto found = keys.of(need);
        auto& ask = asks.rates.emplace_back();
        ask.whole = is_whole(kind_of(need), need.within, site, now);
        for (const auto& key : found) ask.of.push_back({item.site, key, now - need.within});
        keep(found, of_text(need.by));
    }
    for (const auto& need : needed.duplicates) {
        auto& ask = asks.duplicates.emplace_back();
        ask.whole = is_whole(kind_of(need), need.within, site, now);
        ask.is.site = item.site;
        ask.is.since = now - need.within;
        ask.is.keys = keys.of(need);
        if (need.near) ask.is.signature = marks.signature;
        ask.answerable = narrow(ask.is, need, marks, tags);
        keep(keys.exact(), true);
        if (need.near) keep(keys.bands(), true);
    }
    if (needed.author && standing.author)
        asks.author = {item.site, *standing.author, needed.author_comments && site.authors_listed};
    return asks;
}

std::vector<std::string> counted_kinds(const rules::facts_needed& needed) {
    std::vector<std::string> kinds;
    for (const auto& need : needed.rates) kinds.push_back(kind_of(need));
    for (const auto& need : needed.duplicates) kinds.push_back(kind_of(need));
    if (needed.author_comments) kinds.emplace_back(author_comments_kind);
    std::ranges::sort(kinds);
    kinds.erase(std::ranges::unique(kinds).begin(), kinds.end());
    return kinds;
}

void add_stripes(const ports::ingest_item& item, std::vector<std::int64_t>& into) {
    const auto& needed = *marks_needed(item);
    const auto& made = item.screened.made;
    const auto* fresh = std::get_if<ports::submission>(&item.asks);
    const auto add = [&](std::string_view kind, std::string_view value) {
        const auto text = item.site.to_string() + std::string(kind) + '\0' + std::string(value);
        into.push_back(first_stripe + static_cast<std::int64_t>(spread(text) % stripes));
    };
    for (const auto& need : needed.rates) switch (need.by) {
        case rate_key::author:
            if (const auto author = fresh ? told_author_of(fresh->comment.author) : std::nullopt)
                add("author", text_of(*author));
            break;
        case rate_key::address:
            if (fresh && fresh->comment.address) add("address", *fresh->comment.address);
            break;
        case rate_key::article: break; // the thread's lock does
        case rate_key::tag: add("tag", {}); break;
        case rate_key::link_host:
            for (const auto& host : made.link_hosts) add("host", host);
            break;
        case rate_key::phone:
            for (const auto& phone : made.phones) add("phone", phone);
            break;
        }
    for (const auto& need : needed.duplicates) {
        if (need.near && made.near) add("near", {});
        if (!made.exact.empty()) add("exact", made.exact);
    }
}

} // namespace greffe::service
