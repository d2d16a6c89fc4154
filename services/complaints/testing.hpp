// SPDX-License-Identifier: MIT
#pragma once
#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>

#include "services/complaints/desk.hpp"
#include "services/gateway/accounts/api.hpp"
#include "services/kit/testing/desk_test.hpp"
#include "services/registry/api.hpp"

namespace rapport::complaints {

using gateway::accounts::api::BusinessCalendar;

/// The desk over a real store, for the tests of its parts.
class DeskTest : public testing_kit::DeskTest<Desk> {
protected:
    DeskTest() : testing_kit::DeskTest<Desk>(Settings{}) {}

    Complaint open(const std::string& subject, const std::optional<std::string>& text = {}) {
        return bed.call(api::open, {{.complainant = Complainant{.name = "Ann"}, .subject = subject, .text = text}});
    }
    /// A complaint on its way from received to `state`, one of those in the middle.
    Complaint open_in(State state) {
        Complaint complaint = open("No network");
        const auto reached = [&] { return complaint.state == state; };
        if (!reached()) complaint = bed.call(api::acknowledge, {complaint.id});
        if (!reached()) complaint = bed.call(api::assess, {.id = complaint.id, .severity = Severity::low});
        if (!reached()) complaint = bed.call(api::investigate, {complaint.id});
        if (!reached()) complaint = bed.call(api::propose, {complaint.id, {}, "A new switch"});
        if (!reached()) complaint = bed.call(api::accept, {complaint.id});
        if (!reached()) complaint = bed.call(api::close, {.id = complaint.id});
        EXPECT_TRUE(reached());
        return complaint;
    }
    Error refusal(const std::function<void()>& call) {
        try {
            call();
        } catch (const Error& error) {
            return error;
        }
        ADD_FAILURE() << "was accepted";
        return {Code::internal, ""};
    }
    PartyId party(const std::string& name) {
        kit::Changed<registry::api::Party> told;
        told.entity.id = PartyId(new_uuid(bed.clock.now()));
        told.entity.version = 1;
        told.entity.name = name;
        bed.deliver(registry::api::party_created, told.entity.id, told);
        return told.entity.id;
    }
    /// accounts tells that it has that calendar, or has changed it.
    void tell(BusinessCalendar& calendar) {
        ++calendar.version;
        const auto told = bed.deliver(gateway::accounts::api::calendar_changed, calendar.id, {calendar, {}});
        EXPECT_FALSE(told.error) << told.error->message();
    }
    BusinessCalendar new_calendar(const std::string& name, std::vector<kit::Hours> hours) {
        BusinessCalendar calendar{
            .id = CalendarId(new_uuid(bed.clock.now())), .name = name, .time_zone = "UTC", .hours = std::move(hours)};
        tell(calendar);
        return calendar;
    }
    /// accounts tells of the organisation.
    void tell(gateway::accounts::api::Organisation organisation) {
        const auto told =
            bed.deliver(gateway::accounts::api::organisation_changed, organisation.id, {organisation, {}});
        EXPECT_FALSE(told.error) << told.error->message();
    }
    /// The calendar that every service begins with.
    BusinessCalendar office{.id = kit::office_hours_id,
                            .version = 1,
                            .name = "Office hours",
                            .time_zone = "UTC",
                            .hours = kit::office_hours().hours};
    std::int64_t total(const kit::ListOf<Complaint>& list = {}) { return bed.call(api::list, list).total; }
    /// What the registry tells of an agreement to resolve whatever that party complains of within so much time.
    kit::Changed<registry::api::Agreement> agreement(const PartyId& party, double hours,
                                                     std::optional<CalendarId> calendar = {}) const {
        kit::Changed<registry::api::Agreement> told;
        told.entity = {.id = registry::api::AgreementId(new_uuid(bed.clock.now())),
                       .version = 1,
                       .party = party,
                       .title = "Everything",
                       .targets = {{.metric = registry::api::Metric::resolve,
                                    .value = hours,
                                    .unit = registry::api::TargetUnit::hours,
                                    .calendar = calendar}},
                       .start = *day_from("2026-01-01"),
                       .ends = *day_from("2027-01-01"),
                       .status = registry::api::AgreementStatus::active};
        return told;
    }
    /// Its actions, as they were created.
    std::vector<kit::Shown<Action>> actions_of(const ComplaintId& complaint) {
        auto items =
            bed.call(api::complaint_actions.list, kit::ListOf<Action>{}.where(&Action::about, complaint)).items;
        std::ranges::reverse(items);
        return items;
    }
    /// What was told of that clock, in order.
    std::vector<std::string> told_of(ClockKind kind) {
        std::vector<std::string> all;
        for (const bus::Event& event : bed.events)
            if (event.type.starts_with("complaints.clock_") && decode_stored<api::ClockEvent>(event.data).clock == kind)
                all.push_back(event.type.substr(17));
        return all;
    }
    /// To which levels complaints were brought by their clocks, in order.
    std::vector<std::int32_t> levels() {
        std::vector<std::int32_t> all;
        for (const auto& told : bed.emitted(api::escalated)) {
            EXPECT_EQ(told.entity.escalation->by, EscalatedBy::clock);
            all.push_back(*told.entity.escalation_level);
        }
        return all;
    }
    /// That clock was told to have come to all, its complaint was brought up once, and so it stays.
    void expect_told_once(ClockKind kind, const std::string& what) {
        for (int round = 0; round < 2; ++round) {
            EXPECT_THAT(told_of(kind), testing::ElementsAre("warned", "breached")) << what;
            EXPECT_THAT(levels(), testing::ElementsAre(2)) << what;
            bed.advance(std::chrono::minutes(30));
        }
    }
};

}  // namespace rapport::complaints
