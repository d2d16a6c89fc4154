// SPDX-License-Identifier: MIT
#include "services/kit/engine/replies.hpp"

#include <gtest/gtest.h>

#include "services/kit/testing/store.hpp"

namespace rapport::kit {
namespace {

class RepliesTest : public testing::TestWithParam<std::string> {
protected:
    RepliesTest() {
        db->script(
            "create table kit_replies (key text primary key, arguments text not null, result text not null, "
            "stored text not null);\n");
    }
    std::int64_t kept() { return std::get<0>(db->row<std::int64_t>("select count(*) from kit_replies").value()); }

    testing_kit::TestStore store{GetParam()};
    std::unique_ptr<Db> db = Db::open(store.dsn(), Db::Mode::write);
    const Instant now = instant_from("2026-03-02T09:00:00Z").value();
};
INSTANTIATE_TEST_SUITE_P(Stores, RepliesTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(RepliesTest, AreForgottenAfterAWeekPortionByPortion) {
    db->begin();
    for (int i = 0; i < 1'100; ++i) Replies::store(*db, "old-" + std::to_string(i), {}, "\xc0", now);
    Replies::store(*db, "young", {}, "\xc0", now + std::chrono::hours(24));
    db->commit();
    const Instant later = now + std::chrono::hours(7 * 24 + 1);
    EXPECT_TRUE(Replies::forget_old(*db, later));
    EXPECT_EQ(kept(), 601);
    EXPECT_TRUE(Replies::forget_old(*db, later));
    EXPECT_FALSE(Replies::forget_old(*db, later));
    EXPECT_EQ(kept(), 1);
    EXPECT_FALSE(Replies::forget_old(*db, later));
}

}  // namespace
}  // namespace rapport::kit
