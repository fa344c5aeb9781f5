#include "server/service/rule_stats.hpp"

#include "server/service/guard_rules.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <cstdio>
#include <tuple>

namespace greffe::service {

using domain::errc;
using domain::fail;

namespace {

constexpr int most_days = 90;

using stat_key = std::tuple<bool, std::string, bool>; // for reports, rule, live

void add(hit_tally& to, const ports::rule_day& day) {
    to.hits += day.hits;
    to.upheld += day.upheld;
    to.overturned += day.overturned;
}

std::chrono::year_month_day parse_day(const std::string& text) {
    int year = 0;
    unsigned month = 1;
    unsigned day = 1;
    std::sscanf(text.c_str(), "%d-%u-%u", &year, &month, &day);
    return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
}

std::string text_of(std::chrono::sys_days at) {
    const std::chrono::year_month_day day(at);
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return text.data();
}

/// The figures of one rule and mode over the days, however few of them have any.
class stat_builder {
  public:
    stat_builder(const ports::watched_rules& watched, const std::vector<std::string>& days,
                 const std::vector<std::int64_t>& texts)
        : watched_(watched), size_(days.size()), texts_(texts) {
        for (std::size_t i = 0; i < days.size(); ++i) place_[days[i]] = i;
        for (const auto& day : watched.days) by_key_[{day.reports, day.rule, day.live}].push_back(&day);
    }

    bool has(const stat_key& key) const { return by_key_.contains(key); }
    /// Takes it out: what is left was of no rule of the active ruleset.
    rule_stat take(const stat_key& key, std::string mode) {
        rule_stat stat{.rule = std::get<1>(key),
                       .reports = std::get<0>(key),
                       .live = std::get<2>(key),
                       .mode = std::move(mode),
                       .days = std::vector<hit_tally>(size_),
                       .total = {}};
        if (const auto found = by_key_.extract(key))
            for (const auto* day : found.mapped()) {
                const auto place = place_.find(day->day);
                if (place == place_.end()) continue;
                add(stat.days[place->second], *day);
                add(stat.total, *day);
            }
        stat.never_upheld = stat.total.overturned > 0 && stat.total.upheld == 0;
        add_cost(stat);
        return stat;
    }
    std::optional<stat_key> any_left() const {
        return by_key_.empty() ? std::nullopt : std::optional(by_key_.begin()->first);
    }

  private:
    void add_cost(rule_stat& stat) const {
        const auto cost = watched_.nanoseconds.find(stat.rule);
        if (stat.reports || cost == watched_.nanoseconds.end()) return;
        stat.nanoseconds = cost->second;
        std::int64_t judged = 0;
        for (const auto texts : texts_) judged += texts;
        stat.seconds = static_cast<double>(judged) * static_cast<double>(cost->second) / 1e9;
    }

    const ports::watched_rules& watched_;
    std::size_t size_;
    const std::vector<std::int64_t>& texts_;
    std::map<std::string, std::size_t> place_;
    std::map<stat_key, std::vector<const ports::rule_day*>> by_key_;
};

boost::json::value number_or_null(const std::optional<double>& value) {
    return value ? boost::json::value(*value) : boost::json::value(nullptr);
}

boost::json::object tally_json(const hit_tally& tally) {
    return {{"hits", tally.hits},
            {"upheld", tally.upheld},
            {"overturned", tally.overturned},
            {"precision", number_or_null(tally.precision())}};
}

boost::json::object guard_json(const ports::guard_state& guard) {
    boost::json::object out{{"live_at", domain::to_rfc3339(guard.live_at)},
                            {"young", guard.young},
                            {"throttled", guard.held_at && !guard.lifted_at}};
    if (guard.held_at) {
        out["held_at"] = domain::to_rfc3339(*guard.held_at);
        out["why"] = why_held(guard);
    }
    if (guard.lifted_at) out["lifted_at"] = domain::to_rfc3339(*guard.lifted_at);
    return out;
}

boost::json::object stat_json(const rule_stat& stat, const std::vector<std::string>& days) {
    auto out = tally_json(stat.total);
    out["rule"] = stat.rule;
    out["for"] = stat.reports ? "report" : "comment";
    out["mode"] = stat.mode;
    out["ran"] = stat.live ? "live" : "shadow";
    out["never_upheld"] = stat.never_upheld;
    if (stat.nanoseconds) out["nanoseconds_a_text"] = *stat.nanoseconds;
    if (stat.seconds) out["seconds"] = *stat.seconds;
    if (stat.guard) out["guard"] = guard_json(*stat.guard);
    boost::json::array each;
    for (std::size_t i = 0; i < days.size(); ++i) {
        auto day = tally_json(stat.days[i]);
        day["day"] = days[i];
        each.push_back(std::move(day));
    }
    out["days"] = std::move(each);
    return out;
}

} // namespace

std::optional<double> hit_tally::precision() const {
    if (upheld + overturned == 0) return std::nullopt;
    return static_cast<double>(upheld) / static_cast<double>(upheld + overturned);
}

std::string why_held(const ports::guard_state& guard) {
    if (!guard.held_at) return {};
    const auto tenths = guard.held_texts > 0 ? guard.hits * 1000 / guard.held_texts : 1000;
    return "hit " + std::to_string(guard.hits) + " of " + std::to_string(guard.held_texts) + " texts (" +
           std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %) within 24 h of going live";
}

rule_stats_answer rule_stats_of(const ports::watched_rules& watched, std::vector<std::string> days,
                                const active_ruleset* active) {
    rule_stats_answer answer{.version = std::nullopt, .days = std::move(days), .texts = {}, .rules = {}};
    answer.texts.resize(answer.days.size());
    for (const auto& day : watched.judged)
        if (const auto at = std::ranges::find(answer.days, day.day); at != answer.days.end())
            answer.texts[static_cast<std::size_t>(at - answer.days.begin())] += day.texts;
    stat_builder build(watched, answer.days, answer.texts);
    std::map<guarded_rule, const ports::guard_state*> guards;
    for (const auto& guard : watched.guards) guards.emplace(guard.rule, &guard);

    if (active) answer.version = active->version;
    if (active && active->rules)
        for (const auto& rule : active->rules->rules()) {
            const bool reports = rule.target == rules::rule_target::report;
            const bool is_live = rule.mode == rules::rule_mode::live;
            const bool is_shadow = rule.mode == rules::rule_mode::shadow;
            for (const bool live : {true, false}) {
                const stat_key key{reports, rule.id, live};
                if (!(live ? is_live : is_shadow) && !build.has(key)) continue;
                auto stat = build.take(key, std::string(to_string(rule.mode)));
                if (const auto guard = guards.find({rule.id, rule.content}); live && guard != guards.end())
                    stat.guard = *guard->second;
                answer.rules.push_back(std::move(stat));
            }
        }
    while (const auto key = build.any_left()) answer.rules.push_back(build.take(*key, "gone"));
    return answer;
}

boost::json::object to_json(const rule_stats_answer& answer) {
    boost::json::array days, rules;
    for (std::size_t i = 0; i < answer.days.size(); ++i)
        days.push_back(boost::json::object{{"day", answer.days[i]}, {"texts", answer.texts[i]}});
    for (const auto& stat : answer.rules) rules.push_back(stat_json(stat, answer.days));
    boost::json::object out{{"days", std::move(days)}, {"rules", std::move(rules)}};
    if (answer.version) out["version"] = *answer.version;
    return out;
}

boost::asio::awaitable<domain::result<rule_stats_answer>> watch_rules::stats(domain::site_id site, int days) {
    if (days < 1 || days > most_days) co_return fail(errc::invalid_field, "days", "from 1 to 90");
    const auto active = rulesets_.of(site);
    std::vector<std::string> asked;
    const auto now = std::chrono::floor<std::chrono::seconds>(env_.now());
    const auto today = active && active->rules ? std::chrono::sys_days(parse_day(active->rules->day_of(now)))
                                               : std::chrono::floor<std::chrono::days>(now);
    for (int back = days - 1; back >= 0; --back) asked.push_back(text_of(today - std::chrono::days(back)));
    std::set<guarded_rule> live;
    if (active && active->rules) live = live_rules(*active->rules);
    const auto zone = settings_.of(site)->time_zone;
    const auto watched = co_await store_.watched(site, asked.front(), zone, std::move(live));
    co_return rule_stats_of(watched, std::move(asked), active.get());
}

boost::asio::awaitable<domain::result<void>> watch_rules::lift(domain::principal who, domain::site_id site,
                                                               std::string rule) {
    if (!who.may_see(site)) co_return fail(errc::not_found, "site", "no such site");
    const auto active = rulesets_.of(site);
    std::optional<guarded_rule> meant;
    if (active && active->rules)
        for (const auto& live : live_rules(*active->rules))
            if (live.rule == rule) meant = live;
    if (!meant)
        co_return fail(errc::not_found, "rule",
                       "the active ruleset has no live rule for comments of this id");
    const ports::audit_entry by{.id = env_.new_id(), .at = env_.now(), .actor = who.key};
    co_await store_.lift(site, *meant, by);
    auto held = rulesets_.held_back();
    if (const auto found = held.find(site); found != held.end() && found->second.erase(*meant) > 0)
        rulesets_.hold_back(site, std::move(found->second));
    co_return domain::result<void>{};
}

} // namespace greffe::service
