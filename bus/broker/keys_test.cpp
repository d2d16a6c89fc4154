// SPDX-License-Identifier: MIT
// A bus with keys, over real CURVE connections: who gets in, and what each may do there.
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <set>

#include "bus/base/codec.hpp"
#include "bus/client/client.hpp"
#include "bus/events/publisher.hpp"
#include "bus/events/subscriber.hpp"
#include "bus/security/toml.hpp"
#include "bus/testing/keyed_bus.hpp"
#include "bus/testing/log_capture.hpp"
#include "bus/testing/test_service.hpp"

namespace rapport::bus {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using testing::KeyedBus;
using testing::TestService;

const KeyEntry service_entry{.kind = KeyKind::service, .roles = {"service"}, .serve = {"echo"}, .publish = {"echo"}};

/// Answers with who asks.
void tell_actor(Server& server, const Request& request) {
    server.reply(request, request.header.actor ? encode(*request.header.actor) : std::string());
}

class BusWithKeys : public ::testing::Test {
protected:
    /// What came of asking once: the name of the error's code, or `ok`.
    std::string ask(Client& client, const std::string& service, const std::string& method, CallOptions options = {}) {
        try {
            last = client.ask(service, method, "", options);
            return "ok";
        } catch (const Error& error) {
            message = error.message();
            return std::string(name_of(error.code()));
        }
    }
    /// Asks until it comes out so.
    void ask_until(const std::string& wanted, Client& client, const std::string& service, const std::string& method) {
        std::string got;
        for (int i = 0; i < 500 && got != wanted; ++i) {
            got = ask(client, service, method, {.timeout = Loop::Duration(2'000)});
            if (got != wanted) loop.run_until([] { return false; }, Loop::Duration(10));
        }
        EXPECT_EQ(got, wanted) << message;
    }
    /// Also for what happens on other threads, which do not wake the loop.
    bool wait(const std::function<bool()>& done) {
        const auto tick = loop.every(Loop::Duration(5), [] {});
        const bool came = loop.run_until(done, 10s);
        loop.cancel(tick);
        return came;
    }
    struct Heard {
        int count = 0, watermarks = 0;
        std::set<std::string> sources;
        std::unique_ptr<Subscriber> subscriber;
    };
    void hear(Heard& heard, const Address& address, const std::vector<std::string>& topics) {
        heard.subscriber = std::make_unique<Subscriber>(
            loop, Endpoints::of(address).subscribe, topics,
            Subscriber::Handlers{[&heard](const Event& event) { ++heard.count, heard.sources.insert(event.source); },
                                 [&heard](const Watermark&) { ++heard.watermarks; }});
    }
    static Event event(const std::string& source) {
        return {.id = new_uuid(SystemClock().now()),
                .source = source,
                .type = source + ".told",
                .subject = "s",
                .epoch = "e",
                .actor = {.id = "service:" + source},
                .data = {from_json("{}")}};
    }
    void publish_until(Publisher& publisher, const std::function<bool()>& done) {
        for (int i = 0; i < 1'000 && !done(); ++i) {
            publisher.publish(event("echo"));
            loop.run_until([] { return false; }, Loop::Duration(10));
        }
        EXPECT_TRUE(done()) << log.text();
    }

    testing::LogCapture log;  // before there are threads
    KeyedBus bus;
    Loop loop;
    std::string last, message;
};

TEST_F(BusWithKeys, EachDoesWhatItIsGrantedAndIsToldWhatItIsNot) {
    const TestService echo(bus.add("echo", service_entry), {.service = "echo"}, testing::echo);
    Client alice(loop, bus.add("alice", {.call = {"echo.open", "*.$ping"}}));
    ask_until("ok", alice, "echo", "open");
    EXPECT_EQ(ask(alice, "bus", "$ping"), "ok");
    EXPECT_EQ(ask(alice, "echo", "$ping"), "ok");
    for (const auto& [service, method] : {std::pair{"echo", "close"}, std::pair{"echo", "$info"},
                                          std::pair{"bus", "services"}, std::pair{"nobody", "open"}}) {
        EXPECT_EQ(ask(alice, service, method), "permission_denied");
        EXPECT_EQ(message, "the key `alice` lacks the grant call = \"" + std::string(service) + "." + method + "\"");
    }
}

TEST_F(BusWithKeys, WhoHasNoKeyOrOneOfAnotherBusOrOneThatIsUnknownIsRefusedAndSeesWhy) {
    bus.make("stranger");
    Client stranger(loop, bus.with("stranger"));
    EXPECT_EQ(ask(stranger, "bus", "$ping"), "unauthenticated");
    EXPECT_THAT(message, HasSubstr("it does not know this key"));
    Client keyless(loop, bus.tcp());
    EXPECT_EQ(ask(keyless, "bus", "$ping"), "unauthenticated");
    EXPECT_THAT(message, HasSubstr("keys"));
    const KeyedBus other;
    Client astray(loop, {bus.tcp(), other.add("alice", {}).key_file});
    EXPECT_EQ(ask(astray, "bus", "$ping", {.timeout = Loop::Duration(300)}), "unavailable");
    EXPECT_TRUE(log.has("refused a connection from 127.0.0.1: its key"));
    EXPECT_TRUE(log.has("refuses us: it does not know this key"));
}

TEST_F(BusWithKeys, AKeyThatIsAllowedLaterGetsInWithoutARestart) {
    const auto pair = bus.make("echo");
    const TestService echo(bus.with("echo"), {.service = "echo"}, testing::echo);
    const auto late = bus.make("late");
    Client client(loop, bus.with("late"));
    EXPECT_EQ(ask(client, "echo", "open"), "unauthenticated");
    bus.keys().add("late", {.public_key = late.public_key, .call = {"*"}});
    ask_until("unavailable", client, "echo", "open");
    auto entry = service_entry;
    entry.public_key = pair.public_key;
    bus.keys().add("echo", entry);
    ask_until("ok", client, "echo", "open");
}

TEST_F(BusWithKeys, WhoTakesItForAnotherBusGetsInWhenTheKeyFileIsMended) {
    const auto service = bus.add("echo", service_entry), caller = bus.add("alice", {.call = {"echo.*"}});
    const auto right = KeyFile::read(bus.keys().bus_key()).public_key;
    const auto take_it_for = [](const Address& who, const std::string& bus_key) {
        auto file = KeyFile::read(who.key_file);
        file.bus = bus_key;
        file.write(who.key_file);
    };
    take_it_for(service, new_key_pair().public_key);
    take_it_for(caller, new_key_pair().public_key);
    const TestService echo(service, {.service = "echo"}, testing::echo);
    Publisher publisher(loop, Endpoints::of(service).publish);
    Client client(loop, caller), local(loop, bus.ipc());
    Heard heard;
    hear(heard, bus.ipc(), {""});
    EXPECT_EQ(ask(client, "echo", "open", {.timeout = Loop::Duration(300)}), "unavailable");
    EXPECT_TRUE(wait([this] { return log.has("echo: the bus at " + bus.tcp() + " refuses us: it broke off"); }));
    EXPECT_TRUE(wait([this] { return log.has("does not let us tell events: it broke off"); }));
    take_it_for(service, right);
    take_it_for(caller, right);
    ask_until("ok", local, "echo", "open");
    ask_until("ok", client, "echo", "open");
    publish_until(publisher, [&] { return heard.count > 0; });
}

TEST_F(BusWithKeys, ARevokedKeyLosesItsRightsOnItsLiveConnections) {
    const TestService echo(bus.add("echo", service_entry), {.service = "echo"}, testing::echo);
    Client alice(loop, bus.add("alice", {.call = {"echo.*"}})), bob(loop, bus.add("bob", {.call = {"echo.*"}}));
    ask_until("ok", alice, "echo", "open");
    ask_until("ok", bob, "echo", "open");
    bus.keys().remove("alice");
    ask_until("unauthenticated", alice, "echo", "open");
    EXPECT_THAT(message, HasSubstr("revoked"));
    EXPECT_EQ(ask(bob, "echo", "open"), "ok") << "others notice nothing";
    bus.keys().remove("echo");
    ask_until("unavailable", bob, "echo", "open");
    EXPECT_TRUE(wait([this] { return log.has("echo: the bus at " + bus.tcp() + " refuses us"); }));
}

TEST_F(BusWithKeys, AReplacedKeyIsLetInForAWhileAndTheNewOneAtOnce) {
    Client old(loop, bus.add("alice", {.call = {"bus.*"}}));
    ask_until("ok", old, "bus", "services");
    bus.keys().replace("alice", bus.make("alice").public_key, SystemClock().now() + Millis(400));
    Client fresh(loop, bus.with("alice"));
    ask_until("ok", fresh, "bus", "services");
    ask_until("unauthenticated", old, "bus", "services");
    EXPECT_EQ(ask(fresh, "bus", "services"), "ok");
    ask_until("ok", old, "bus", "services");  // it has read its file again
}

TEST_F(BusWithKeys, AServiceWhoseKeyIsReplacedGoesOnWithTheNewOne) {
    const auto address = bus.add("echo", service_entry);
    const TestService echo(address, {.service = "echo"}, testing::echo);
    Publisher publisher(loop, Endpoints::of(address).publish);
    Heard local;
    hear(local, bus.ipc(), {""});
    Client client(loop, bus.ipc());
    ask_until("ok", client, "echo", "open");
    publish_until(publisher, [&] { return local.count > 0; });
    bus.keys().replace("echo", bus.make("echo").public_key, {});
    ASSERT_TRUE(wait([this] { return log.has("sources are to come again"); }));
    ask_until("ok", client, "echo", "open");
    const int before = local.count;
    publish_until(publisher, [&] { return local.count > before + 3; });
}

TEST_F(BusWithKeys, AMistakeInTheFileChangesNothing) {
    Client alice(loop, bus.add("alice", {.call = {"bus.services"}}));
    ask_until("ok", alice, "bus", "services");
    write_file(bus.keys().grants(), "[alice]\npublic = 1\n", 0644);
    ASSERT_TRUE(wait([this] { return log.has("the keys stay as they were"); }));
    EXPECT_EQ(ask(alice, "bus", "services"), "ok");
}

TEST_F(BusWithKeys, OnlyWhoIsGrantedItServesAName) {
    const TestService wrong(bus.add("crm", {.serve = {"crm"}}), {.service = "echo"}, testing::echo);
    Client client(loop, bus.ipc());
    EXPECT_TRUE(wait([this] { return log.has("lacks the grant serve = \"echo\""); }));
    EXPECT_EQ(ask(client, "echo", "open"), "unavailable");
    EXPECT_TRUE(wait([this] { return log.has("echo: the bus at " + bus.tcp() + " refuses us: the key `crm` lacks"); }));
}

TEST_F(BusWithKeys, TheBusSaysForWhomAKeyAsks) {
    const TestService who(bus.ipc(), {.service = "who"}, tell_actor);
    Client alice(loop, bus.add("alice", {.kind = KeyKind::person, .roles = {"agent"}, .call = {"who.*"}}));
    ask_until("ok", alice, "who", "am_i");
    EXPECT_EQ(decode<Actor>(last), (Actor{.id = "key:alice", .kind = "person", .roles = {"agent"}}));
    // Its own name with roles that it does not have, and another's name.
    const Actor raised{.id = "key:alice", .kind = "person", .roles = {"admin"}}, other{.id = "user:1"};
    EXPECT_EQ(ask(alice, "who", "am_i", {.actor = raised}), "ok");
    EXPECT_EQ(decode<Actor>(last).roles, std::vector<std::string>{"agent"});
    EXPECT_EQ(ask(alice, "who", "am_i", {.actor = other}), "permission_denied");
    EXPECT_EQ(message, "the key `alice` lacks the grant act_for_others");

    Client gateway(loop, bus.add("gateway", {.call = {"*"}, .act_for_others = true})), local(loop, bus.ipc());
    ask_until("ok", gateway, "who", "am_i");
    for (Client* const client : {&gateway, &local}) {
        EXPECT_EQ(ask(*client, "who", "am_i", {.actor = other}), "ok");
        EXPECT_EQ(decode<Actor>(last), other);
    }
}

TEST_F(BusWithKeys, EventsAreHeardByWhomTheyMayAndOthersAreToldSo) {
    Publisher publisher(loop, Endpoints::of(bus.add("echo", service_entry)).publish);
    Heard everything, some, refused;
    hear(everything, bus.ipc(), {""});
    hear(some, bus.add("alice", {.subscribe = {"echo.*"}}), {"echo."});
    hear(refused, bus.add("bob", {.subscribe = {"crm.*"}}), {"echo.", "crm."});
    publish_until(publisher, [&] { return everything.count > 0 && some.count > 0; });
    EXPECT_TRUE(wait([this] { return log.has("does not let us hear echo.: the key `bob` lacks the grant"); }));
    refused.subscriber.reset();  // its departure takes nothing from those who may
    const int before = some.count;
    publish_until(publisher, [&] { return some.count > before + 5; });
    EXPECT_EQ(refused.count, 0);
}

TEST_F(BusWithKeys, ATopicThatIsTooLongIsRefusedForThatReason) {
    zmq::context_t context;
    zmq::socket_t subscriber(context, zmq::socket_type::sub);
    subscriber.set(zmq::sockopt::rcvtimeo, 5'000);
    subscriber.set(zmq::sockopt::subscribe, "$refused");
    subscriber.set(zmq::sockopt::subscribe, std::string(256, 'x'));
    subscriber.connect(Endpoints::of(bus.ipc()).subscribe.url);
    zmq::message_t topic, refusal;
    ASSERT_TRUE(subscriber.recv(topic));
    ASSERT_TRUE(subscriber.recv(refusal));
    EXPECT_EQ(topic.to_string_view(), "$refused");
    EXPECT_NE(to_json(refusal.to_string()).find("a topic has at most 255 bytes"), std::string::npos);
}

TEST_F(BusWithKeys, HowFarASourceIsIsHeardByWhoeverMayHearSomeTypeOfIt) {
    Publisher publisher(loop, Endpoints::of(bus.add("echo", service_entry)).publish);
    Heard one, other;
    hear(one, bus.add("alice", {.subscribe = {"echo.told"}}), {"echo.told", "echo.$watermark"});
    hear(other, bus.add("bob", {.subscribe = {"crm.told"}}), {"echo.$watermark"});
    publish_until(publisher, [&] {
        publisher.publish(Watermark{.source = "echo", .epoch = "e"});
        return one.count > 0 && one.watermarks > 0;
    });
    EXPECT_TRUE(
        wait([this] { return log.has("does not let us hear echo.$watermark: the key `bob` lacks the grant"); }));
    EXPECT_FALSE(log.has("the key `alice` lacks"));
    EXPECT_EQ(other.watermarks, 0);
}

TEST_F(BusWithKeys, WhoMayNotHearATopicAnyMoreHearsNoMoreOfIt) {
    Publisher publisher(loop, Endpoints::of(bus.add("echo", service_entry)).publish);
    Heard alice, bob, local;
    hear(local, bus.ipc(), {""});
    hear(alice, bus.add("alice", {.subscribe = {"echo.*"}}), {"echo."});
    hear(bob, bus.add("bob", {.subscribe = {"echo.*"}}), {"echo."});
    publish_until(publisher, [&] { return alice.count > 0 && bob.count > 0; });
    bus.keys().remove("alice");
    ASSERT_TRUE(wait([this] { return log.has("subscribers are to come again"); }));
    const int of_alice = alice.count, of_bob = bob.count;
    publish_until(publisher, [&] { return bob.count > of_bob + 5; });
    EXPECT_LE(alice.count, of_alice + 1) << "one that was on its way";
    EXPECT_TRUE(wait([this] { return log.has("does not let us hear events: it does not know this key"); }));
}

TEST_F(BusWithKeys, ATopicThatIsAllowedLaterIsHeardWithoutARestart) {
    Publisher publisher(loop, Endpoints::of(bus.add("echo", service_entry)).publish);
    Heard alice;
    const auto pair = bus.make("alice");
    bus.keys().add("alice", {.public_key = pair.public_key});
    hear(alice, bus.with("alice"), {"echo."});
    ASSERT_TRUE(wait([this] { return log.has("does not let us hear echo."); }));
    bus.keys().remove("alice");
    bus.keys().add("alice", {.public_key = pair.public_key, .subscribe = {"echo.*"}});
    publish_until(publisher, [&] { return alice.count > 0; });
}

TEST_F(BusWithKeys, EventsOfASourceThatAKeyMayNotTellAreDropped) {
    Publisher echo(loop, Endpoints::of(bus.add("echo", service_entry)).publish);
    Publisher liar(loop, Endpoints::of(bus.add("liar", {.publish = {"liar"}})).publish);
    Heard local;
    hear(local, bus.ipc(), {""});
    auto disguised = event("crm");
    disguised.type = "liar.told";
    for (int i = 0; i < 1'000 && !log.has("`liar` lacks the grant publish = \"crm\""); ++i) {
        liar.publish(event("echo"));
        liar.publish(Watermark{"echo", "e", 1});
        liar.publish(disguised);
        loop.run_until([] { return false; }, Loop::Duration(5));
    }
    EXPECT_TRUE(log.has("`liar` lacks the grant publish = \"echo\""));
    EXPECT_TRUE(log.has("`liar` lacks the grant publish = \"crm\""));
    publish_until(echo, [&] { return local.count > 5; });
    EXPECT_EQ(local.sources, std::set<std::string>{"echo"});
    EXPECT_EQ(local.watermarks, 0);
}

TEST_F(BusWithKeys, ConnectionsAboveTheLimitAreToComeLater) {
    testing::KeyedBus small({.max_connections = 4});
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 4; ++i) {
        clients.push_back(std::make_unique<Client>(loop, i == 0 ? small.add("alice", {}) : small.with("alice")));
        ask_until("ok", *clients.back(), "bus", "$ping");
    }
    Client fifth(loop, small.with("alice"));
    EXPECT_EQ(ask(fifth, "bus", "$ping", {.timeout = Loop::Duration(300)}), "unavailable");
    EXPECT_TRUE(log.has("is to try again later"));
    clients.pop_back();
    ask_until("ok", fifth, "bus", "$ping");
}

TEST(Listening, BeyondThisMachineTakesKeys) {
    const testing::TempFolder folder;
    const KeyFolder keys(folder.path() / "keys");
    keys.init();
    Loop loop;
    EXPECT_THROW(Broker(loop, {.listen = {"tcp://0.0.0.0:5555"}}), Error);
    EXPECT_THROW(Broker(loop, {.listen = {"tcp://0.0.0.0:5555"}, .keys = "/nowhere"}), Error);
    const auto address = testing::free_tcp_address();
    EXPECT_NO_THROW(
        Broker(loop, {.listen = {"tcp://0.0.0.0" + address.substr(address.rfind(':'))}, .keys = keys.path().string()}));
}

}  // namespace
}  // namespace rapport::bus
