// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/desk.hpp"
#include "services/kit/testing/desk_test.hpp"
#include "services/registry/api.hpp"

namespace rapport::complaints {

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
    std::int64_t total(const api::List& list = {}) { return bed.call(api::list, list).total; }
};

}  // namespace rapport::complaints
