// SPDX-License-Identifier: MIT
#include "services/complaints/clocks/clock_rules.hpp"

#include <gtest/gtest.h>

#include "services/registry/api.hpp"

namespace rapport::complaints {
namespace {

namespace registry = registry::api;

TEST(ClockRules, EachStateMeansSomethingForEachClock) {
    using enum Effect;
    using enum State;
    struct Row {
        State state;
        Effect acknowledge, respond, resolve;
    } const table[] = {{received, runs, runs, runs},
                       {acknowledged, stops, runs, runs},
                       {assessed, stops, runs, runs},
                       {investigating, stops, runs, runs},
                       {waiting_on_customer, stops, pauses, pauses},
                       {waiting_on_supplier, stops, runs, runs},
                       {proposed, stops, stops, pauses},
                       {accepted, stops, stops, stops},
                       {disputed, stops, stops, runs},
                       {closed, stops, stops, stops},
                       {withdrawn, cancels, cancels, cancels},
                       {rejected, stops, stops, stops},
                       {duplicate, cancels, cancels, cancels}};
    ASSERT_EQ(std::size(table), names_of(State{}).size());
    const PausePolicy policy{{waiting_on_customer}, {waiting_on_customer, proposed}};
    for (const Row& row : table) {
        EXPECT_EQ(effect_of(ClockKind::acknowledge, row.state, policy), row.acknowledge) << name_of(row.state);
        EXPECT_EQ(effect_of(ClockKind::respond, row.state, policy), row.respond) << name_of(row.state);
        EXPECT_EQ(effect_of(ClockKind::resolve, row.state, policy), row.resolve) << name_of(row.state);
    }
    EXPECT_EQ(effect_of(ClockKind::resolve, waiting_on_supplier, {{}, {waiting_on_supplier}}), pauses);
    EXPECT_EQ(effect_of(ClockKind::resolve, proposed, {}), runs) << "an operator may have it run on";
    EXPECT_EQ(effect_of(ClockKind::resolve, closed, {{}, {closed}}), stops) << "what is over does not pause";
}

ServiceId service(char last) {
    return ServiceId(uuid_from(std::string("0192f0c1-7a3b-7cde-8f00-00000000000") + last).value());
}

TEST(ClockRules, TheTargetThatNamesTheMostHolds) {
    const TargetRule everyone{.minutes = 100}, urgent{.minutes = 50, .priority = Priority::P1},
        mail{.minutes = 80, .service = service('1')},
        urgent_mail{.minutes = 40, .service = service('1'), .priority = Priority::P1},
        other{.clock = ClockKind::respond, .minutes = 1}, gone{.minutes = 1, .active = false};
    const std::vector all{everyone, urgent, mail, urgent_mail, other, gone};
    struct Row {
        std::optional<ServiceId> service;
        std::optional<Priority> priority;
        std::int64_t minutes;
    } const table[] = {{{}, {}, 100},
                       {{}, Priority::P1, 50},
                       {{}, Priority::P2, 100},
                       {service('1'), {}, 80},
                       {service('1'), Priority::P1, 40},
                       {service('1'), Priority::P2, 80},
                       {service('2'), Priority::P1, 50}};
    for (const Row& row : table) {
        Complaint complaint;
        complaint.service = row.service;
        complaint.priority = row.priority;
        const TargetRule* target = target_of(ClockKind::resolve, complaint, all);
        ASSERT_TRUE(target);
        EXPECT_EQ(target->minutes, row.minutes);
    }
    EXPECT_FALSE(target_of(ClockKind::acknowledge, {}, all));
}

TEST(ClockRules, AnAgreementPromisesWhileItIsInForceAndCoversTheService) {
    const Day today = *day_from("2026-06-15");
    registry::Agreement agreement;
    agreement.status = registry::AgreementStatus::active;
    agreement.services = {service('1')};
    agreement.start = *day_from("2026-01-01");
    agreement.ends = *day_from("2027-01-01");
    agreement.targets = {
        {.metric = registry::Metric::resolve, .value = 8},
        {.priority = registry::Priority::P1, .metric = registry::Metric::resolve, .value = 4},
        {.metric = registry::Metric::availability, .value = 99, .unit = registry::TargetUnit::percent}};
    Complaint complaint;
    complaint.service = service('1');
    const auto promised = [&](const registry::Agreement& by, const Complaint& to = {},
                              ClockKind kind = ClockKind::resolve) {
        const auto promise = agreed_time(kind, to, {by}, today);
        return promise ? promise->value : 0;
    };
    EXPECT_EQ(promised(agreement, complaint), 8);
    EXPECT_EQ(promised(agreement, complaint, ClockKind::respond), 0);
    complaint.priority = Priority::P1;
    EXPECT_EQ(promised(agreement, complaint), 4);
    EXPECT_EQ(promised(agreement), 0) << "a complaint about no service";
    complaint.service = service('2');
    EXPECT_EQ(promised(agreement, complaint), 0) << "about another service";
    complaint.service = service('1');
    const auto with = [&](auto change) {
        registry::Agreement other = agreement;
        change(other);
        return promised(other, complaint);
    };
    EXPECT_EQ(with([](auto& a) { a.status = registry::AgreementStatus::notice_given; }), 4);
    EXPECT_EQ(with([](auto& a) { a.status = registry::AgreementStatus::draft; }), 0);
    EXPECT_EQ(with([](auto& a) { a.status = registry::AgreementStatus::terminated; }), 0);
    EXPECT_EQ(with([&](auto& a) { a.ends = today; }), 0) << "the end is exclusive";
    EXPECT_EQ(with([&](auto& a) { a.start = Day{today.days + 1}; }), 0);
    EXPECT_EQ(with([&](auto& a) { a.services.clear(); }), 4) << "one without services is for all of them";
}

TEST(ClockRules, OfTwoAgreementsTheShorterTimeHolds) {
    registry::Agreement agreement;
    agreement.status = registry::AgreementStatus::active;
    agreement.ends = *day_from("2027-01-01");
    agreement.targets = {{.metric = registry::Metric::resolve, .value = 3, .unit = registry::TargetUnit::days}};
    registry::Agreement shorter = agreement;
    shorter.targets[0] = {.metric = registry::Metric::resolve, .value = 600, .unit = registry::TargetUnit::minutes};
    const auto promise = agreed_time(ClockKind::resolve, {}, {agreement, shorter}, *day_from("2026-06-15"));
    ASSERT_TRUE(promise);
    EXPECT_EQ(promise->value, 600);
}

}  // namespace
}  // namespace rapport::complaints
