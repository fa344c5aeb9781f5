#include "server/service/thread_cache.hpp"

namespace greffe::service {

namespace {

constexpr std::size_t bytes_around_an_entry = 400; // list node, hash node, control block, tags

} // namespace

thread_cache::reading thread_cache::begin(time now) const {
    const std::lock_guard lock(mutex_);
    return {changes_, now};
}

std::optional<thread_cache::found> thread_cache::find(const std::string& key, time now) {
    const std::lock_guard lock(mutex_);
    const auto which = by_key_.find(key);
    if (which == by_key_.end()) return std::nullopt;
    kept_.splice(kept_.begin(), kept_, which->second);
    const entry& e = kept_.front();
    const bool unchanged = last_change(e.kept.article) <= e.by.changes && last_change_of_all_ <= e.by.changes;
    return found{e.kept, unchanged && now - e.by.begun < trusted_for};
}

void thread_cache::keep(const std::string& key, page made, reading by) {
    const auto size = bytes_around_an_entry + key.size() + made.body->size();
    if (size > capacity_) return;
    const std::lock_guard lock(mutex_);
    if (const auto which = by_key_.find(key); which != by_key_.end()) {
        // Of two readings the one that began later knows more.
        if (which->second->by.begun > by.begun) return;
        drop(which->second);
    }
    while (bytes_ + size > capacity_) drop(std::prev(kept_.end()));
    kept_.push_front({key, std::move(made), by, size});
    by_key_.emplace(kept_.front().key, kept_.begin());
    bytes_ += size;
}

void thread_cache::forget(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (const auto which = by_key_.find(key); which != by_key_.end()) drop(which->second);
}

void thread_cache::changed(domain::article_id article) {
    const std::lock_guard lock(mutex_);
    last_change(article) = ++changes_;
}

void thread_cache::changed_all() {
    const std::lock_guard lock(mutex_);
    last_change_of_all_ = ++changes_;
}

std::size_t thread_cache::bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

std::uint64_t& thread_cache::last_change(domain::article_id article) {
    return last_changes_[std::hash<domain::article_id>{}(article) % last_changes_.size()];
}

void thread_cache::drop(entries::iterator which) {
    bytes_ -= which->bytes;
    by_key_.erase(which->key);
    kept_.erase(which);
}

} // namespace greffe::service
