// SPDX-License-Identifier: MIT
// The tap: what a listener is shown of what passes through the bus.
#include <gmock/gmock-matchers.h>

#include <map>

#include "bus/base/codec.hpp"
#include "bus/broker/pace.hpp"
#include "bus/broker/tap.hpp"
#include "bus/client/client.hpp"
#include "bus/testing/keyed_bus.hpp"
#include "bus/testing/test_bus.hpp"
#include "bus/testing/test_service.hpp"
#include "bus/wire/envelope.hpp"
#include "bus/wire/tapping.hpp"

namespace rapport::bus {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using testing::KeyedBus;
using testing::TestBus;
using testing::TestService;

/// A record that outlives its batch.
struct Shown {
    TapKind kind;
    std::int64_t call, size;
    std::string service, method, peer, header, code;
    std::optional<std::int64_t> took;
    bool last;
    std::vector<std::string> body;
};

/// Listens on a connection of its own.
class Listener {
public:
    explicit Listener(const Address& bus, const TapRequest& request = {}, bool takes = true)
        : client_(loop_, bus), takes_(takes) {
        client_.call("bus", "tap", encode(request), {.timeout = 1h}, [this](const Reply& reply, bool last) {
            if (last) error = reply.error;
            else take(reply.result);
        });
        loop_.run_until([this] { return batches > 0 || error; }, 5s);
    }
    /// Waits until so many records are there.
    const std::vector<Shown>& records(std::size_t wanted) {
        loop_.run_until([&] { return shown_.size() >= wanted; }, 5s);
        return shown_;
    }
    void wait(const std::function<bool()>& done) { loop_.run_until(done, 5s); }
    void give_credit(std::int64_t taken) {
        client_.call("bus", "tap_credit", encode(TapCredit{tap, taken}), {}, [](const Reply&, bool) {});
    }

    std::optional<Error> error;
    std::int64_t batches = 0, dropped = 0, tap = 0;

private:
    void take(const std::string& bytes) {
        const auto batch = parse_batch(bytes);
        if (!batch) throw Error(Code::internal, "no batch: " + to_json(bytes));
        ++batches;
        dropped += batch->dropped;
        tap = batch->tap;
        for (const auto& r : batch->records)
            shown_.push_back({r.kind, r.call, r.size, std::string(r.service), std::string(r.method),
                              std::string(r.peer), std::string(r.header), std::string(r.code), r.took, r.last,
                              std::vector<std::string>(r.body.begin(), r.body.end())});
        if (takes_) give_credit(1);
    }

    Loop loop_;
    Client client_;
    const bool takes_;
    std::vector<Shown> shown_;
};

class TapTest : public ::testing::Test {
protected:
    std::string ask(const std::string& method, const std::string& params = {}, const CallOptions& options = {}) {
        return client.ask("desk", method, params, options);
    }
    Code refused(const std::string& service, const std::string& method) {
        try {
            client.ask(service, method, "");
            return Code::internal;
        } catch (const Error& error) {
            return error.code();
        }
    }

    TestBus bus;
    TestService desk{bus.url(), {.service = "desk"}, [](Server& server, const Request& request) {
                         if (request.method == "refuse") return server.fail(request, invalid("party", "an id"));
                         if (request.method == "parts") server.partial(request, request.params);
                         testing::echo(server, request);
                     }};
    Loop loop;
    Client client{loop, bus.url()};
};

TEST_F(TapTest, ShowsARequestAndItsAnswerUnderOneNumberWithTheTimeBetween) {
    ask("warm", {}, {.retry = true});
    Listener listener(bus.url(), {.kinds = {TapKind::req, TapKind::rep, TapKind::err}});
    const auto asked = std::chrono::steady_clock::now();
    ask("echo", encode(std::string("hello")), {.traceparent = "00-t-s-01", .actor = Actor{.id = "user:7"}});
    const std::chrono::duration<double, std::micro> waited = std::chrono::steady_clock::now() - asked;
    const auto& shown = listener.records(2);
    ASSERT_EQ(shown.size(), 2u);
    EXPECT_EQ(shown[0].kind, TapKind::req);
    EXPECT_EQ(shown[0].service, "desk");
    EXPECT_EQ(shown[0].method, "echo");
    EXPECT_EQ(shown[0].took, std::nullopt);
    const auto header = decode<Header>(shown[0].header);
    EXPECT_EQ(header.traceparent, "00-t-s-01");
    EXPECT_EQ(header.actor->id, "user:7");
    EXPECT_EQ(shown[1].kind, TapKind::rep);
    EXPECT_EQ(shown[1].call, shown[0].call);
    ASSERT_TRUE(shown[1].took);  // 0 where request and answer came to the bus in the same burst
    EXPECT_LE(static_cast<double>(*shown[1].took), waited.count());
    EXPECT_TRUE(shown[1].last);
    for (const auto& one : shown) EXPECT_TRUE(one.body.empty()) << "bodies are shown on demand only";
}

TEST_F(TapTest, LeavesOutWhatIsBeyondTheListenersRate) {
    ask("warm", {}, {.retry = true});
    Listener slow(bus.url(), {.kinds = {TapKind::req, TapKind::rep}, .rate = 100});
    Listener all(bus.url(), {.kinds = {TapKind::req, TapKind::rep}, .rate = 0});
    std::size_t asked = 0;
    for (const auto until = std::chrono::steady_clock::now() + 300ms;
         asked < 500 || std::chrono::steady_clock::now() < until; ++asked)
        ask("echo");
    EXPECT_EQ(all.records(2 * asked).size(), 2 * asked);
    slow.wait([&] { return slow.dropped > 0; });
    EXPECT_GT(slow.dropped, 0);
    EXPECT_EQ(all.dropped, 0);
}

TEST_F(TapTest, ShowsBodiesToThoseWhoAsk) {
    ask("warm", {}, {.retry = true});
    Listener listener(bus.url(), {.kinds = {TapKind::req, TapKind::rep}, .bodies = true});
    ask("echo", encode(std::string("hello")));
    const auto& shown = listener.records(2);
    ASSERT_EQ(shown.size(), 2u);
    EXPECT_EQ(to_json(parse_request(shown[0].body.at(0))->params), R"("hello")");
    EXPECT_EQ(shown[0].size, static_cast<std::int64_t>(shown[0].body[0].size() + shown[0].body.at(1).size()));
    EXPECT_EQ(to_json(parse_reply(shown[1].body.at(0))->result), R"("hello")");
}

TEST_F(TapTest, ShowsErrorsOfServicesAndOfTheBusWithTheirCodes) {
    ask("warm", {}, {.retry = true});
    Listener listener(bus.url(), {.kinds = {TapKind::err}});
    EXPECT_EQ(refused("desk", "refuse"), Code::invalid_argument);
    EXPECT_EQ(refused("nobody", "get"), Code::unavailable);
    const auto& shown = listener.records(2);
    ASSERT_EQ(shown.size(), 2u);
    EXPECT_EQ(shown[0].code, "invalid_argument");
    EXPECT_FALSE(shown[0].peer.empty()) << "who answered";
    EXPECT_EQ(shown[1].code, "unavailable");
    EXPECT_EQ(shown[1].service, "nobody");
}

TEST_F(TapTest, ShowsPartsOfAnAnswerAsSuch) {
    ask("warm", {}, {.retry = true});
    Listener listener(bus.url(), {.kinds = {TapKind::rep}});
    ask("parts");
    ask("$ping");
    const auto& shown = listener.records(4);
    ASSERT_EQ(shown.size(), 4u);
    EXPECT_FALSE(shown[0].last);
    EXPECT_TRUE(shown[1].last);
    EXPECT_FALSE(shown[2].last) << "one instance's answer to a question put to all";
    EXPECT_TRUE(shown[3].last);
    EXPECT_EQ(shown[2].call, shown[3].call);
}

TEST_F(TapTest, ShowsWorkersComeAndLeave) {
    Listener listener(bus.url(), {.kinds = {TapKind::hb}, .services = {"another"}});
    {
        const TestService another(bus.url(), {.service = "another"}, testing::echo);
        client.ask("another", "x", {}, {.retry = true});
    }
    const auto& shown = listener.records(1);
    ASSERT_GE(shown.size(), 1u);
    EXPECT_EQ(shown[0].method, "ready");
    EXPECT_EQ(shown[0].service, "another");
}

TEST_F(TapTest, KeepsToTheServicesAndMethodsAskedFor) {
    const TestService other(bus.url(), {.service = "other"}, testing::echo);
    ask("warm", {}, {.retry = true});
    client.ask("other", "warm", {}, {.retry = true});
    Listener listener(bus.url(), {.kinds = {TapKind::req}, .services = {"des*"}, .methods = {"get", "list*"}});
    for (const char* service : {"other", "desk"})
        for (const char* method : {"get", "get_all", "list_all", "put"}) client.ask(service, method, {});
    const auto& shown = listener.records(2);
    ASSERT_EQ(shown.size(), 2u);
    EXPECT_EQ(shown[0].method, "get");
    EXPECT_EQ(shown[1].method, "list_all");
}

TEST_F(TapTest, ASampleHoldsWholeCalls) {
    ask("warm", {}, {.retry = true});
    Listener listener(bus.url(), {.kinds = {TapKind::req, TapKind::rep}, .sample = 4});
    for (int i = 0; i < 16; ++i) ask("echo");
    const auto& shown = listener.records(8);
    ASSERT_EQ(shown.size(), 8u);
    for (std::size_t i = 0; i < 8; i += 2) EXPECT_EQ(shown[i].call, shown[i + 1].call);
}

TEST_F(TapTest, DropsWhatAListenerHasNoRoomForAndSaysHowMany) {
    ask("warm", {}, {.retry = true});
    Listener listener(bus.url(), {.kinds = {TapKind::req}, .bodies = true, .credit = 1}, false);
    const std::string large = encode(std::string(300'000, 'x'));
    constexpr std::size_t calls = 10;
    for (std::size_t i = 0; i < calls; ++i) ask("echo", large);
    EXPECT_TRUE(listener.records(0).empty()) << "its only batch was the first, empty one";
    listener.give_credit(1);
    const auto shown = listener.records(1).size();
    EXPECT_GE(shown, 3u);
    EXPECT_LT(shown, calls);
    ask("echo");
    listener.give_credit(1);
    listener.wait([&] { return listener.dropped > 0; });
    EXPECT_EQ(static_cast<std::size_t>(listener.dropped), calls - shown);
}

TEST_F(TapTest, TellsAListenerEachSecondThatItIsThere) {
    Listener listener(bus.url(), {.services = {"nobody"}});
    listener.wait([&] { return listener.batches >= 3; });
    EXPECT_GE(listener.batches, 3);
}

TEST_F(TapTest, ForgetsListenersThatLeave) {
    const auto taps = [this] {
        std::string told;
        client.call("bus", "$stats", {}, {}, [&](const Reply& reply, bool last) {
            if (!last) told = to_json(reply.result);
        });
        loop.run_until([&] { return client.outstanding() == 0; }, 5s);
        return told;
    };
    {
        const Listener listener(bus.url());
        EXPECT_THAT(taps(), ::testing::HasSubstr("\"taps\":1"));
    }
    for (int i = 0; i < 500 && taps().find("\"taps\":0") == std::string::npos; ++i)
        loop.run_until([] { return false; }, 10ms);
    EXPECT_THAT(taps(), ::testing::HasSubstr("\"taps\":0"));
}

TEST_F(TapTest, RefusesTooManyListenersAndWrongParameters) {
    std::vector<std::unique_ptr<Listener>> listeners;
    for (int i = 0; i < 16; ++i) listeners.push_back(std::make_unique<Listener>(bus.url()));
    EXPECT_EQ(Listener(bus.url()).error->code(), Code::resource_exhausted);
    EXPECT_EQ(Listener(bus.url(), {.sample = 0}).error->code(), Code::invalid_argument);
}

/// What a bus with keys says to one that asks for a tap and its rights.
std::string refusal(const Address& bus, const TapRequest& request = {}) {
    const Listener listener(bus, request);
    return listener.error ? listener.error->message() : "";
}

TEST(TapWithKeys, ShowsHeadersToWhoMayTapAndBodiesToWhoMaySeeWhatIsPersonal) {
    const KeyedBus bus;
    const auto none = bus.add("none", {.call = {"*"}}), headers = bus.add("headers", {.tap = true}),
               all = bus.add("all", {.tap = true, .see_personal = true});
    Loop loop;
    Client ready(loop, all);
    for (std::string rights; rights.find("\"personal\":true") == rights.npos;) {
        try {
            rights = to_json(ready.ask("bus", "rights", {}));
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), Code::unauthenticated) << "the bus has not read the new keys yet";
        }
    }
    EXPECT_EQ(to_json(Client(loop, headers).ask("bus", "rights", {})),
              R"({"tap":true,"bodies":false,"personal":false})");
    EXPECT_THAT(refusal(none), ::testing::HasSubstr("lacks the grant tap"));
    EXPECT_EQ(refusal(headers), "");
    EXPECT_THAT(refusal(headers, {.bodies = true}), ::testing::HasSubstr("lacks the grant see_personal"));
    EXPECT_EQ(refusal(all, {.bodies = true}), "");
    EXPECT_EQ(refusal(bus.ipc(), {.bodies = true}), "") << "the local operator";
}

TEST(TapWithKeys, EndsWhenItsKeyIsRevoked) {
    const KeyedBus bus;
    const auto address = bus.add("watcher", {.tap = true});
    std::optional<Listener> listener;
    do listener.emplace(address);
    while (listener->error && listener->error->code() == Code::unauthenticated);
    ASSERT_FALSE(listener->error) << listener->error->message();
    bus.keys().remove("watcher");
    listener->wait([&] { return listener->error.has_value(); });
    ASSERT_TRUE(listener->error);
    EXPECT_EQ(listener->error->code(), Code::unauthenticated);
}

/// Calls at that rate for so long, of two methods in turn, each a request and its answer 1 ms later: how many of each
/// method were shown, and how many calls in part.
struct Calls {
    int first = 0, second = 0, in_part = 0;
    int whole() const { return first + second; }
};
Calls shown_of(Pace& pace, Time& now, int a_second, std::chrono::seconds how_long) {
    static std::uint64_t call = 0;
    std::map<std::uint64_t, int> shown;
    const int calls = a_second * static_cast<int>(how_long.count());
    const auto later = static_cast<std::uint64_t>(a_second / 1000);
    const auto apart = std::chrono::nanoseconds(1s) / a_second;
    const std::uint64_t first = ++call;
    for (int i = 0; i < calls; ++i, ++call) {
        now += apart;
        if (pace.shows(shuffled(call), now, now)) ++shown[call];
        if (call < first + later) continue;
        if (pace.shows(shuffled(call - later), now - apart * later, now)) ++shown[call - later];
    }
    Calls counted;
    for (const auto& [one, times] : shown)
        if (one + later < call) ++(times != 2 ? counted.in_part : one % 2 ? counted.first : counted.second);
    return counted;
}

TEST(TapPace, LeavesOutWholeCallsBeyondItsRate) {
    Pace pace(10'000);
    Time now = std::chrono::steady_clock::now();
    shown_of(pace, now, 100'000, 2s);
    const Calls shown = shown_of(pace, now, 100'000, 5s);
    EXPECT_NEAR(shown.whole(), 25'000, 2'500);
    EXPECT_NEAR(shown.first, shown.second, 1'000) << "methods that take turns are shown alike";
    EXPECT_EQ(shown.in_part, 0);
}

TEST(TapPace, ShowsWholeCallsWhileItsRateIsNowExceededNowNot) {
    Pace pace(10'000);
    Time now = std::chrono::steady_clock::now();
    const Calls shown = shown_of(pace, now, 7'000, 20s);
    EXPECT_GT(shown.whole(), 60'000);
    EXPECT_LT(shown.whole(), 120'000);
    EXPECT_EQ(shown.in_part, 0);
}

TEST(TapPace, ShowsAllBelowItsRateAndWhatComesAtOnceAfterAQuietTime) {
    Pace pace(10'000), all(0);
    Time now = std::chrono::steady_clock::now();
    EXPECT_GE(shown_of(pace, now, 4'000, 3s).whole(), 12'000 - 10);
    now += 10s;
    EXPECT_GE(shown_of(pace, now, 4'000, 1s).whole(), 4'000 - 10);
    EXPECT_GE(shown_of(all, now, 100'000, 1s).whole(), 100'000 - 200);
}

TEST(TapBatch, ThatIsBrokenIsNothing) {
    const auto whole = make_batch({.tap = 7, .dropped = 2}, 0, {});
    EXPECT_EQ(parse_batch(whole)->tap, 7);
    EXPECT_EQ(parse_batch(whole)->dropped, 2);
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(parse_batch(std::string_view(whole).substr(0, size)));
    EXPECT_FALSE(parse_batch(from_json("[1]")));
    EXPECT_FALSE(parse_batch(from_json(R"({"records":7})")));
    EXPECT_TRUE(parse_batch(from_json(R"({"records":[["new kind"],7],"more":1})"))->records.empty());
}

TEST(TapOnALoop, LeavesNoTimerBehind) {
    Loop loop;
    Guard guard(loop, {}, 10);
    Link link(loop.context());
    link.socket().bind("inproc://tap");
    zmq::socket_t client(loop.context(), zmq::socket_type::dealer);
    client.set(zmq::sockopt::linger, 0);
    client.connect("inproc://tap");
    client.send(zmq::str_buffer("x"), zmq::send_flags::none);
    Parts parts;
    ASSERT_TRUE(link.receive(parts));
    {
        const BrokerOptions options;
        Delivery delivery(loop, link, options, [](Parts&, Time) { return true; });
        Tap tap(loop, delivery, guard);
        tap.begin({parts[0]}, "local", 1, {});
        const auto now = std::chrono::steady_clock::now();
        tap.tell({.kind = TapKind::hb, .service = "s", .method = "ready"}, now);
        tap.beat();  // sends what its timer would have
        tap.tell({.kind = TapKind::hb, .service = "s", .method = "ready"}, now);
        ASSERT_TRUE(tap.open());
    }
    // Were one of its timers left, it would ring on a tap that is gone.
    int rung = 0;
    loop.after(50ms, [&] { ++rung; });
    loop.run_until([&] { return rung > 0; }, 5s);
    EXPECT_EQ(rung, 1);
}

}  // namespace
}  // namespace rapport::bus
