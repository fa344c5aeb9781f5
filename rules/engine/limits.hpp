// A number held between two bounds, both optional and both exclusive: "over" and "below" of many conditions.
#pragma once
#include "rules/engine/truth.hpp"

#include <optional>

namespace greffe::rules {

struct limits {
    std::optional<double> over;
    std::optional<double> below;

    bool any() const { return over || below; }
    bool admit(double value) const { return (!over || value > *over) && (!below || value < *below); }
    /// Unknown for an absent value; without bounds whatever the value holds.
    template <class Number>
    truth of(const std::optional<Number>& value) const {
        if (!any()) return truth::yes();
        return value ? truth::of(admit(static_cast<double>(*value))) : truth::unknown();
    }
    /// No number lies between the bounds; `whole`: no whole number.
    bool is_empty(bool whole) const { return over && below && *below - (whole ? 1 : 0) <= *over; }
    bool operator==(const limits&) const = default;
};

} // namespace greffe::rules
