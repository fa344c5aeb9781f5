// What a report, a reason and a decision may carry, checked before a transaction begins. Pure.
#pragma once
#include "server/domain/error.hpp"
#include "server/domain/report.hpp"
#include "server/service/review_comments.hpp"

#include <string_view>

namespace greffe::service {

/// A short code of the site: 1 to 64 ASCII letters, digits and - _ . / : . Codes enter the log for good, so
/// they may not be sentences, in which a person could be named. Error: invalid_field `field`.
domain::result<void> check_code(std::string_view field, std::string_view code);

/// Lengths; a notice with kind illegal and only there, explained and in good faith. Errors: invalid_field.
domain::result<void> check(const domain::new_report& report);
domain::result<void> check(const decide_request& request);
/// 1 to 255 printable ASCII characters.
domain::result<void> check(const std::optional<idempotency>& once);

} // namespace greffe::service
