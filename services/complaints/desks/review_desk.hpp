// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/reporter.hpp"
#include "services/complaints/reports/review.hpp"

namespace rapport::complaints {

/// Looking at all complaints of a period together, and deciding what follows.
class ReviewDesk {
public:
    explicit ReviewDesk(const Casebook& book);
    kit::Routes routes();

private:
    kit::Shown<Review> prepare(Unit& unit, const api::PrepareReview& request);
    kit::Shown<Review> decide(Unit& unit, const api::Decide& request);
    kit::Shown<Review> hold(Unit& unit, const api::HoldReview& request);
    kit::Shown<Review> get(View& view, const kit::ById<ReviewId>& request);
    kit::Page<kit::Shown<Review>> list(View& view, const kit::ListOf<Review>& request);
    void fall_due(Unit& unit);

    template <class Change>
    Review change(Unit& unit, const ReviewId& id, std::optional<std::int64_t> version,
                  const kit::Event<api::ReviewEvent>& event, Change change);

    const Casebook& book_;
    Reporter reporter_;
    kit::Table<Review> reviews_;
};

}  // namespace rapport::complaints
