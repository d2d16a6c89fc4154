// SPDX-License-Identifier: MIT
#include "services/complaints/rules/times.hpp"

#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

using namespace std::chrono_literals;

Instant at(const char* text) { return *instant_from(text); }
std::string refused(const std::function<void()>& check) {
    try {
        check();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        return error.message();
    }
    return "";
}

TEST(Times, ThoseThatCannotBeAreRefusedEachByItsField) {
    const Instant now = at("2026-03-02T09:00:00Z");
    const auto maybe = [](const char* text) { return text ? std::optional(at(text)) : std::nullopt; };
    struct Row {
        const char *received, *acknowledged, *proposed, *closed;
        const char* refusal;
        bool open = false;
    } const table[] = {
        {"2026-03-01T09:00:00Z", nullptr, nullptr, nullptr, ""},
        {"2026-03-02T09:00:00Z", nullptr, nullptr, nullptr, ""},
        {"2026-03-01T09:00:00Z", "2026-03-01T09:00:00Z", "2026-03-01T09:00:00Z", "2026-03-01T09:00:00Z", ""},
        {"2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z", "2026-03-02T09:00:00Z", ""},
        {"2026-03-02T09:00:00.001Z", nullptr, nullptr, nullptr, "received_at: must not be in the future"},
        {"3026-03-02T09:00:00Z", nullptr, nullptr, nullptr, "received_at: must not be in the future"},
        {"1899-12-31T23:59:59Z", nullptr, nullptr, nullptr, "received_at: must be a time from 1900 on"},
        {"2026-03-01T09:00:00Z", "2026-03-01T08:59:59.999Z", nullptr, nullptr,
         "acknowledged_at: must not be before `received_at`"},
        {"2026-03-01T09:00:00Z", "2026-03-02T09:00:01Z", nullptr, nullptr,
         "acknowledged_at: must not be in the future"},
        {"2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z", "2026-03-01T09:30:00Z", nullptr,
         "first_proposed_at: must not be before `received_at` or `acknowledged_at`"},
        {"2026-03-01T09:00:00Z", nullptr, "2026-02-01T09:30:00Z", nullptr,
         "first_proposed_at: must not be before `received_at` or `acknowledged_at`"},
        {"2026-03-01T09:00:00Z", nullptr, nullptr, "2026-02-28T09:00:00Z",
         "closed_at: must not be before `received_at`, `acknowledged_at` or `first_proposed_at`"},
        {"2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z", nullptr, "2026-03-01T09:30:00Z",
         "closed_at: must not be before `received_at`, `acknowledged_at` or `first_proposed_at`"},
        {"2026-03-01T09:00:00Z", nullptr, nullptr, "2026-03-02T09:00:00.001Z", "closed_at: must not be in the future"},
        {"2026-03-01T09:00:00Z", nullptr, nullptr, "2026-03-01T10:00:00Z",
         "closed_at: must be left out while it is open; `open` is false for one that is over", true}};
    for (const Row& row : table) {
        Complaint complaint{.open = row.open || !row.closed,
                            .received_at = at(row.received),
                            .acknowledged_at = maybe(row.acknowledged),
                            .first_proposed_at = maybe(row.proposed),
                            .closed_at = maybe(row.closed)};
        EXPECT_EQ(refused([&] { check_times(complaint, now); }), row.refusal) << row.received << " " << row.refusal;
    }
}

TEST(Times, WhatAnotherClockTellsALittleAheadCountsAsNow) {
    const Instant now = at("2026-03-02T09:00:00Z");
    EXPECT_EQ(received_by(now + 5min, now), now);
    EXPECT_EQ(received_by(now + 5min + 1ms, now), now + 5min + 1ms);
    EXPECT_EQ(received_by(now - 1h, now), now - 1h);
}

TEST(Times, NothingIsDueBeforeTheComplaintCame) {
    const Complaint complaint{.received_at = at("2026-03-02T11:00:00Z")};
    EXPECT_EQ(refused([&] { check_due("due", day_from("2026-02-28"), complaint); }),
              "due: must not be before the complaint was received");
    for (const char* due : {"2026-03-01", "2026-03-02", "2030-01-01"})
        EXPECT_EQ(refused([&] { check_due("due", day_from(due), complaint); }), "") << due << ", somewhere";
    EXPECT_EQ(refused([&] { check_due("due", {}, complaint); }), "");
}

using TimesDeskTest = DeskTest;
RAPPORT_ON_EACH_STORE(TimesDeskTest);

TEST_P(TimesDeskTest, OpeningKeepsNothingOfWhatCannotBe) {
    const auto open = [&](Instant received) {
        return bed.call(api::open,
                        {{.complainant = Complainant{.name = "Ann"}, .subject = "x", .received_at = received}});
    };
    EXPECT_EQ(refused([&] { open(bed.clock.now() + 6min); }), "received_at: must not be in the future");
    EXPECT_EQ(refused([&] { open(at("1066-10-14T09:00:00Z")); }), "received_at: must be a time from 1900 on");
    EXPECT_EQ(total(), 0);
    EXPECT_EQ(open(bed.clock.now() + 4min).received_at, bed.clock.now());
    EXPECT_EQ(total(), 1);
}

TEST_P(TimesDeskTest, ARowThatCannotBeIsRejectedByItselfAndSaysWhy) {
    const auto row = [](const char* id, const char* received, const char* closed, bool open = false) {
        api::ImportRow made{.reference = {"crm", id},
                            .complainant = Complainant{.name = "Ann"},
                            .subject = "x",
                            .received_at = at(received),
                            .open = open};
        if (closed) made.closed_at = at(closed);
        return any_of(made);
    };
    const auto result =
        bed.call(api::import_rows, {.rows = {row("1", "2019-03-05T10:00:00Z", "2019-03-01T10:00:00Z"),
                                             row("2", "2019-03-05T10:00:00Z", "2019-03-05T10:00:00Z"),
                                             row("3", "2029-03-05T10:00:00Z", nullptr, true),
                                             row("4", "2019-03-05T10:00:00Z", "2029-03-05T10:00:00Z"),
                                             row("5", "2019-03-05T10:00:00Z", "2019-03-06T10:00:00Z", true),
                                             row("6", "2019-03-05T10:00:00Z", nullptr)}});
    const char* const reasons[] = {
        "closed_at: must not be before `received_at`, `acknowledged_at` or `first_proposed_at`",
        "",
        "received_at: must not be in the future",
        "closed_at: must not be in the future",
        "closed_at: must be left out while it is open; `open` is false for one that is over",
        ""};
    for (std::size_t i = 0; i < result.rows.size(); ++i)
        EXPECT_EQ(result.rows[i].error.value_or(""), reasons[i]) << i + 1;
    EXPECT_EQ(total(), 2);
    EXPECT_EQ(bed.call(api::import_rows, {.rows = {row("1", "2019-03-05T10:00:00Z", "2019-03-06T10:00:00Z")}})
                  .rows[0]
                  .outcome,
              kit::ImportOutcome::created)
        << "what was rejected is not known";
}

TEST_P(TimesDeskTest, AnActionIsNotDueBeforeItsComplaint) {
    const Complaint complaint = open("x");
    const Day today = day_of(bed.clock.now()), long_ago{today.days - 9};
    const char* const refusal = "due: must not be before the complaint was received";
    EXPECT_EQ(refused([&] {
                  bed.call(api::complaint_actions.create, {{.about = complaint.id, .what = "a", .due = long_ago}});
              }),
              refusal);
    const Action action = bed.call(api::complaint_actions.create, {{.about = complaint.id, .what = "a", .due = today}});
    EXPECT_EQ(refused([&] {
                  bed.call(api::complaint_actions.update, kit::Edit<Action>::of(action.id).set(&Action::due, long_ago));
              }),
              refusal);
    bed.call(api::complaint_actions.complete, {.id = action.id});
    EXPECT_EQ(refused([&] {
                  bed.call(api::complaint_actions.verify,
                           {.id = action.id, .effective = false, .effect = "none", .due = long_ago});
              }),
              refusal);
}

TEST_P(TimesDeskTest, AReviewIsOfAPeriodThatHasBegunAndItsDecisionsAreNotDueBefore) {
    const Day today = day_of(bed.clock.now());
    EXPECT_EQ(refused([&] {
                  bed.call(api::prepare_review, {Day{today.days + 1}, Day{today.days + 9}, {}});
              }),
              "from: must not be a day to come");
    const Review review = bed.call(api::prepare_review, {Day{today.days - 9}, today, {}});
    EXPECT_EQ(refused([&] {
                  bed.call(api::decide,
                           {.id = review.id,
                            .decisions = {{.text = "a", .due = today}, {.text = "b", .due = Day{today.days - 10}}}});
              }),
              "decisions[1].due: must not be before the period of the review");
}

}  // namespace
}  // namespace rapport::complaints
