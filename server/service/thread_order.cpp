#include "server/service/thread_order.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace greffe::service {

namespace {

struct place {
    domain::timestamp root_at;
    domain::comment_id root;
    bool reply = false;
    domain::timestamp at;
    domain::comment_id id;
    std::size_t index = 0;
};

bool stands_before(const place& a, const place& b, thread_sort sort) {
    const auto root_of = [](const place& p) { return std::tie(p.root_at, p.root); };
    if (a.root != b.root || a.root_at != b.root_at)
        return sort == thread_sort::oldest ? root_of(a) < root_of(b) : root_of(b) < root_of(a);
    return std::tie(a.reply, a.at, a.id) < std::tie(b.reply, b.at, b.id);
}

} // namespace

void arrange_thread(std::vector<public_comment>& all, thread_sort sort) {
    std::unordered_map<domain::comment_id, std::size_t> by_id;
    by_id.reserve(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) by_id.emplace(all[i].id, i);

    std::vector<bool> shown(all.size());
    for (const auto& comment : all) {
        if (comment.tombstone) continue;
        shown[by_id.at(comment.id)] = true;
        for (auto above = comment.parent; above;) {
            const auto found = by_id.find(*above);
            if (found == by_id.end() || shown[found->second]) break; // what is above was or will be walked
            shown[found->second] = true;
            above = all[found->second].parent;
        }
        if (const auto root = by_id.find(comment.root); root != by_id.end()) shown[root->second] = true;
    }

    std::vector<place> places;
    places.reserve(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!shown[i]) continue;
        const auto& comment = all[i];
        const auto root = by_id.find(comment.root);
        places.push_back({root == by_id.end() ? comment.posted_at : all[root->second].posted_at, comment.root,
                          comment.id != comment.root, comment.posted_at, comment.id, i});
    }
    std::ranges::sort(places, [sort](const place& a, const place& b) { return stands_before(a, b, sort); });
    std::vector<public_comment> arranged;
    arranged.reserve(places.size());
    for (const auto& each : places) arranged.push_back(std::move(all[each.index]));
    all = std::move(arranged);
}

} // namespace greffe::service
