// SPDX-License-Identifier: MIT
#include "bus/wire/envelope.hpp"

#include <gtest/gtest.h>

#include <random>

#include "bus/base/wire.hpp"
#include "bus/wire/endpoints.hpp"

namespace rapport::bus {
namespace {

using namespace std::chrono_literals;

TEST(Envelope, ARequestIsReadBackWithoutCopying) {
    const std::string params = from_json(R"({"id":"c-1","n":[1,2,{"deep":null}]})");
    const std::string frame = make_request(4'000'000'000u, "complaints.open", params);
    const auto request = parse_request(frame);
    ASSERT_TRUE(request);
    EXPECT_EQ(request->msgid, 4'000'000'000u);
    EXPECT_EQ(request->method, "complaints.open");
    EXPECT_EQ(request->params, params);
    EXPECT_GE(request->params.data(), frame.data());
    EXPECT_EQ(parse_request(make_request(0, "$ping", ""))->params, "");
}

TEST(Envelope, RequestsOfOtherEncodersAreReadInEveryWidth) {
    const std::string params = "\xa1x";
    const std::string wide =
        std::string("\xdd\0\0\0\4\xcf\0\0\0\0\0\0\0\0\xd3\0\0\0\0\0\0\0\7\xdb\0\0\0\1m\xdc\0\1", 32) + params;
    const auto request = parse_request(wide);
    ASSERT_TRUE(request);
    EXPECT_EQ(request->msgid, 7u);
    EXPECT_EQ(request->method, "m");
    EXPECT_EQ(request->params, params);
}

TEST(Envelope, WhatIsNoRequestIsNothing) {
    for (const char* json : {R"([1,1,"m",[]])", R"([0,-1,"m",[]])", R"([0,4294967296,"m",[]])", R"([0,1,2,[]])",
                             R"([0,1,"m",{}])", R"([0,1,"m",[1,2]])", R"([0,1,"m"])", R"({})", R"("x")"})
        EXPECT_FALSE(parse_request(from_json(json))) << json;
    EXPECT_FALSE(parse_request(make_request(1, "m", "") + "x"));
    EXPECT_FALSE(parse_request(""));
}

TEST(Envelope, AnswersAndErrorsAreReadBack) {
    const auto reply = parse_reply(make_reply(9, from_json("[1,2]")));
    ASSERT_TRUE(reply && !reply->error);
    EXPECT_EQ(reply->msgid, 9u);
    EXPECT_EQ(to_json(reply->result), "[1,2]");

    const std::string frame = make_error(9, invalid("party.name", "1 to 200 characters"));
    const auto failed = parse_reply(frame);
    ASSERT_TRUE(failed && failed->error);
    EXPECT_EQ(failed->error->code(), Code::invalid_argument);
    EXPECT_EQ(to_json(failed->error->details().bytes), R"({"field":"party.name"})");
    EXPECT_TRUE(is_failure(frame));
    EXPECT_FALSE(is_failure(make_reply(9, "")));
}

TEST(Envelope, AnErrorOfAnotherMakeBecomesInternalAndKeepsItsText) {
    const auto reply = parse_reply(from_json(R"([1,3,"no such thing",null])"));
    ASSERT_TRUE(reply && reply->error);
    EXPECT_EQ(reply->error->code(), Code::internal);
    EXPECT_EQ(reply->error->message(), "no such thing");
}

TEST(Envelope, TtlIsReadAndRewrittenAndTheRestOfTheHeaderStays) {
    const std::string header = from_json(R"({"idem":"k","ttl_ms":5000,"of_later":[{"a":1}]})");
    EXPECT_EQ(ttl_of(header), 5000ms);
    EXPECT_EQ(to_json(with_ttl(header, 17ms)), R"({"idem":"k","ttl_ms":17,"of_later":[{"a":1}]})");
    EXPECT_FALSE(ttl_of(from_json(R"({"idem":"k"})")));
    EXPECT_FALSE(ttl_of(from_json(R"({"ttl_ms":-1})")));
    EXPECT_FALSE(ttl_of("\xdf\xff\xff\xff\xff"));
}

TEST(Envelope, AHeaderMayHaveKeysThatAreNoText) {
    const std::string header("\x83\x07\xa1x\xa6ttl_ms\xcd\x13\x88\x90\x01", 16);
    EXPECT_EQ(ttl_of(header), 5000ms);
    EXPECT_EQ(with_ttl(header, 17ms), std::string("\x83\x07\xa1x\xa6ttl_ms\x11\x90\x01", 14));
}

TEST(Envelope, AnyBytesAreReadWithoutHarm) {
    std::mt19937 random(7);
    const std::string whole = make_error(70'000, Error(Code::aborted, "old", {from_json(R"({"version":3})")}));
    for (int i = 0; i < 200'000; ++i) {
        std::string bytes = i % 2 ? whole : make_request(1, "method", whole);
        if (i % 3 == 0) bytes.resize(random() % 40);
        for (unsigned n = random() % 4; n > 0 && !bytes.empty(); --n)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        parse_request(bytes);
        parse_reply(bytes);
        is_failure(bytes);
        ttl_of(bytes);
        with_ttl(bytes, 1ms);
    }
}

TEST(Endpoints, FollowFromTheOneForRequests) {
    const auto ipc = Endpoints::of("ipc:///run/rapport/bus");
    EXPECT_EQ(ipc.publish.url, "ipc:///run/rapport/bus.pub");
    EXPECT_EQ(ipc.subscribe.url, "ipc:///run/rapport/bus.sub");
    const auto tcp = Endpoints::of("tcp://[::1]:5555");
    EXPECT_EQ(tcp.publish.url, "tcp://[::1]:5556");
    EXPECT_EQ(tcp.subscribe.url, "tcp://[::1]:5557");
}

TEST(Endpoints, RefuseWhatTheyCannotBe) {
    EXPECT_NO_THROW(Endpoints::of("ipc:///" + std::string(102, 'a')));
    for (const std::string& url :
         {std::string("ipc:///") + std::string(103, 'a'), std::string("ipc://"), std::string("tcp://host"),
          std::string("tcp://host:0"), std::string("tcp://host:65534"), std::string("tcp://:80"),
          std::string("tcp://h:80x"), std::string("inproc://x"), std::string()})
        EXPECT_THROW(Endpoints::of(url), Error) << url;
}

}  // namespace
}  // namespace rapport::bus
