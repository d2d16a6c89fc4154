// SPDX-License-Identifier: MIT
// The event stream: what a listener asks for, and that nothing is missed and nothing heard twice.
#include <gmock/gmock-matchers.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "bus/testing/test_bus.hpp"
#include "services/gateway/gateway.hpp"
#include "services/gateway/testing/admission.hpp"
#include "services/gateway/testing/http_client.hpp"
#include "services/gateway/testing/sample.hpp"

namespace rapport::gateway {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace testing;

const Uuid acme = *uuid_from("0192f0c1-7a3b-7cde-8f00-000000000001"),
           other = *uuid_from("0192f0c1-7a3b-7cde-8f00-000000000002");

/// Everybody is an agent.
class Agents final : public Authenticator {
public:
    AdmissionPtr admit(const HttpRequest& request) const override {
        if (!bearer_of(request)) return {};
        return std::make_shared<ForGood>(Actor{.id = "user:1", .kind = "person", .roles = {"agent"}});
    }
};

class StreamTest : public ::testing::Test {
protected:
    StreamTest() { start_gateway(); }

    void start_gateway() {
        gateway.reset();
        gateway = std::make_unique<Gateway>(
            GatewayOptions{.bus = bus.url(), .http = {"127.0.0.1", 0}, .expected = {"samples"}, .timeout = 2s},
            std::make_shared<Agents>());
    }
    void restart(std::unique_ptr<SampleService>& service, const std::string& name) {
        auto history = service->history();
        service.reset();
        service = std::make_unique<SampleService>(bus.url(), name, std::move(history));
    }
    Answer ask(const std::string& target) const {
        return HttpConnection(gateway->address()).ask(request_text("GET", target, token));
    }
    HttpConnection listen(const std::string& query = {}, const std::string& lines = {}) const {
        HttpConnection listener(gateway->address());
        listener.write(request_text("GET", "/api/v1/events" + query, token + lines));
        return listener;
    }
    /// One that has heard an event, so that the gateway follows the source.
    HttpConnection hearing(const std::string& query = {}) {
        HttpConnection listener = listen(query);
        for (std::string heard; heard.find("hello") == std::string::npos; heard = listener.read_until("hello", 20ms))
            samples->tell_of({acme}, "hello");
        return listener;
    }

    const std::string token = "Authorization: Bearer x\r\n";
    bus::testing::TestBus bus;
    std::unique_ptr<SampleService> samples = std::make_unique<SampleService>(bus.url()),
                                   others = std::make_unique<SampleService>(bus.url(), "others");
    std::unique_ptr<Gateway> gateway;
};

/// What a stream carried: the events' titles in their order, and the last id.
struct Heard {
    std::vector<std::string> titles;
    std::string id;

    void take(const std::string& text) {
        static const std::regex line("id: ([^\r\n]+)|\"title\":\"([^\"]+)\"");
        for (std::sregex_iterator it(text.begin(), text.end(), line), end; it != end; ++it) {
            if ((*it)[1].matched) id = (*it)[1];
            else titles.push_back((*it)[2]);
        }
    }
};

TEST_F(StreamTest, WhoWasCutOffMissesNothingAndHearsNothingTwiceOverRestartsOfServicesAndGateway) {
    Heard heard;
    int told = 0;
    const auto tell = [&](int times) {
        for (int i = 0; i < times; ++i) {
            ++told;
            samples->tell("s" + std::to_string(told));
            others->tell("o" + std::to_string(told));
        }
    };
    const auto hear_all = [&](HttpConnection& listener) {
        const std::string last[] = {"s" + std::to_string(told), "o" + std::to_string(told)};
        const auto all_there = [&] {
            return std::ranges::all_of(last, [&](const std::string& title) {
                return std::ranges::find(heard.titles, title) != heard.titles.end();
            });
        };
        const auto until = std::chrono::steady_clock::now() + 30s;
        while (!all_there() && std::chrono::steady_clock::now() < until)
            heard.take(listener.read_until("\n\n\r\n", 100ms));
        EXPECT_TRUE(all_there()) << "after " << told;
    };
    const auto again = [&] { return listen({}, "Last-Event-ID: " + heard.id + "\r\n"); };

    tell(1);
    auto first = listen("?after=samples:0,others:0");
    hear_all(first);
    tell(20);
    hear_all(first);

    tell(5);  // cut off while it hears
    auto second = again();
    tell(20);
    hear_all(second);

    restart(samples, "samples");  // away while a service restarts
    tell(10);
    auto third = again();
    hear_all(third);
    restart(others, "others");  // and there while another does
    tell(10);
    hear_all(third);

    const std::string id = heard.id;
    start_gateway();
    tell(10);
    heard.id = id;
    auto fourth = again();
    restart(samples, "samples");
    tell(10);
    hear_all(fourth);

    std::vector<std::string> of_samples, of_others, wanted_samples, wanted_others;
    for (const std::string& title : heard.titles) (title[0] == 's' ? of_samples : of_others).push_back(title);
    for (int i = 1; i <= told; ++i) {
        wanted_samples.push_back("s" + std::to_string(i));
        wanted_others.push_back("o" + std::to_string(i));
    }
    EXPECT_EQ(of_samples, wanted_samples);
    EXPECT_EQ(of_others, wanted_others);
}

TEST_F(StreamTest, AnEventsIdNamesHowFarEachSourceWasHeard) {
    auto listener = hearing();
    for (std::string heard; heard.find("\"other\"") == std::string::npos;
         heard = listener.read_until("\"other\"", 20ms))
        others->tell("other");
    samples->tell("last");
    const std::string heard = listener.read_until("\"last\"");
    EXPECT_THAT(heard, AllOf(HasSubstr("id: others:"), HasSubstr(",samples:")));
}

TEST_F(StreamTest, CarriesWhatIsAskedForAndNothingElse) {
    auto of_party = hearing("?party=" + to_text(acme));
    auto of_subject = listen("?subject=this,that");
    auto where = listen("?where=data.title%20~%20%27urgent%27");
    for (auto* listener : {&of_subject, &where}) listener->read_until("retry: 1000");
    samples->tell_of({other}, "of the other");
    samples->tell_of({acme}, "that");
    samples->tell_of({acme}, "urgent");
    EXPECT_THAT(of_party.read_until("urgent"), AllOf(HasSubstr("that"), Not(HasSubstr("of the other"))));
    samples->tell_of({acme}, "this");
    EXPECT_THAT(of_subject.read_until("\"this\""),
                AllOf(HasSubstr("\"that\""), Not(HasSubstr("urgent")), Not(HasSubstr("of the other"))));
    samples->tell_of({acme}, "urgent again");
    EXPECT_THAT(where.read_until("urgent again"), AllOf(HasSubstr("\"urgent\""), Not(HasSubstr("\"this\""))));
}

TEST_F(StreamTest, AReferenceIsShort) {
    auto listener = hearing("?data=ref");
    samples->tell_of({acme}, std::string(5'000, 'x'));
    samples->tell_of({acme}, "after");
    const std::string heard = listener.read_until("\"subject\":\"after\"");
    EXPECT_THAT(heard,
                AllOf(HasSubstr("\"type\":\"samples.made\""), HasSubstr(to_text(acme)), Not(HasSubstr("\"title\""))));
}

TEST_F(StreamTest, AListenerWhoWasToldNothingOfLateLearnsHowFarItIs) {
    auto listener = hearing("?subject=hello");
    samples->tell("passed over");
    const std::string heard = listener.read_until(": beat\nid: samples:");
    EXPECT_THAT(heard, HasSubstr(": beat\nid: samples:"));
}

TEST_F(StreamTest, AHistoryThatIsAnotherOneIsAGap) {
    auto listener = hearing();
    samples->restore();
    samples->tell("a new history");
    EXPECT_THAT(listener.read_until("a new history"), HasSubstr("event: gap\ndata: {\"source\":\"samples\""));

    auto ahead = listen("?after=samples:1000");
    EXPECT_THAT(ahead.read_until("event: gap"), HasSubstr("event: gap"));
    samples->tell("goes on");
    EXPECT_THAT(ahead.read_until("goes on"), Not(HasSubstr("a new history")));
}

TEST_F(StreamTest, WhatCannotBeReadNowIsReadLater) {
    auto before = hearing();
    for (const char* title : {"one", "two", "three"}) samples->tell(title, false);
    samples->fail_events(2);
    auto listener = listen("?after=samples:1");
    const std::string heard = listener.read_until("\"three\"");
    EXPECT_THAT(heard, AllOf(HasSubstr("\"one\""), HasSubstr("\"three\""), Not(HasSubstr("event: gap"))));
}

TEST_F(StreamTest, ALongHistoryIsReadAsFastAsItIsTaken) {
    auto before = hearing();
    const std::string large(90'000, 'x');
    for (int i = 0; i < 40; ++i) samples->tell(large + std::to_string(i), false);
    auto listener = listen("?after=samples:0");
    for (int i = 0; i < 40; ++i) {
        const std::string title = "x" + std::to_string(i) + "\"";
        const std::string part = listener.read_until(title);
        ASSERT_THAT(part, HasSubstr(title)) << i;
        EXPECT_THAT(part, AllOf(Not(HasSubstr("event: overflow")), Not(HasSubstr("event: gap"))));
    }
}

TEST_F(StreamTest, ASourceThatThereIsNotIsAGapAndForgotten) {
    auto before = hearing();
    auto listener = listen("?after=nobody:5,no-one:7,samples:1");
    std::string heard;
    for (const char* name : {"nobody", "no-one"}) {
        const std::string gap = "event: gap\ndata: {\"source\":\"" + std::string(name);
        if (heard.find(gap) == std::string::npos) heard += listener.read_until(gap);
        EXPECT_THAT(heard, HasSubstr(gap));
    }
    samples->tell("goes on");
    const std::string after = listener.read_until("\"goes on\"");
    const auto id = after.rfind("id: ");
    ASSERT_NE(id, std::string::npos) << after;
    EXPECT_THAT(after.substr(id), AllOf(HasSubstr("samples:"), Not(HasSubstr("nobody")), Not(HasSubstr("no-one"))));
}

TEST_F(StreamTest, AnEventOfHalfTheQueueIsHeardThoughSomethingWaitsBeforeIt) {
    auto before = hearing();
    const std::string small(400'000, 's'), large(900'000, 'l');
    for (const std::string& title : {small, large, small, large}) samples->tell(title, false);
    samples->tell("the last", false);
    auto listener = listen("?after=samples:1");
    const std::string heard = listener.read_until("\"the last\"");
    for (const std::string& title : {small, large}) EXPECT_NE(heard.find(title), std::string::npos);
    EXPECT_NE(heard.find("the last"), std::string::npos);
    EXPECT_EQ(heard.find("event: overflow"), std::string::npos);
}

TEST_F(StreamTest, TypesOfEventsAreListed) {
    while (ask("/readyz").status != 200) std::this_thread::sleep_for(5ms);
    const json types = json::parse(ask("/api/v1/event-types").body);
    ASSERT_FALSE(types["items"].empty());
    const json& made = types["items"][0];
    EXPECT_EQ(made["type"], "samples.made");
    EXPECT_EQ(made["description"], "A sample was made");
    EXPECT_TRUE(made["schema"]["properties"].contains("title"));
    EXPECT_EQ(HttpConnection(gateway->address()).ask(request_text("GET", "/api/v1/event-types")).status, 401);
}

}  // namespace
}  // namespace rapport::gateway
