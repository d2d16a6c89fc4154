// SPDX-License-Identifier: MIT
#include "services/kit/questions.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

namespace rapport::kit {
namespace {

using testing::HasSubstr;

Held open_complaints(std::vector<Blocks> blocks, bool can_hand_over) {
    return {.service = "complaints",
            .kind = "complaint",
            .count = 2,
            .references = {{new_uuid(SystemClock().now()), "C-2026-000001", "No network"}},
            .blocks = std::move(blocks),
            .can_hand_over = can_hand_over};
}

std::optional<Error> refusal(const std::vector<Held>& held, bool handing_over) {
    try {
        check_may_retire(held, handing_over);
    } catch (const Error& error) {
        return error;
    }
    return {};
}

TEST(Questions, ARetirementIsRefusedWithWhatIsInTheWay) {
    const auto refused = refusal({open_complaints({Blocks::retire}, true)}, false);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->code(), Code::failed_precondition);
    EXPECT_EQ(refused->message(),
              "id: it has 2 complaints (C-2026-000001, …) of complaints: end them, or name in hand_over_to who goes on "
              "with them");
    EXPECT_THAT(to_json(refused->details().bytes),
                HasSubstr(R"({"holds":[{"service":"complaints","kind":"complaint")"));
}

TEST(Questions, WhatIsHandedOverOrBlocksSomethingElseIsInNobodysWay) {
    EXPECT_FALSE(refusal({}, false));
    EXPECT_FALSE(refusal({open_complaints({Blocks::retire}, true)}, true));
    EXPECT_FALSE(refusal({open_complaints({Blocks::merge, Blocks::erase}, false)}, false));
}

TEST(Questions, WhatCannotBeHandedOverIsInTheWayEvenSo) {
    const auto refused = refusal({open_complaints({Blocks::retire}, false)}, true);
    ASSERT_TRUE(refused);
    EXPECT_THAT(refused->message(), HasSubstr(": end them first"));
}

TEST(Questions, AnErasureIsRefusedWithWhatBlocksItAndHandsNothingOver) {
    EXPECT_NO_THROW(check_may_erase({open_complaints({Blocks::retire, Blocks::merge}, true)}));
    try {
        check_may_erase({open_complaints({Blocks::erase}, true)});
        FAIL() << "was allowed";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::failed_precondition);
        EXPECT_THAT(error.message(), HasSubstr("of complaints: end them first"));
    }
}

TEST(Questions, AnswersAreReadWithTheServiceThatGaveThem) {
    Held held = open_complaints({}, false);
    held.service.clear();
    const auto all = kit::held({{"desk", encode(Holds{{held}})}, {"other", encode(Holds{})}});
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].service, "desk");
}

TEST(Questions, AnAnswerThatIsNoneIsNoFaultOfTheCallers) {
    try {
        kit::held({{"desk", from_json(R"({"items":"none"})")}});
        ADD_FAILURE() << "was read";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::internal);
        EXPECT_THAT(error.message(), HasSubstr("desk answers $holds with what is no answer"));
    }
}

TEST(Questions, AHeldCountsAllAndNamesAFew) {
    Held held;
    for (int i = 0; i < 7; ++i) held.add(RecordRef{.title = std::to_string(i)});
    EXPECT_EQ(held.count, 7);
    EXPECT_EQ(held.references.size(), Held::most_references);
    Page<int> page{.items = {1, 2}, .total = 30};
    held.add(page, [](int i) { return RecordRef{.title = std::to_string(i)}; });
    EXPECT_EQ(held.count, 37);
}

TEST(Questions, WorkIsNarrowedToWhatIsAskedForSoonestFirst) {
    const Instant now = SystemClock().now();
    const auto item = [](const char* kind, const char* title, std::optional<Instant> due) {
        return WorkItem{.kind = kind, .record = {.title = title}, .due = due};
    };
    const std::vector<WorkItem> items{item("complaint", "some day", {}), item("action", "later", now + Millis(2)),
                                      item("complaint", "soon", now + Millis(1))};
    const auto titles = [&](const AskWork& asked) {
        std::vector<std::string> all;
        for (const WorkItem& one : narrowed(items, asked).items) all.push_back(one.record.title);
        return all;
    };
    EXPECT_THAT(titles({}), testing::ElementsAre("soon", "later", "some day"));
    EXPECT_THAT(titles({.kind = "complaint"}), testing::ElementsAre("soon", "some day"));
    EXPECT_THAT(titles({.until = now + Millis(1)}), testing::ElementsAre("soon"));
    EXPECT_EQ(narrowed(std::vector<WorkItem>(300), {}).items.size(), 200U);
}

TEST(Questions, WorkIsOfWhomItIsAskedForOrOfTheUserWhoAsks) {
    const UserId kim(new_uuid(SystemClock().now())), lee(new_uuid(SystemClock().now()));
    EXPECT_EQ(user_asked_for({}, {.id = "user:" + to_text(kim)}), kim);
    EXPECT_EQ(user_asked_for({.user = lee}, {.id = "user:" + to_text(kim)}), lee);
    EXPECT_FALSE(user_asked_for({}, {.id = "token:" + to_text(kim)})) << "no user";
}

}  // namespace
}  // namespace rapport::kit
