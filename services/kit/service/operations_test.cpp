// SPDX-License-Identifier: MIT
#include "services/kit/service/operations.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "bus/client/client.hpp"
#include "bus/testing/test_bus.hpp"
#include "services/kit/service/service.hpp"
#include "services/kit/testing/store.hpp"

namespace rapport::kit {
namespace {

using namespace std::literals;

struct Ring {
    std::string door;
    static constexpr auto fields = describe(Field{"door", &Ring::door, "which"});
};
struct Rung {
    std::int64_t times = 0;
    static constexpr auto fields = describe(Field{"times", &Rung::times, "how often anybody rang so far"});
};

constexpr Operation<Ring, Rung> ring{"ring", POST("/doors/{door}/ring"), roles(Role::agent)};
constexpr Command<Ring, Nothing> paint{"paint", POST("/doors/{door}/paint"), roles(Role::agent)};
constexpr Query<Ring, Nothing> look{"look", GET("/doors/{door}"), roles(Role::agent)};
constexpr Query<Ring, Nothing> scratch{"scratch", bus_only, roles(Role::agent)};

constexpr Migration doors_schema[] = {{"001_doors", "create table doors (name text);\n"}};

/// Rings until somebody opens.
class Doors {
public:
    Definition definition() {
        return {"doors",
                "has doors",
                {on(ring, this, &Doors::do_ring), on(paint, this, &Doors::do_paint), on(look, this, &Doors::do_look),
                 on(scratch, this, &Doors::do_scratch)},
                doors_schema};
    }
    Rung do_ring(View&, const Ring&) {
        const int times = ++rings;
        opened.wait();
        return {times};
    }
    Nothing do_paint(Unit& unit, const Ring& which) {
        unit.db().run("insert into doors (name) values (?)", {which.door});
        return {};
    }
    Nothing do_look(View&, const Ring&) { return {}; }
    Nothing do_scratch(View& view, const Ring& which) {
        view.db().run("insert into doors (name) values (?)", {which.door});
        return {};
    }

    std::atomic<int> rings = 0;
    std::promise<void> open;
    std::shared_future<void> opened{open.get_future()};
};

Actor somebody(const std::string& role) { return {.id = "user:" + role, .kind = "person", .roles = {role}}; }

class OperationsTest : public testing::TestWithParam<std::string> {
protected:
    OperationsTest() {
        EXPECT_NO_THROW(ask("look", "front", "agent"));  // it is there
    }
    ~OperationsTest() override {
        if (!doors_are_open()) doors.open.set_value();
        service_.stop();
        thread_.join();
    }
    std::string ask(const std::string& method, const std::string& door, const std::string& role, bool retry = true) {
        return client_.ask("doors", method, encode(Ring{door}),
                           {.timeout = 20s, .actor = somebody(role), .retry = retry});
    }
    /// Asks for `ring`; what comes of it is among the answers or the refusals.
    void begin_to_ring(const std::string& door, const std::string& role = "agent") {
        ++waiting_;
        client_.call("doors", "ring", encode(Ring{door}), {.timeout = 20s, .actor = somebody(role)},
                     [this](const bus::Reply& reply, bool last) {
                         if (!last) return;
                         if (reply.error) ++refused[reply.error->code()];
                         else ++answered[decode<Rung>(reply.result).times];
                         if (--waiting_ == 0) loop_.stop();
                     });
    }
    /// Opens, and waits for every answer.
    void open() {
        doors.open.set_value();
        loop_.run();
    }

    Doors doors;
    std::map<std::int64_t, int> answered;
    std::map<Code, int> refused;

private:
    bool doors_are_open() const { return doors.opened.wait_for(0s) == std::future_status::ready; }

    bus::testing::TestBus bus_;
    testing_kit::TestStore store_{GetParam()};
    SystemClock clock_;
    Engine engine_{doors.definition(), store_.dsn(), clock_};
    Service service_{engine_, bus_.url()};
    std::thread thread_{[this] { service_.run(); }};
    bus::Loop loop_;
    bus::Client client_{loop_, bus_.url()};
    int waiting_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Stores, OperationsTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(OperationsTest, HoldUpNeitherCommandsNorQueries) {
    for (int i = 0; i < 8; ++i) begin_to_ring(std::to_string(i));
    for (int i = 0; i < 4; ++i) {
        EXPECT_NO_THROW(ask("look", "front", "agent"));
        EXPECT_NO_THROW(ask("paint", "front", "agent"));
    }
    open();
    EXPECT_EQ(answered.size(), 8U);
}

TEST_P(OperationsTest, AreDoneOnceForAllWhoAskForTheSameAtOnce) {
    for (int i = 0; i < 60; ++i) begin_to_ring("front");
    begin_to_ring("back");
    ask("look", "front", "agent");  // the requests before it have arrived
    open();
    EXPECT_EQ(doors.rings, 2);
    EXPECT_EQ(answered.size(), 2U);
    EXPECT_EQ(answered[1] + answered[2], 61);
    EXPECT_TRUE(refused.empty());
}

TEST_P(OperationsTest, AreDoneAgainForWhoAsksLater) {
    doors.open.set_value();
    EXPECT_EQ(decode<Rung>(ask("ring", "front", "agent")).times, 1);
    EXPECT_EQ(decode<Rung>(ask("ring", "front", "agent")).times, 2);
}

TEST_P(OperationsTest, AreForThoseAloneWhoMayAndNotForAuditorsAlsoWhileOthersWait) {
    begin_to_ring("front");
    begin_to_ring("front", "auditor");
    begin_to_ring("front", "respondent");
    begin_to_ring("front", "manager");
    ask("look", "front", "auditor");
    open();
    EXPECT_EQ(refused, (std::map<Code, int>{{Code::permission_denied, 2}}));
    EXPECT_EQ(answered[1], 2);
}

TEST_P(OperationsTest, AreRefusedWhereTooManyOthersWait) {
    for (int i = 0; i < 60; ++i) begin_to_ring(std::to_string(i));
    ask("look", "front", "agent");
    open();
    EXPECT_GT(refused[Code::resource_exhausted], 0);
    EXPECT_EQ(doors.rings + refused[Code::resource_exhausted], 60);
}

TEST_P(OperationsTest, AQueryCannotWrite) { EXPECT_THROW(ask("scratch", "front", "agent", false), Error); }

}  // namespace
}  // namespace rapport::kit
