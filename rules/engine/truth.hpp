// Three-valued logic with room for doubt: a truth is the set of values that a condition may have. Mostly it
// is one of no, unknown (it asks for a fact that is absent) and yes; it is {no, yes} when the engine could
// not find out. Ordered no < unknown < yes, `all` is the least of its children and `any` the greatest
// (Kleene), taken over every combination of what they may be; so doubt that cannot change an answer
// disappears by itself.
#pragma once
#include <cstdint>

namespace greffe::rules {

class truth {
  public:
    static constexpr truth no() { return truth(1); }
    static constexpr truth unknown() { return truth(2); }
    static constexpr truth yes() { return truth(4); }
    static constexpr truth undecided() { return truth(5); }
    static constexpr truth of(bool holds) { return holds ? yes() : no(); }

    constexpr bool is_yes() const { return may_ == 4; }
    constexpr bool may_be_yes() const { return (may_ & 4U) != 0; }
    constexpr bool operator==(const truth&) const = default;

    friend constexpr truth both(truth a, truth b) {
        const std::uint8_t no = (a.may_ | b.may_) & 1U;
        const std::uint8_t yes = a.may_ & b.may_ & 4U;
        const bool unknown =
            ((a.may_ & 2U) != 0 && (b.may_ & 6U) != 0) || ((b.may_ & 2U) != 0 && (a.may_ & 6U) != 0);
        return truth(static_cast<std::uint8_t>(no | yes | (unknown ? 2U : 0U)));
    }
    friend constexpr truth inverse(truth a) {
        return truth(
            static_cast<std::uint8_t>(((a.may_ & 1U) << 2U) | (a.may_ & 2U) | ((a.may_ & 4U) >> 2U)));
    }
    friend constexpr truth either(truth a, truth b) { return inverse(both(inverse(a), inverse(b))); }

  private:
    explicit constexpr truth(std::uint8_t may) : may_(may) {}
    std::uint8_t may_; ///< bit 0: no, bit 1: unknown, bit 2: yes
};

} // namespace greffe::rules
