#include "server/service/most_telling.hpp"

#include <algorithm>
#include <tuple>

namespace greffe::service {

namespace {

bool tells_more(const telling_change& a, const telling_change& b) {
    return std::tuple(b.people, b.severity, b.score, b.at, b.comment) <
           std::tuple(a.people, a.severity, a.score, a.at, a.comment);
}

} // namespace

void most_telling::add(telling_change seen) {
    ++count_;
    auto& best = by_rule_[seen.rule];
    if (best.size() == most_ && !tells_more(seen, best.back())) return;
    const auto place = std::ranges::upper_bound(best, seen, tells_more);
    best.insert(place, std::move(seen));
    if (best.size() > most_) best.pop_back();
}

void most_telling::add_all(most_telling&& other) {
    const auto count = count_ + other.count_;
    for (auto& [rule, best] : other.by_rule_)
        for (auto& each : best) add(std::move(each));
    count_ = count;
}

std::vector<telling_change> most_telling::chosen() const {
    struct placed {
        const telling_change* change;
        std::size_t turn; ///< how many of its rule and group come before it
    };
    std::vector<placed> all;
    for (const auto& [rule, best] : by_rule_) {
        std::size_t turn = 0;
        for (std::size_t i = 0; i < best.size(); ++i) {
            turn = i > 0 && best[i].people == best[i - 1].people ? turn + 1 : 0;
            all.push_back({&best[i], turn});
        }
    }
    std::ranges::sort(all, [](const placed& a, const placed& b) {
        if (a.change->people != b.change->people) return a.change->people > b.change->people;
        if (a.turn != b.turn) return a.turn < b.turn;
        return tells_more(*a.change, *b.change);
    });
    if (all.size() > most_) all.resize(most_);
    std::vector<telling_change> chosen;
    for (const auto& each : all) chosen.push_back(*each.change);
    return chosen;
}

} // namespace greffe::service
