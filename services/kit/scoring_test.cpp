// SPDX-License-Identifier: MIT
#include "services/kit/scoring.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "sdk/host/plugins.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::kit {
namespace {

using testing::HasSubstr;

/// What a rule of the samples is to do.
struct Order {
    std::string what;
    std::int64_t number = 0;
    static constexpr auto fields =
        describe(Field{"what", &Order::what, "what to do"}, Field{"number", &Order::number, "the score"});
};
struct Mark {
    double value = 0;
    std::string rule, what;
    static constexpr auto fields = describe(Field{"value", &Mark::value, "the score"},
                                            Field{"rule", &Mark::rule, "whose"}, Field{"what", &Mark::what, "of what"});
};

RuleSource unruly(const std::string& settings = "{}") {
    const auto samples = sdk::bundled("x").parent_path().parent_path() / "sample-plugins";
    return {.id = "com.example.unruly", .file = samples / "sample_unruly_rule.so", .settings = settings};
}

/// Runs orders by a rule.
class Orders {
public:
    explicit Orders(RuleSource source)
        : job_(std::move(source), [](const View&, const Order& order) -> RuleRow<Mark> {
              if (order.what == "gone") throw Error(Code::not_found, "id: there is no such order");
              return {{{"do", order.what}, {"number", static_cast<double>(order.number)}},
                      [order](const sdk::Scored& scored, const std::string& rule) {
                          return Mark{scored.value, rule, order.what};
                      }};
          }) {}
    std::vector<JobResult<Mark>> run(const std::vector<Order>& orders) { return job_.run(view_, orders); }

private:
    testing_kit::TestStore store_{"sqlite"};
    testing_kit::ManualClock clock_;
    std::unique_ptr<Db> db_ = Db::open(store_.dsn(), Db::Mode::write);
    View view_{*db_, clock_.now(), {}};
    RuleJob<Order, Mark> job_;
};

TEST(Scoring, GivesEachPayloadTheScoreOfItsRowAndSaysWhose) {
    const auto results = Orders(unruly()).run({{"count", 3}, {"gone", 4}, {"count", 5}});
    ASSERT_EQ(results.size(), 3U);
    EXPECT_EQ(results[0].result.value().value, 3);
    EXPECT_EQ(results[0].result->what, "count");
    EXPECT_EQ(results[0].result->rule, "com.example.unruly 1.0.0");
    EXPECT_EQ(results[0].by, "com.example.unruly 1.0.0");
    EXPECT_EQ(results[1].error, "id: there is no such order");
    EXPECT_FALSE(results[1].result || results[1].again);
    EXPECT_EQ(results[2].result.value().value, 5) << "what has no row moves no other's score";
}

TEST(Scoring, ARowThatTheRuleFailsIsThatRowsFailure) {
    const auto results = Orders(unruly()).run({{"far", 1}, {"count", 2}});
    ASSERT_TRUE(results[0].error);
    EXPECT_FALSE(results[0].result);
    EXPECT_EQ(results[1].result.value().value, 2);
}

TEST(Scoring, ARowThatKillsTheRuleIsThatRowsFailureToo) {
    const auto results = Orders(unruly()).run({{"abort", 1}, {"count", 2}});
    ASSERT_TRUE(results[0].error);
    EXPECT_FALSE(results[0].again) << "it would be killed by it again";
    EXPECT_EQ(results[1].result.value().value, 2);
}

/// Whether each payload of a batch has no score, and may be tried again.
bool all_may_be_tried_again(const std::vector<JobResult<Mark>>& results, const std::string& why) {
    return std::ranges::all_of(results, [&why](const JobResult<Mark>& one) {
        return !one.result && one.again && one.error && one.error->find(why) != std::string::npos;
    });
}

TEST(Scoring, ARuleThatDoesNotStartInTimeOrDiesThenMayBeTriedAgainWithTheWholeBatch) {
    RuleSource slow = unruly(R"({"at_start":"hang"})");
    slow.start_deadline = std::chrono::milliseconds(300);
    const auto late = Orders(slow).run({{"count", 1}, {"count", 2}});
    ASSERT_EQ(late.size(), 2U);
    EXPECT_TRUE(all_may_be_tried_again(late, "did not answer within its deadline")) << late[0].error.value_or("none");
    const auto dead = Orders(unruly(R"({"at_start":"abort"})")).run({{"count", 1}, {"count", 2}});
    EXPECT_TRUE(all_may_be_tried_again(dead, "com.example.unruly")) << dead.at(0).error.value_or("none");
}

TEST(Scoring, ARuleThatIsQuarantinedMayBeTriedAgainWithTheWholeBatch) {
    Orders orders(unruly(R"({"at_start":"exit whatever comes"})"));
    constexpr int too_many_deaths = 3;
    for (int death = 0; death < too_many_deaths; ++death) {
        const auto results = orders.run({{"count", 1}});
        ASSERT_TRUE(results.at(0).error);
        EXPECT_FALSE(results[0].again) << "it was this row's death";
    }
    const auto results = orders.run({{"count", 1}, {"gone", 2}, {"count", 3}});
    ASSERT_EQ(results.size(), 3U);
    EXPECT_TRUE(all_may_be_tried_again({results[0], results[2]}, "is quarantined"))
        << results[0].error.value_or("none");
    EXPECT_FALSE(results[1].again) << "what has no row would have none then either";
}

TEST(Scoring, ARuleThatIsNotThereOrWillNotHaveItsSettingsFailsForGood) {
    RuleSource missing = unruly();
    missing.file = "/nonexistent/rule.so";
    for (const RuleSource& source : {missing, unruly(R"({"count":"many"})")}) {
        const auto results = Orders(source).run({{"count", 1}});
        ASSERT_TRUE(results.at(0).error);
        EXPECT_FALSE(results[0].again) << *results[0].error;
    }
}

TEST(Scoring, ARuleIsLoadedWhenItIsFirstNeeded) {
    RuleSource missing = unruly();
    missing.file = "/nonexistent/rule.so";
    Orders orders(missing);
    EXPECT_EQ(orders.run({{"gone", 1}}).at(0).error, "id: there is no such order");
    EXPECT_THAT(orders.run({{"count", 1}}).at(0).error.value(), HasSubstr("/nonexistent/rule.so"));
}

}  // namespace
}  // namespace rapport::kit
