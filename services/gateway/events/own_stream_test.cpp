// SPDX-License-Identifier: MIT
// The event stream of who sees some parties alone: what concerns these, as their service says, and nothing else.
#include <gmock/gmock-matchers.h>

#include "bus/testing/test_bus.hpp"
#include "services/gateway/gateway.hpp"
#include "services/gateway/testing/admission.hpp"
#include "services/gateway/testing/http_client.hpp"
#include "services/gateway/testing/sample.hpp"

namespace rapport::gateway {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace testing;

const Uuid acme = *uuid_from("0192f0c1-7a3b-7cde-8f00-000000000001"),
           other = *uuid_from("0192f0c1-7a3b-7cde-8f00-000000000002");
const std::string token = "Authorization: Bearer of-acme\r\n", manager = "Authorization: Bearer manager\r\n";

/// Knows a token for one party, and an account manager whose right ends when the test says so.
class Limited final : public Authenticator {
public:
    AdmissionPtr admit(const HttpRequest& request) const override {
        if (bearer_of(request) == "of-acme")
            return std::make_shared<ForGood>(
                Actor{.id = "token:1", .kind = "program", .roles = {"agent"}, .parties = {to_text(acme)}});
        if (bearer_of(request) == "manager")
            return std::make_shared<UntilEnded>(Actor{.id = "user:kim", .kind = "person", .roles = {"account_manager"}},
                                                ending);
        return {};
    }
    const std::shared_ptr<Ending> ending = std::make_shared<Ending>();
};

class OwnStreamTest : public ::testing::Test {
protected:
    OwnStreamTest() { samples.give("user:kim", {acme}); }

    HttpConnection listen(const std::string& lines, const std::string& query = {}) const {
        HttpConnection listener(gateway.address());
        listener.write(request_text("GET", "/api/v1/events" + query, lines));
        EXPECT_THAT(listener.read_until("retry: 1000"), HasSubstr("200 OK"));
        return listener;
    }
    /// One that has heard its first event: before, the subscription may not have reached the bus yet.
    HttpConnection hearing(const std::string& lines, const std::string& query = {}) {
        HttpConnection listener = listen(lines, query);
        for (std::string heard; heard.find("hello") == std::string::npos; heard = listener.read_until("hello", 20ms))
            samples.tell_of({acme}, "hello");
        return listener;
    }

    bus::testing::TestBus bus;
    SampleService samples{bus.url()};
    const std::shared_ptr<Limited> who = std::make_shared<Limited>();
    Gateway gateway{{.bus = bus.url(), .http = {"127.0.0.1", 0}, .expected = {"samples"}, .timeout = 2s}, who};
};

TEST_F(OwnStreamTest, CarriesWhatConcernsTheirPartiesAndNothingElse) {
    for (const std::string& lines : {token, manager}) {
        auto listener = hearing(lines);
        samples.tell("of nobody");
        samples.tell_of({other}, "of the other");
        samples.tell_of({acme}, "theirs");
        samples.tell_of({other}, "of the other");
        samples.tell_of({acme, other}, "of both");
        const auto heard = listener.read_until("\"title\":\"of both\"");
        EXPECT_THAT(heard, AllOf(HasSubstr("theirs"), HasSubstr("of both"), HasSubstr("event: samples.made\ndata: {"),
                                 HasSubstr("\"parties\":\"" + to_text(acme) + " " + to_text(other) + "\"")));
        EXPECT_THAT(heard, AllOf(Not(HasSubstr("of nobody")), Not(HasSubstr("of the other"))));
        EXPECT_LT(heard.find("theirs"), heard.find("of both"));
    }
}

TEST_F(OwnStreamTest, FollowsWhatTheyMaySeeFromEventToEvent) {
    auto listener = hearing(manager);
    samples.give("user:kim", {other});
    samples.tell_of({acme}, "no more theirs");
    samples.tell_of({other}, "theirs by now");
    EXPECT_THAT(listener.read_until("theirs by now"), Not(HasSubstr("no more theirs")));
}

TEST_F(OwnStreamTest, EndsWithTheRight) {
    auto listener = hearing(manager);
    who->ending->end("rights_changed");
    samples.tell_of({acme}, "too late");
    const auto heard = listener.read_until("\r\n0\r\n\r\n");
    EXPECT_THAT(heard, HasSubstr("event: ended\ndata: {\"reason\":\"rights_changed\"}"));
    EXPECT_THAT(heard, Not(HasSubstr("too late")));
}

TEST_F(OwnStreamTest, GoesOnAfterTheLastEventThatWasHeard) {
    for (int i = 1; i <= 5; ++i) {
        samples.tell_of({acme}, "missed " + std::to_string(i), false);
        samples.tell_of({other}, "of the other", false);
    }
    auto listener = listen(token + "Last-Event-ID: samples:1\r\n");
    std::string heard = listener.read_until("missed 5");
    for (const char* title : {"missed 2", "missed 3", "missed 4", "missed 5"}) EXPECT_THAT(heard, HasSubstr(title));
    EXPECT_THAT(heard, AllOf(Not(HasSubstr("missed 1")), Not(HasSubstr("of the other"))));
    EXPECT_THAT(heard, HasSubstr("id: samples:9\n")) << "where the stream goes on after the next break";
    for (heard.clear(); heard.find("live") == std::string::npos; heard += listener.read_until("live", 20ms))
        samples.tell_of({acme}, "live");
    EXPECT_THAT(heard, Not(HasSubstr("missed")));
}

TEST_F(OwnStreamTest, CarriesTheTypesThatWereAskedFor) {
    SampleService others(bus.url(), "others");
    auto listener = hearing(token, "?type=samples.*");
    others.tell_of({acme}, "not wanted");
    samples.tell_of({acme}, "wanted");
    EXPECT_THAT(listener.read_until("\"wanted\""), Not(HasSubstr("not wanted")));
}

TEST_F(OwnStreamTest, ReadsAgainWhatCouldNotBeRead) {
    auto listener = hearing(token);
    samples.fail_events(1);
    samples.tell_of({acme}, "read later");
    EXPECT_THAT(listener.read_until("read later"), HasSubstr("read later"));
}

TEST_F(OwnStreamTest, GoesOnInAStoreThatWasRestored) {
    auto listener = hearing(token);
    samples.restore();
    samples.tell_of({acme}, "a new history");
    EXPECT_THAT(listener.read_until("a new history"), HasSubstr("a new history"));
    samples.tell_of({acme}, "goes on");
    EXPECT_THAT(listener.read_until("goes on"), Not(HasSubstr("a new history")));
}

}  // namespace
}  // namespace rapport::gateway
