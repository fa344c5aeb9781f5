#include "server/service/backtest.hpp"

#include "server/service/check_ruleset_source.hpp"
#include "server/service/history_walk.hpp"

#include <charconv>

namespace greffe::service {

namespace {

domain::comment_id predecessor(domain::comment_id id) {
    auto& bytes = id.value.bytes;
    for (std::size_t i = bytes.size(); i-- > 0;)
        if (bytes.at(i)-- != 0) break;
    return id;
}

std::vector<shown_change> shown(ports::history_reader& reader, judge_past& judge,
                                const std::vector<telling_change>& chosen) {
    std::vector<shown_change> all;
    for (const auto& change : chosen) {
        const auto& read = reader.read(predecessor(change.comment), change.comment);
        for (const auto& comment : read.comments)
            for (const auto& text : comment.texts) {
                if (text.revision != change.revision) continue;
                shown_change made{.change = change,
                                  .body = std::string(text.body),
                                  .name = std::nullopt,
                                  .status = comment.status,
                                  .verdict = judge.judge(comment, text).made.verdict,
                                  .flags = {}};
                if (text.name) made.name = std::string(*text.name);
                for (const auto& flag : comment.flags) {
                    if (flag.revision != text.revision || !flag.live) continue;
                    made.flags += made.flags.empty() ? "[" : ",";
                    made.flags += R"({"rule":")" + std::string(flag.rule) + R"(","action":")" +
                                  std::string(flag.action) + R"(","spans":)" + std::string(flag.spans) + "}";
                }
                if (!made.flags.empty()) made.flags += "]";
                all.push_back(std::move(made));
            }
    }
    return all;
}

class turn {
  public:
    explicit turn(std::atomic<bool>& taken) : taken_(taken), mine_(!taken.exchange(true)) {}
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;
    ~turn() {
        if (mine_) taken_ = false;
    }
    bool is_mine() const { return mine_; }

  private:
    std::atomic<bool>& taken_;
    bool mine_;
};

} // namespace

std::optional<history_sample> parse_history_sample(std::string_view text) {
    history_sample sample;
    const bool is_part = text.ends_with('%');
    if (is_part) text.remove_suffix(1);
    const char* const end = text.data() + text.size();
    const auto read = is_part ? std::from_chars(text.data(), end, sample.per_cent, std::chars_format::fixed)
                              : std::from_chars(text.data(), end, sample.comments);
    if (text.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    const bool is_sane = is_part ? sample.per_cent > 0 && sample.per_cent <= 100 : sample.comments > 0;
    return is_sane ? std::optional(sample) : std::nullopt;
}

backtest::backtest(ports::history_store& store, const settings_registry& settings, options with)
    : store_(store), settings_(settings), with_(std::move(with)) {}

greffe::rules::compile_options backtest::how(domain::site_id site) const {
    return {.zone = settings_.of(site)->time_zone, .try_drafts = true};
}

greffe::rules::diagnostics backtest::check(const backtest_request& asked) const {
    return greffe::rules::ruleset::compile(asked.source, how(asked.site)).found;
}

domain::result<backtest_outcome> backtest::run(const backtest_request& asked, const backtest_told& told,
                                               std::stop_token asked_to, const visitor_maker& visit) {
    std::stop_source either;
    const std::stop_callback first(std::move(asked_to), [&] { either.request_stop(); });
    const std::stop_callback second(ending_.get_token(), [&] { either.request_stop(); });
    const auto stop = either.get_token();
    const turn mine(running_);
    if (!mine.is_mine())
        return domain::fail(domain::errc::overloaded, {},
                            "another backtest or hunt runs on this server; wait for it, or cancel it");
    if (auto ok = check_ruleset_source(asked.source); !ok) return ok.error();
    const auto begun = std::chrono::steady_clock::now();
    const auto options = how(asked.site);
    auto built = greffe::rules::ruleset::compile(asked.source, options);
    backtest_outcome outcome;
    outcome.found = std::move(built.found);
    if (!built.rules || greffe::rules::has_errors(outcome.found)) return outcome;

    const auto draft = std::make_shared<const active_ruleset>(
        active_ruleset{.version = 0, .rules = built.rules, .zone = options.zone});
    ports::history_scope scope{.site = asked.site,
                               .since = asked.since,
                               .hash_at_most = std::nullopt,
                               .with_authors = built.rules->needs().author,
                               .with_articles = built.rules->needs().article};
    if (asked.sample) {
        // The part of all hashes, from the least on.
        const auto part = static_cast<std::uint64_t>(asked.sample->per_cent / 100 * 18446744073709549568.0);
        if (asked.sample->comments > 0)
            scope.hash_at_most = store_.hash_for(scope, asked.sample->comments);
        else if (asked.sample->per_cent < 100)
            scope.hash_at_most = static_cast<std::int64_t>(part ^ (std::uint64_t{1} << 63));
    }

    history_walk walk(store_, scope, with_);
    auto walked = walk.run(draft, told, stop, visit);
    if (!walked || stop.stop_requested()) return outcome;

    backtest_report report;
    report.ruleset = std::string(built.rules->name());
    report.rules = built.rules->rules();
    report.costs = walk.costs(asked.source, options, report.rules, stop);
    report.unknown = unknown_facts(*built.rules);
    const auto reader = store_.open(
        {.site = asked.site, .with_authors = scope.with_authors, .with_articles = scope.with_articles});
    judge_past judge(draft);
    report.new_hits = shown(*reader, judge, walked->new_hits.chosen());
    report.losses = shown(*reader, judge, walked->losses.chosen());
    report.tally.emplace(std::move(*walked));
    report.took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    if (!stop.stop_requested()) outcome.report = std::move(report);
    return outcome;
}

} // namespace greffe::service
