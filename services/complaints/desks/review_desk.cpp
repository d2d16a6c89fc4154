// SPDX-License-Identifier: MIT
#include "services/complaints/desks/review_desk.hpp"

#include <algorithm>

#include "services/complaints/rules/times.hpp"
#include "services/kit/entities/crud.hpp"

namespace rapport::complaints {
namespace {

/// There is one next review, whichever was the last.
constexpr kit::Timer<> due_timer{"review_due", "next"};

/// A review has the figures of all complaints.
void check_sees_all(const View& view) {
    if (!view.own_parties().all())
        throw Error(Code::permission_denied, "a review is of all parties, and you see some alone");
}

api::ReviewEvent event_of(const Review& review) {
    return {review.id, review.number, review.from, review.to, review.decisions, review.next_due};
}

}  // namespace

ReviewDesk::ReviewDesk(const Casebook& book) : book_(book), reporter_(book), reviews_("reviews", review_moves()) {}

kit::Routes ReviewDesk::routes() {
    using kit::on, kit::tells;
    return {on(api::prepare_review, this, &ReviewDesk::prepare),
            on(api::decide, this, &ReviewDesk::decide),
            on(api::hold_review, this, &ReviewDesk::hold),
            on(api::get_review, this, &ReviewDesk::get),
            on(api::list_reviews, reviews_, this, &ReviewDesk::list),
            kit::timer(due_timer, this, &ReviewDesk::fall_due),
            tells(api::review_prepared),
            tells(api::review_decided),
            tells(api::review_held),
            tells(api::review_due)};
}

kit::Shown<Review> ReviewDesk::prepare(Unit& unit, const api::PrepareReview& request) {
    check_sees_all(unit);
    const kit::Zone zone = reporter_.zone(unit, request.time_zone);
    const Period period = period_of(request.from, request.to, zone, unit.now());
    check_begun("from", period.from, zone.local(unit.now()).day);
    const auto before = period_before(period.from, period.to);
    Review review{
        .from = period.from, .to = period.to, .report = reporter_.report(unit, period), .prepared_at = unit.now()};
    review.trends = trends_between(reporter_.report(unit, {before.first, before.second, zone}), review.report);
    review.causes = pareto(review.report);
    const kit::Condition late[] = {{"overdue", true}};
    for (Action& action : book_.store().actions.table().list(unit, {.limit = 200, .sort = "due"}, late).items)
        if (!kit::has_ended(action.state)) review.overdue_actions.push_back(std::move(action));
    review.id = unit.new_id<ReviewId>();
    review.number = unit.next_number('R');
    reviews_.put(unit, review);
    unit.emit(api::review_prepared, review.id, event_of(review));
    return reviews_.shown(unit, std::move(review));
}

template <class Change>
Review ReviewDesk::change(Unit& unit, const ReviewId& id, std::optional<std::int64_t> version,
                          const kit::Event<api::ReviewEvent>& event, Change change) {
    const Review before = reviews_.get(unit, id);
    kit::check_version(version, before.version);
    Review after = change(before);
    reviews_.put(unit, after);
    unit.emit(event, after.id, event_of(after));
    return after;
}

kit::Shown<Review> ReviewDesk::decide(Unit& unit, const api::Decide& request) {
    check_sees_all(unit);
    return reviews_.shown(
        unit, change(unit, request.id, request.version, api::review_decided,
                     [&](const Review& review) { return decided(review, request.decisions, kit::asking(unit)); }));
}

kit::Shown<Review> ReviewDesk::hold(Unit& unit, const api::HoldReview& request) {
    check_sees_all(unit);
    Review after = change(unit, request.id, request.version, api::review_held, [&](const Review& review) {
        return held(review, request.next_due, unit.actor().id, kit::asking(unit));
    });
    unit.db().run("delete from next_review");
    unit.db().run("insert into next_review (review) values (?)", {after.id});
    unit.at(due_timer, start_of(request.next_due));
    return reviews_.shown(unit, std::move(after));
}

void ReviewDesk::fall_due(Unit& unit) {
    const auto last = unit.db().row<std::string>("select review from next_review");
    if (!last) return;
    change(unit, ReviewId(uuid_from(std::get<0>(*last)).value()), {}, api::review_due, [](Review review) {
        review.next_is_due = true;
        return review;
    });
}

kit::Shown<Review> ReviewDesk::get(View& view, const kit::ById<ReviewId>& request) {
    check_sees_all(view);
    return reviews_.shown(view, reviews_.get(view, request.id));
}

kit::Page<kit::Shown<Review>> ReviewDesk::list(View& view, const kit::ListOf<Review>& request) {
    check_sees_all(view);
    return reviews_.shown(view, reviews_.page(view, request));
}

}  // namespace rapport::complaints
