// SPDX-License-Identifier: MIT
#pragma once
#include <gtest/gtest.h>

#include "services/complaints/desk.hpp"
#include "services/kit/testing/bed.hpp"
#include "services/registry/api.hpp"

namespace rapport::complaints {

/// The desk over a real store, for the tests of its parts.
class DeskTest : public testing::TestWithParam<std::string> {
protected:
    Desk desk{Settings{}};
    testing_kit::TestBed bed{desk.definition(), GetParam()};

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
    /// The types of what was told so far, without `complaints.`.
    std::vector<std::string> told() const {
        std::vector<std::string> types;
        for (const bus::Event& event : bed.events) types.push_back(event.type.substr(event.type.find('.') + 1));
        return types;
    }
    std::int64_t total(const api::List& list = {}) { return bed.call(api::list, list).total; }
};

#define RAPPORT_ON_EACH_STORE(suite)                                                    \
    INSTANTIATE_TEST_SUITE_P(Stores, suite, testing::ValuesIn(testing_kit::backends()), \
                             [](const auto& tested) { return tested.param; })

}  // namespace rapport::complaints
