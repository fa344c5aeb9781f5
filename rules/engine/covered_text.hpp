// Stretches of a text that are excepted, and whether another stretch touches one of them: logarithmic,
// however many there are. Scratch space, not thread-safe.
#pragma once
#include "rules/text/offset_map.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace greffe::rules {

class covered_text {
  public:
    void clear() { stretches_.clear(); }
    bool empty() const { return stretches_.empty(); }
    /// Precondition: not empty.
    void add(text::byte_range stretch) { stretches_.push_back(stretch); }
    /// After the last add, before overlaps.
    void arrange() {
        std::ranges::sort(stretches_, {}, &text::byte_range::begin);
        std::size_t kept = 0;
        for (const text::byte_range& next : stretches_) {
            if (kept > 0 && next.begin < stretches_[kept - 1].end)
                stretches_[kept - 1].end = std::max(stretches_[kept - 1].end, next.end);
            else
                stretches_[kept++] = next;
        }
        stretches_.resize(kept);
    }
    bool overlaps(text::byte_range other) const {
        const auto found = std::ranges::upper_bound(stretches_, other.begin, {}, &text::byte_range::end);
        return found != stretches_.end() && found->begin < other.end;
    }

  private:
    std::vector<text::byte_range> stretches_;
};

} // namespace greffe::rules
