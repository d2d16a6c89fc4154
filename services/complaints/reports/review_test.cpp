// SPDX-License-Identifier: MIT
#include "services/complaints/reports/review.hpp"

#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

TEST(Review, ThePeriodBeforeIsAsLongAndEndsTheDayBefore) {
    const auto [from, to] = period_before(*day_from("2026-03-01"), *day_from("2026-03-31"));
    EXPECT_EQ(to_text(from), "2026-01-29");
    EXPECT_EQ(to_text(to), "2026-02-28");
}

TEST(Review, CausesAddUpTheGreatestFirst) {
    const Report report{
        .figures = {{.name = "received_by_root_cause",
                     .rows = {{.key = "wear", .value = 6}, {.key = "haste", .value = 3}, {.key = "x", .value = 1}}}}};
    const auto causes = pareto(report);
    ASSERT_EQ(causes.size(), 3U);
    EXPECT_EQ(causes[0].cumulative, 60);
    EXPECT_EQ(causes[1].percent, 30);
    EXPECT_EQ(causes[2].cumulative, 100);
}

using ReviewDeskTest = DeskTest;
RAPPORT_ON_EACH_STORE(ReviewDeskTest);

TEST_P(ReviewDeskTest, TakesFiguresTrendsCausesAndOverdueActions) {
    const Complaint before = open("a");
    bed.advance(std::chrono::days(1));
    for (const char* cause : {"wear", "wear", "haste"}) {
        const Complaint complaint = open("b");
        bed.call(api::update, kit::Edit<Complaint>::of(complaint.id).set(&Complaint::root_cause, cause));
    }
    bed.call(api::complaint_actions.create, {{.about = before.id, .what = "late", .due = day_of(bed.clock.now())}});
    bed.advance(std::chrono::days(1));
    const Day yesterday{day_of(bed.clock.now()).days - 1};
    const Review review = bed.call(api::prepare_review, {yesterday, yesterday});
    EXPECT_EQ(review.number, "R-2026-000001");
    EXPECT_EQ(review.report.figures.front().rows.at(0).value, 3);
    EXPECT_EQ(review.trends.front().figure, "received");
    EXPECT_EQ(review.trends.front().before, 1);
    EXPECT_EQ(review.trends.front().now, 3);
    EXPECT_EQ(review.causes.at(0).cause, "wear");
    ASSERT_EQ(review.overdue_actions.size(), 1U);
    EXPECT_EQ(review.overdue_actions[0].what, "late");
}

TEST_P(ReviewDeskTest, RecordsDecisionsAndTheNextOneFallsDueOnce) {
    const Day today = day_of(bed.clock.now());
    Review review = bed.call(api::prepare_review, {Day{today.days - 30}, today});
    review = bed.call(api::decide, {.id = review.id, .decisions = {{.text = "Train the night shift"}}});
    EXPECT_EQ(refusal([&] { bed.call(api::hold_review, {.id = review.id, .next_due = today}); }).code(),
              Code::invalid_argument);
    review = bed.call(api::hold_review, {.id = review.id, .next_due = Day{today.days + 90}});
    EXPECT_EQ(review.held_by, "user:test");
    EXPECT_EQ(bed.emitted(api::review_held).back().decisions.at(0).text, "Train the night shift");
    EXPECT_EQ(refusal([&] { bed.call(api::decide, {.id = review.id, .decisions = {{.text = "x"}}}); }).code(),
              Code::failed_precondition);
    const Review second = bed.call(api::prepare_review, {Day{today.days - 30}, today});
    bed.call(api::hold_review, {.id = second.id, .next_due = Day{today.days + 100}});
    bed.advance(std::chrono::days(99));
    EXPECT_TRUE(bed.emitted(api::review_due).empty()) << "the later review moved it";
    bed.advance(std::chrono::days(1));
    ASSERT_EQ(bed.emitted(api::review_due).size(), 1U);
    EXPECT_EQ(bed.emitted(api::review_due).back().review, second.id);
    EXPECT_TRUE(bed.call(api::get_review, {second.id}).next_is_due);
    bed.advance(std::chrono::days(100));
    EXPECT_EQ(bed.emitted(api::review_due).size(), 1U);
    EXPECT_EQ(bed.call(api::list_reviews, kit::ListOf<Review>{}.where(&Review::state, ReviewState::held)).total, 2);
}

}  // namespace
}  // namespace rapport::complaints
