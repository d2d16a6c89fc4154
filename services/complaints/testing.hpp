// SPDX-License-Identifier: MIT
#pragma once
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
        return bed.call(api::open, {.complainant = Complainant{.name = "Ann"}, .subject = subject, .text = text});
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
        const auto told = bed.deliver(gateway::accounts::api::organisation_changed, organisation.id, {organisation, {}});
        EXPECT_FALSE(told.error) << told.error->message();
    }
    /// The calendar that every service begins with.
    BusinessCalendar office{.id = kit::office_hours_id,
                            .version = 1,
                            .name = "Office hours",
                            .time_zone = "UTC",
                            .hours = kit::office_hours().hours};
    std::int64_t total(const api::List& list = {}) { return bed.call(api::list, list).total; }
};

}  // namespace rapport::complaints
