#include "server/service/hunt.hpp"

#include "server/service/hunt_steps.hpp"

#include <atomic>

namespace greffe::service {

namespace {

constexpr std::size_t at_once = 64; // comments in a transaction: ingest waits for their threads no longer

struct hunt_counts {
    std::atomic<std::int64_t> found = 0;
    std::atomic<std::int64_t> left = 0;
    std::atomic<std::int64_t> opened = 0;
};

class hunting final : public history_visitor {
  public:
    hunting(hunt_counts& counts, std::unique_ptr<ports::hunt_writer> writer, domain::uuid batch,
            const environment& env, std::stop_token stop)
        : counts_(counts), writer_(std::move(writer)), batch_(batch), env_(env), stop_(std::move(stop)) {}

    void see(const ports::past_comment& comment, const std::vector<judged_text>& judged) override {
        const auto* found = found_by_hunt(comment, judged);
        if (!found) return;
        ++counts_.found;
        if (people_let_stand(comment)) {
            ++counts_.left;
            return;
        }
        if (!writer_) return;
        ids_.push_back(comment.parsed_id());
        found_.push_back({found->text->revision, found->made});
        if (ids_.size() == at_once) hold();
    }

    std::int64_t end_of_stretch() override {
        if (!ids_.empty()) hold();
        return opened_;
    }

  private:
    struct found_text {
        int revision;
        ruling made;
    };

    void hold() {
        if (!stop_.stop_requested()) {
            const auto opened = writer_->hold(ids_, [&](const ports::locked_rows& known, std::size_t number) {
                return step_hunt(known, found_[number].revision, found_[number].made, batch_, env_);
            });
            opened_ += opened;
            counts_.opened += opened;
        }
        ids_.clear();
        found_.clear();
    }

    hunt_counts& counts_;
    std::unique_ptr<ports::hunt_writer> writer_;
    domain::uuid batch_;
    const environment& env_;
    std::stop_token stop_;
    std::vector<domain::comment_id> ids_;
    std::vector<found_text> found_;
    std::int64_t opened_ = 0;
};

} // namespace

hunt::hunt(backtest& looks, ports::hunt_store& store, environment env)
    : looks_(looks), store_(store), env_(std::move(env)) {}

ports::audit_entry hunt::audited(const domain::principal& who) const {
    return {.id = env_.new_id(), .at = env_.now(), .actor = who.key};
}

domain::result<hunt_outcome> hunt::run(const domain::principal& who, const hunt_request& asked,
                                       const backtest_told& told, std::stop_token stop) {
    const auto site = asked.rules.site;
    bool begun = false;
    if (asked.open) {
        // A ruleset that is refused begins no batch.
        const auto built = looks_.check(asked.rules);
        begun = !greffe::rules::has_errors(built);
    }
    if (begun) {
        const auto there = store_.begin(site, asked.batch, asked.rules.source, audited(who));
        if (!there) return there.error();
    }
    hunt_counts counts;
    auto looked = looks_.run(asked.rules, told, stop, [&]() -> std::unique_ptr<history_visitor> {
        return std::make_unique<hunting>(counts, begun ? store_.open(site, asked.batch) : nullptr,
                                         asked.batch, env_, stop);
    });
    if (!looked) return looked.error();
    return hunt_outcome{
        .looked = std::move(*looked), .found = counts.found, .left = counts.left, .opened = counts.opened};
}

domain::result<ports::released> hunt::undo(const domain::principal& who, domain::site_id site,
                                           domain::uuid batch, const std::function<void(std::int64_t)>& told,
                                           std::stop_token stop) {
    const auto there = store_.begin_undo(site, batch, audited(who));
    if (!there) return there.error();
    const auto writer = store_.open(site, batch);
    ports::released all;
    for (bool more = true; more && !stop.stop_requested();) {
        const auto some =
            writer->release(at_once, [&](const ports::locked_rows& known, const ports::held_by_hunt& what) {
                return step_release(known, what, batch, env_);
            });
        all.undone += some.undone;
        all.left += some.left;
        all.more = more = some.more;
        told(all.undone + all.left);
    }
    return all;
}

boost::asio::awaitable<std::vector<ports::hunt_summary>> hunt::list(domain::site_id site) {
    co_return co_await store_.list(site);
}

} // namespace greffe::service
