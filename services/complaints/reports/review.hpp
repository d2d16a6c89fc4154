// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/review.hpp"

/// What a review makes of reports: values and pure functions, no I/O.
namespace rapport::complaints {

/// The period of the same length that ends the day before.
std::pair<Day, Day> period_before(Day from, Day to);
/// Volume, categories, recurrence and times, side by side.
std::vector<Trend> trends_between(const Report& before, const Report& now);
/// The greatest cause first.
std::vector<CauseShare> pareto(const Report& report);
const kit::Moves<Review>& review_moves();
/// failed_precondition once it was held.
Review decided(Review review, const std::vector<Decision>& decisions, const kit::Asking& asking);
/// failed_precondition once it was held; invalid_argument for a next one that is not after today.
Review held(Review review, Day next_due, const std::string& who, const kit::Asking& asking);

}  // namespace rapport::complaints
