// SPDX-License-Identifier: MIT
#include "services/registry/rules/agreement.hpp"

#include <gtest/gtest.h>

#include "bus/base/error.hpp"

namespace rapport::registry {
namespace {

using api::AgreementStatus;
using api::Renewal;

Day day(const char* text) { return day_from(text).value(); }

api::Agreement agreement(Renewal renewal, AgreementStatus status = AgreementStatus::draft) {
    api::Agreement made{.title = "Managed workplace",
                        .start = day("2020-08-01"),
                        .term_months = 36,
                        .notice_months = 3,
                        .renewal = renewal,
                        .status = status};
    return settled(made, day("2020-08-01"));
}

/// On that day.
kit::Asking on(Day today) { return {start_of(today)}; }
kit::Asking on(const char* today) { return on(day(today)); }

template <class Call>
std::string refusal(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return error.message();
    }
    return "accepted";
}

TEST(Agreement, OneThatRenewsItselfGoesOnYearAfterYear) {
    const auto active = activated(agreement(Renewal::tacit), on("2021-01-01"));
    EXPECT_EQ(to_text(active.last_day), "2023-07-31");
    EXPECT_EQ(to_text(active.notice_by), "2023-04-30");
    const auto later = settled(active, day("2025-08-01"));
    EXPECT_EQ(later.status, AgreementStatus::active);
    EXPECT_EQ(later.renewals, 3);
    EXPECT_EQ(to_text(later.ends), "2026-08-01");
    EXPECT_EQ(to_text(later.notice_by), "2026-04-30");
}

TEST(Agreement, ATargetIsPromisedOnceForEachServiceAndPriority) {
    const api::ServiceId mail(uuid_from("01890000-0000-7000-8000-000000000001").value());
    const api::Target all{.metric = api::Metric::resolve, .value = 4},
        longer{.metric = api::Metric::resolve, .value = 8},
        urgent{.priority = api::Priority::P1, .metric = api::Metric::resolve, .value = 1},
        for_mail{.service = mail, .metric = api::Metric::resolve, .value = 2},
        respond{.metric = api::Metric::respond, .value = 4};
    const auto check = [](std::vector<api::Target> targets) {
        return refusal([&] { check_targets_apart({.targets = std::move(targets)}); });
    };
    EXPECT_EQ(check({all, urgent, for_mail, respond}), "accepted");
    EXPECT_EQ(check({all, urgent, longer}),
              "targets[2]: promises anew what targets[0] promises: the same metric for the same service and priority");
    EXPECT_EQ(check({for_mail, all, for_mail}).substr(0, 11), "targets[2]:");
    EXPECT_EQ(check({urgent, urgent}).substr(0, 11), "targets[1]:");
}

TEST(Agreement, OthersExpireAtTheirEnd) {
    for (const Renewal renewal : {Renewal::none, Renewal::express}) {
        const auto active = activated(agreement(renewal), on("2021-01-01"));
        EXPECT_EQ(settled(active, day("2023-07-31")).status, AgreementStatus::active);
        EXPECT_EQ(settled(active, day("2023-08-01")).status, AgreementStatus::expired);
    }
}

TEST(Agreement, AnExpressRenewalExtendsItFromTheStart) {
    const auto active = activated(agreement(Renewal::express), on("2021-01-01"));
    EXPECT_EQ(to_text(renewed(renewed(active, on("2022-01-01")), on("2022-01-01")).ends), "2025-08-01");
}

TEST(Agreement, NoticeInTimeEndsItAtItsEndAndLateNoticeAtTheNextOne) {
    const auto active = activated(agreement(Renewal::tacit), on("2021-01-01"));
    const auto in_time = notice_given(active, {.reason = "too dear"}, on("2023-04-30"));
    EXPECT_EQ(in_time.status, AgreementStatus::notice_given);
    EXPECT_EQ(to_text(in_time.ends), "2023-08-01");
    EXPECT_EQ(settled(in_time, day("2023-08-01")).status, AgreementStatus::expired);
    const auto late = notice_given(active, {.reason = "too dear"}, on("2023-05-01"));
    EXPECT_EQ(to_text(late.ends), "2024-08-01");
    EXPECT_EQ(settled(late, day("2023-08-01")).status, AgreementStatus::notice_given);
}

TEST(Agreement, NoticeThatIsEnteredLateCountsFromWhenItWasIn) {
    const auto active = settled(activated(agreement(Renewal::tacit), on("2021-01-01")), day("2023-09-01"));
    EXPECT_EQ(to_text(active.ends), "2024-08-01");
    const auto noticed =
        notice_given(active, {.on = day("2023-04-20"), .reason = "letter lay about"}, on("2023-09-01"));
    EXPECT_EQ(noticed.status, AgreementStatus::expired);
    EXPECT_EQ(to_text(noticed.ends), "2023-08-01");
    EXPECT_EQ(refusal([&] { notice_given(active, {.on = day("2023-09-02"), .reason = "x"}, on("2023-09-01")); }),
              "on: must not be a day to come");
}

TEST(Agreement, AMoveThatItsStatusDoesNotAllowSaysWhichAre) {
    const kit::Asking today = on("2021-01-01");
    const auto active = activated(agreement(Renewal::none), today);
    const auto refused = [](const std::string& status, const std::string& rest) {
        return "status: an agreement that is " + status + " does not allow " + rest;
    };
    EXPECT_EQ(refusal([&] { activated(active, today); }),
              refused("active", "activate_agreement; it allows terminate_agreement"));
    EXPECT_EQ(refusal([&] { renewed(active, today); }),
              refused("active", "renew_agreement now: renewal is not express; it allows terminate_agreement"));
    EXPECT_EQ(refusal([&] { renewed(agreement(Renewal::express), today); }),
              refused("draft", "renew_agreement; it allows activate_agreement, terminate_agreement"));
    const auto over = terminated(active, "bankrupt", today);
    EXPECT_EQ(refusal([&] { terminated(over, "again", today); }),
              refused("terminated", "terminate_agreement; it allows you no move"));
    EXPECT_EQ(over.reason, "bankrupt");
}

TEST(Agreement, ShowsHowItMayEnd) {
    const auto shown = [](Renewal renewal) {
        const kit::Asking today = on("2021-01-01");
        return agreement_moves().shown(activated(agreement(renewal), today), today);
    };
    EXPECT_EQ(shown(Renewal::tacit).allowed_moves.at(0).method, "give_notice");
    EXPECT_EQ(shown(Renewal::tacit).allowed_moves.at(0).needs, std::vector<std::string>{"reason"});
    EXPECT_EQ(shown(Renewal::tacit).blocked_moves.at(0).reason, "renewal_is_not_express");
    EXPECT_EQ(shown(Renewal::express).allowed_moves.at(0).method, "renew_agreement");
    EXPECT_EQ(to_json(shown(Renewal::none).blocked_moves.at(1).params.bytes), R"({"renewal":"none"})");
}

TEST(Agreement, OnlyADraftMayChangeItsTerm) {
    const kit::Asking today = on("2021-01-01");
    const auto edited = [&](const api::Agreement& stored, const char* title, std::int32_t months) {
        auto after = stored;
        after.title = title;
        after.term_months = months;
        return changed(stored, after, today);
    };
    const auto draft = edited(agreement(Renewal::none), "Name", 12);
    EXPECT_EQ(to_text(draft.ends), "2021-08-01");
    const auto active = activated(draft, today);
    EXPECT_EQ(edited(active, "New name", 12).title, "New name");
    EXPECT_EQ(
        refusal([&] { edited(active, "Name", 24); }),
        "status: kind, start, term, renewal and notice are changed only in a draft; it allows terminate_agreement");
    EXPECT_EQ(refusal([&] { edited(terminated(active, "x", today), "y", 12); }),
              "status: an agreement that is terminated is not changed any more; it allows you no move");
}

TEST(Agreement, ATargetMustMakeSense) {
    const api::ServiceId mail(new_uuid({0}));
    const auto checked = [&](const api::Target& target) {
        auto made = agreement(Renewal::none);
        made.services = {mail};
        made.targets = {target};
        return refusal([&] { check(made); });
    };
    EXPECT_EQ(checked({.service = mail, .priority = api::Priority::P1, .value = 4}), "accepted");
    EXPECT_EQ(checked({.metric = api::Metric::availability, .value = 99.5, .unit = api::TargetUnit::percent}),
              "accepted");
    EXPECT_EQ(checked({.service = api::ServiceId(new_uuid({0})), .value = 4}),
              "targets[0].service: must be one of the agreement's services");
    EXPECT_EQ(checked({.metric = api::Metric::availability, .value = 4}),
              "targets[0].unit: must be percent for availability");
    EXPECT_EQ(checked({.value = 4, .unit = api::TargetUnit::percent}),
              "targets[0].unit: must be minutes, hours or days for a time");
    const api::CalendarId night(new_uuid({0}));
    EXPECT_EQ(checked({.value = 4, .calendar = night}), "accepted");
    EXPECT_EQ(
        checked(
            {.metric = api::Metric::availability, .value = 99.5, .unit = api::TargetUnit::percent, .calendar = night}),
        "targets[0].calendar: must be left out of availability, which is no time that is counted");
    EXPECT_EQ(checked({.value = 0}), "targets[0].value: must be greater than 0");
    EXPECT_EQ(checked({.metric = api::Metric::availability, .value = 101, .unit = api::TargetUnit::percent}),
              "targets[0].value: must be at most 100");
}

}  // namespace
}  // namespace rapport::registry
