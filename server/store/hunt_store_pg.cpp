#include "server/store/hunt_store_pg.hpp"

#include "server/store/audit_log.hpp"
#include "server/store/changed_threads.hpp"
#include "server/store/flag_spans.hpp"
#include "server/store/review_transaction.hpp"
#include "server/store/sql_row.hpp"

namespace greffe::store {

namespace ports = service::ports;
using domain::errc;
using domain::fail;

namespace {

void write_flags(transaction& tx, const ports::locked_rows& known,
                 const std::vector<rules::rule_match>& matches) {
    sql_array sites, comments, revisions, names, modes, actions, scores, policies, spans;
    for (const auto& match : matches) {
        sites.add(known.site);
        comments.add(known.comment);
        revisions.add(known.revision);
        names.add(match.rule);
        modes.add(rules::to_string(match.mode));
        actions.add(rules::to_string(match.does));
        scores.add(match.score);
        policies.add(match.policy);
        spans.add(spans_of(match));
    }
    tx.exec(sql::insert_hunted_flags, sites, comments, revisions, names, modes, actions, scores, policies,
            spans);
}

class hunt_writer_pg final : public ports::hunt_writer {
  public:
    hunt_writer_pg(const std::string& url, const ports::thread_watch& watch, domain::site_id site,
                   domain::uuid hunt)
        : url_(url), watch_(watch), site_(site), hunt_(hunt) {}

  private:
    /// A transaction on the connection of this writer, a new one after a failure.
    template <class F>
    auto written(F&& work) {
        try {
            if (!connection_) connection_ = connect(url_);
            changed_threads changed(watch_);
            return in_transaction(*connection_, [&](transaction& tx) { return work(tx, changed); });
        } catch (...) {
            connection_.reset();
            rethrow_translated();
        }
    }

  public:
    std::int64_t hold(std::span<const domain::comment_id> found, const ports::hunt_step& step) override {
        return written([&](transaction& tx, changed_threads& changed) {
            std::int64_t held = 0;
            const auto batch = tx.exec(sql::lock_hunt, site_, hunt_, "");
            if (batch.empty() || sql_row(batch.at(0)).flag("undone")) return held;
            sql_array ids;
            for (const auto& id : found) ids.add(id);
            for (const auto& each : tx.exec(sql::select_hunted_places, site_, ids)) {
                const sql_row place(each);
                const auto known = locked(tx, place.id<domain::comment_id>("comment_id"));
                if (!known) continue;
                const auto hunted = step(*known, place.number<std::size_t>("place") - 1);
                if (!hunted) continue;
                write_change(tx, *known, hunted->change);
                if (!hunted->matches.empty()) write_flags(tx, *known, hunted->matches);
                tx.exec(sql::insert_hunted_case, site_, hunt_, known->comment, known->revision,
                        hunted->version, hunted->opened);
                changed.note(known->article);
                ++held;
            }
            return held;
        });
    }

    ports::released release(int most, const ports::release_step& step) override {
        return written([&](transaction& tx, changed_threads& changed) {
            ports::released done;
            tx.exec(sql::lock_hunt, site_, hunt_, "");
            const auto rows = tx.exec(sql::select_hunted_cases, site_, hunt_, most);
            done.more = static_cast<int>(rows.size()) == most;
            for (const auto& each : rows) {
                const sql_row row(each);
                const ports::held_by_hunt what{.comment = row.id<domain::comment_id>("comment_id"),
                                               .revision = row.number<int>("revision"),
                                               .case_version = row.number<std::int64_t>("case_version"),
                                               .opened = row.flag("opened")};
                const auto known = locked(tx, what.comment);
                const auto change = known ? step(*known, what) : std::nullopt;
                if (change) {
                    write_change(tx, *known, *change);
                    changed.note(known->article);
                }
                tx.exec(sql::update_hunted_case, site_, hunt_, what.comment, change.has_value());
                ++(change ? done.undone : done.left);
            }
            return done;
        });
    }

  private:
    std::optional<ports::locked_rows> locked(transaction& tx, domain::comment_id comment) const {
        const ports::review_request request{
            .comment = ports::comment_by_id{comment, site_}, .once = std::nullopt, .reader = std::nullopt};
        return lock_rows(tx, request);
    }

    std::string url_;
    const ports::thread_watch& watch_;
    domain::site_id site_;
    domain::uuid hunt_;
    std::unique_ptr<pqxx::connection> connection_;
};

} // namespace

domain::result<void> hunt_store_pg::begin(domain::site_id site, domain::uuid hunt, const std::string& ruleset,
                                          const ports::audit_entry& by) {
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) -> domain::result<void> {
            if (tx.exec(sql::insert_hunt, site, hunt, ruleset, by.actor, by.at).empty()) {
                const auto rows = tx.exec(sql::lock_hunt, site, hunt, ruleset);
                const sql_row there(rows.at(0));
                if (!there.flag("same"))
                    return fail(errc::already_exists, "batch", "a hunt of this id has another ruleset");
                if (there.flag("undone"))
                    return fail(errc::invalid_transition, "batch", "this hunt was undone: begin another");
                return {};
            }
            write_audit(tx, site, by, "hunt", {{"hunt", hunt.to_string()}});
            return {};
        });
    };
    return pool_.on_connection(work);
}

domain::result<void> hunt_store_pg::begin_undo(domain::site_id site, domain::uuid hunt,
                                               const ports::audit_entry& by) {
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) -> domain::result<void> {
            if (!tx.exec(sql::undo_hunt, site, hunt, by.actor, by.at).empty()) {
                write_audit(tx, site, by, "hunt_undone", {{"hunt", hunt.to_string()}});
                return {};
            }
            if (tx.exec(sql::lock_hunt, site, hunt, "").empty())
                return fail(errc::not_found, "batch", "the site has no such hunt");
            return {};
        });
    };
    return pool_.on_connection(work);
}

std::unique_ptr<ports::hunt_writer> hunt_store_pg::open(domain::site_id site, domain::uuid hunt) {
    return std::make_unique<hunt_writer_pg>(pool_.url(), watch_, site, hunt);
}

boost::asio::awaitable<std::vector<ports::hunt_summary>> hunt_store_pg::list(domain::site_id site) {
    auto work = [site](pqxx::connection& connection) {
        transaction tx(connection, transaction::kind::snapshot);
        std::vector<ports::hunt_summary> all;
        for (const auto& each : tx.exec(sql::select_hunts, site)) {
            const sql_row row(each);
            all.push_back({.id = domain::uuid::parse(row.view("hunt_id")).value(),
                           .begun_by = row.id<domain::key_id>("begun_by"),
                           .begun_at = row.time("begun_at"),
                           .undone_at = row.optional_time("undone_at"),
                           .held = row.number<std::int64_t>("held"),
                           .undone = row.number<std::int64_t>("undone"),
                           .left = row.number<std::int64_t>("left_alone")});
        }
        return all;
    };
    co_return co_await pool_.run(std::move(work));
}

} // namespace greffe::store
