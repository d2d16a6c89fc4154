// SPDX-License-Identifier: MIT
#include "bus/monitor/top_view.hpp"

#include <sstream>

#include "bus/monitor/verbs_fixture.hpp"

namespace rapport::bus::monitor {
namespace {

using ::testing::HasSubstr;

Served served(std::int64_t gets, std::int64_t errors, std::chrono::milliseconds each) {
    Histogram latency;
    for (std::int64_t i = 0; i < gets; ++i) latency.record(each);
    return {
        .name = "desk",
        .instances = 2,
        .waiting = 3,
        .in_hand = 4,
        .methods = {{.name = "get", .requests = gets, .errors = errors, .bytes = gets * 100, .latency = latency.told()},
                    {.name = "idle", .requests = 7}}};
}

TEST(TopView, HasNothingToSayAfterOneLook) {
    TopView view;
    view.look({served(10, 0, 1ms)}, {}, TopView::Time(10s));
    EXPECT_TRUE(view.rows().empty());
}

TEST(TopView, TellsWhatHappenedBetweenTwoLooks) {
    TopView view;
    Served later = served(100, 0, 1s);
    view.look({later}, {}, TopView::Time(10s));
    Histogram latency = Histogram::of(*later.methods[0].latency);
    for (int i = 0; i < 50; ++i) latency.record(1ms);
    later.methods[0] = {.name = "get", .requests = 150, .errors = 5, .bytes = 15'000, .latency = latency.told()};
    view.look({later}, {{"desk", 9}}, TopView::Time(15s));
    const auto rows = view.rows();
    ASSERT_EQ(rows.size(), 2u) << "a method that was not called is left out";
    EXPECT_EQ(rows[0].method, std::nullopt);
    EXPECT_EQ(rows[1].method, "get");
    for (const auto& row : rows) {
        EXPECT_DOUBLE_EQ(row.rate, 10);
        EXPECT_DOUBLE_EQ(row.bytes, 1'000);
        EXPECT_DOUBLE_EQ(row.error_rate, 1);
        EXPECT_NEAR(row.p99_ms, 1, 0.04) << "the slow ones were before";
    }
    EXPECT_EQ(rows[0].waiting, 3);
    EXPECT_EQ(rows[0].lag, 9);
    EXPECT_DOUBLE_EQ(view.total().rate, 10);
}

TEST(TopView, OfABusStartedAnewCountsFromItsStart) {
    TopView view;
    view.look({served(100, 0, 1ms)}, {}, TopView::Time(10s));
    view.look({served(20, 0, 1ms)}, {}, TopView::Time(20s));
    EXPECT_DOUBLE_EQ(view.rows().at(0).rate, 2);
}

TEST_F(Verbs, TopOnceTellsRatesAsTextAndAsJson) {
    Loop loop;
    std::jthread calls([&] {
        Client client(loop, bus.url());
        loop.every(5ms, [&] { client.call("desk", "echo", from_json("1"), {}, [](const Reply&, bool) {}); });
        loop.run();
    });
    EXPECT_EQ(top(target, {.interval = 200ms, .once = true}, out, err, stop), 0);
    EXPECT_THAT(lines().at(0), ::testing::StartsWith("SERVICE "));
    EXPECT_THAT(out.str(), HasSubstr("\n  echo "));
    out.str({});
    EXPECT_EQ(top(target, {.interval = 200ms, .json = true}, out, err, stop), 0);
    EXPECT_THAT(out.str(), HasSubstr("\"method\": \"echo\""));
    out.str({});
    EXPECT_EQ(top(target, {.interval = 200ms, .json = true, .methods = false}, out, err, stop), 0);
    EXPECT_THAT(out.str(), ::testing::Not(HasSubstr("\"method\"")));
    loop.stop();
}

}  // namespace
}  // namespace rapport::bus::monitor
