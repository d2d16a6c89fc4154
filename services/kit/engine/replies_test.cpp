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

TEST_P(RepliesTest, ThoseOfAnEarlierVersionAreForTheSameBytes) {
    const auto result = [&](const std::string& meaning, std::string_view bytes) {
        db->begin();
        const auto stored = Replies::claim(*db, "k", {meaning, bytes}, now);
        db->commit();
        return stored;
    };
    db->begin();
    // As version 0.1 stored it: BLAKE2b over the length and the bytes "old".
    db->run("insert into kit_replies (key, arguments, result, stored) values (?, ?, ?, ?)",
            {"k", "78ef56419c7cca4b31d6fc4aacc171dd", "7", now});
    db->commit();
    EXPECT_EQ(result("the meaning of old", "old"), "\x07");
    EXPECT_THROW(result("the meaning of old", "old, in another order"), Error);
}

}  // namespace
}  // namespace rapport::kit
