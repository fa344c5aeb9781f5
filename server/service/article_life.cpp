#include "server/service/article_life.hpp"

#include "server/domain/names.hpp"
#include "server/service/external_id.hpp"
#include "server/service/judge_batch.hpp"
#include "server/service/seal_event.hpp"

namespace greffe::service {

namespace {

/// In the order of article_state.
constexpr std::array state_kinds = {"article_opened", "article_closed", "article_withdrawn"};

archive::event event_in(domain::article_id thread, std::int64_t seq, std::string_view type,
                        std::string_view kind, domain::timestamp now) {
    archive::event event;
    event.type = type;
    event.thread = thread;
    event.seq = seq;
    event.kind = kind;
    event.at = now;
    return event;
}

boost::json::object codes_of(const ports::moving_comment& comment, const domain::principal& who) {
    return {{"comment", comment.id.to_string()},
            {"revision", comment.revision},
            {"status", to_string(comment.status)},
            {"author", to_string(comment.author.presence)},
            {"by", who.key.to_string()}};
}

/// The comment's record goes on in the thread where it arrives, so that its texts are committed to there once
/// more; what happened to it before stays provable in the thread that it leaves.
ports::moved_sealer sealer_of_moves(domain::site_id site, domain::principal who, const environment& env) {
    return [site, who = std::move(who), now = env.now(), &env](const ports::moving_comment& comment,
                                                               const ports::two_places& places) {
        auto left = event_in(places.from, places.from_seq, "comment", "moved_out", now);
        left.codes = codes_of(comment, who);
        if (comment.parent) left.codes["parent"] = comment.parent->to_string();
        left.codes["to"] = places.to.to_string();
        left.codes["to_seq"] = places.to_seq;
        auto arrived = event_in(places.to, places.to_seq, "comment", "moved_in", now);
        arrived.codes = codes_of(comment, who);
        if (comment.parent && comment.keeps_parent) arrived.codes["parent"] = comment.parent->to_string();
        arrived.codes["from"] = places.from.to_string();
        arrived.codes["from_seq"] = places.from_seq;
        if (comment.status != domain::comment_status::erased)
            arrived.fields = committed_texts(comment.author, comment.body);
        return std::array{seal_event(site, comment.id, left, env),
                          seal_event(site, comment.id, arrived, env)};
    };
}

} // namespace

article_life::article_life(ports::article_life_store& store, environment env)
    : store_(store), env_(std::move(env)) {}

boost::asio::awaitable<domain::result<article_view>> article_life::set_state(domain::principal who,
                                                                             domain::site_id site,
                                                                             std::string external_id,
                                                                             domain::article_state state) {
    const auto named = check_external_id(external_id);
    if (!named) co_return named.error();
    ports::state_change change;
    change.site = site;
    change.article_external_id = std::move(external_id);
    change.state = state;
    change.now = env_.now();
    change.seal = [this, site, state, key = who.key, now = change.now](const ports::article_place& place) {
        auto event = event_in(place.article, place.seq, "article", domain::name_of(state_kinds, state), now);
        event.codes["revision"] = place.revision;
        event.codes["by"] = key.to_string();
        return seal_event(site, std::nullopt, event, env_);
    };
    co_return co_await store_.set_state(std::move(change));
}

boost::asio::awaitable<domain::result<move_answer>> article_life::move(domain::principal who,
                                                                       domain::site_id site,
                                                                       std::string comment_external_id,
                                                                       std::string to_external_id) {
    const auto named = check_external_id(comment_external_id);
    if (!named) co_return named.error();
    const auto target = check_external_id(to_external_id, "article");
    if (!target) co_return target.error();
    ports::comment_move asked;
    asked.site = site;
    asked.comment_external_id = std::move(comment_external_id);
    asked.to_external_id = std::move(to_external_id);
    asked.seal = sealer_of_moves(site, std::move(who), env_);
    co_return co_await store_.move(std::move(asked));
}

boost::asio::awaitable<domain::result<merge_answer>> article_life::merge(domain::principal who,
                                                                         domain::site_id site,
                                                                         std::string external_id,
                                                                         std::string into_external_id) {
    const auto named = check_external_id(external_id);
    if (!named) co_return named.error();
    const auto target = check_external_id(into_external_id, "into");
    if (!target) co_return target.error();
    ports::article_merge asked;
    asked.site = site;
    asked.article_external_id = std::move(external_id);
    asked.into_external_id = std::move(into_external_id);
    asked.now = env_.now();
    asked.seal_article = [this, site, key = who.key, now = asked.now](const ports::two_places& places) {
        auto left = event_in(places.from, places.from_seq, "article", "merged_into", now);
        left.codes = {{"to", places.to.to_string()}, {"to_seq", places.to_seq}, {"by", key.to_string()}};
        auto arrived = event_in(places.to, places.to_seq, "article", "merged_from", now);
        arrived.codes = {
            {"from", places.from.to_string()}, {"from_seq", places.from_seq}, {"by", key.to_string()}};
        return std::array{seal_event(site, std::nullopt, left, env_),
                          seal_event(site, std::nullopt, arrived, env_)};
    };
    asked.seal_comment = sealer_of_moves(site, std::move(who), env_);
    co_return co_await store_.merge(std::move(asked));
}

} // namespace greffe::service
