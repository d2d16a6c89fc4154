// SPDX-License-Identifier: MIT
#pragma once
#include <gtest/gtest.h>

#include "services/kit/testing/bed.hpp"

namespace rapport::testing_kit {

/// A service on a store of the kind that the parameter names.
class BedTest : public testing::TestWithParam<std::string> {
protected:
    explicit BedTest(kit::Definition definition) : bed(std::move(definition), GetParam()) {}

    /// `CODE message` of what a call was refused for, or `accepted`. Nothing may have been told of what was refused.
    template <class Method>
    std::string refusal(const Method& method, const typename Method::Request& request) {
        return refusal([&] { bed.call(method, request); });
    }
    std::string refusal(const std::function<void()>& call) {
        const auto events = bed.events.size();
        try {
            call();
        } catch (const Error& error) {
            EXPECT_EQ(bed.events.size(), events) << "something was told of what was refused";
            return std::string(name_of(error.code())) + " " + error.message();
        }
        return "accepted";
    }
    /// The types of what was told so far, without the service's name.
    std::vector<std::string> told() const {
        std::vector<std::string> types;
        for (const bus::Event& event : bed.events) types.push_back(event.type.substr(event.type.find('.') + 1));
        return types;
    }

    TestBed bed;
};

/// What a BedTest's service is made of: it is there before the bed, and longer.
template <class Desk>
struct OwnDesk {
    Desk desk;
};

/// A service's desk on a store of each kind.
template <class Desk>
class DeskTest : protected OwnDesk<Desk>, public BedTest {
protected:
    /// `made_of` is what the desk is made of.
    template <class... MadeOf>
    explicit DeskTest(MadeOf&&... made_of)
        : OwnDesk<Desk>{Desk(std::forward<MadeOf>(made_of)...)}, BedTest(this->desk.definition()) {}
};

/// Runs the tests of a suite on each of backends().
#define RAPPORT_ON_EACH_STORE(suite)                                                             \
    INSTANTIATE_TEST_SUITE_P(Stores, suite, testing::ValuesIn(rapport::testing_kit::backends()), \
                             [](const auto& tested) { return tested.param; })

}  // namespace rapport::testing_kit
