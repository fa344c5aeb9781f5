// So much of something in all, and so much of it for one client: connections, bytes in memory, streams. What
// is taken comes back by itself. Clients that hold nothing are forgotten, so the table is as small as what is
// out. Thread-safe; outlives what was taken.
#pragma once
#include "server/http/client_name.hpp"

#include <cstddef>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace greffe::http {

class allotment {
  public:
    /// What one holder has; may grow; given back at its end.
    class share {
      public:
        share() = default;
        share(share&& other) noexcept
            : from_(std::exchange(other.from_, nullptr)), who_(other.who_),
              amount_(std::exchange(other.amount_, 0)) {}
        share& operator=(share&& other) noexcept {
            std::swap(from_, other.from_);
            std::swap(who_, other.who_);
            std::swap(amount_, other.amount_);
            return *this;
        }
        ~share() {
            if (from_ && amount_ > 0) from_->give_back(who_, amount_);
        }
        std::size_t amount() const { return amount_; }

      private:
        friend class allotment;
        share(allotment& from, const client_name& who) : from_(&from), who_(who) {}
        allotment* from_ = nullptr;
        client_name who_{};
        std::size_t amount_ = 0;
    };

    allotment(std::size_t in_all, std::size_t for_one) : in_all_(in_all), for_one_(for_one) {}

    enum class lack { none, in_all, for_one };

    /// An empty share of `who`; `grow` fills it.
    share open(const client_name& who) { return share(*this, who); }
    /// More for this share, or what it would be too much for; then it stays as it is.
    lack grow(share& mine, std::size_t by);
    /// The same past the client's own bound: for whoever stands for many.
    lack grow_for_many(share& mine, std::size_t by);

    std::size_t taken() const;
    std::size_t taken_by(const client_name& who) const;

  private:
    lack grow(share& mine, std::size_t by, bool stands_for_many);
    void give_back(const client_name& who, std::size_t amount);

    const std::size_t in_all_;
    const std::size_t for_one_;
    mutable std::mutex mutex_;
    std::size_t taken_ = 0;
    std::unordered_map<client_name, std::size_t, client_name_hash> of_;
};

} // namespace greffe::http
