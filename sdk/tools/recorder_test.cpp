// SPDX-License-Identifier: MIT
#include "sdk/tools/recorder.hpp"

#include <gmock/gmock-more-matchers.h>
#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace rapport::sdk::tools {
namespace {

using boost::asio::ip::tcp;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

/// A client of a recorder that knows no protocol.
class Client {
public:
    explicit Client(std::uint16_t port) { socket_.connect({boost::asio::ip::address_v4::loopback(), port}); }
    void say(const std::string& text) { boost::asio::write(socket_, boost::asio::buffer(text)); }
    /// What is said up to there; nothing once the other side has hung up.
    std::string hear(const std::string& until) {
        boost::system::error_code trouble;
        const auto size = boost::asio::read_until(socket_, boost::asio::dynamic_buffer(heard_), until, trouble);
        auto said = heard_.substr(0, size);
        heard_.erase(0, size);
        return said;
    }

private:
    boost::asio::io_context context_;
    tcp::socket socket_{context_};
    std::string heard_;
};

TEST(Recorder, KeepsWhatComesOverHttpInPartsAndTakesIt) {
    Recorder recorder(Recorder::Protocol::http, "m-1");
    Client client(recorder.port());
    client.say("POST /in?a=1 HTTP/1.1\r\nHost: x\r\nIdempotency-Key: k-1\r\nContent-Length: 5\r\n\r\nhello");
    EXPECT_THAT(client.hear("m-1"), StartsWith("HTTP/1.1 200 "));
    const auto sent = recorder.take();
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(part(sent[0], "request"), "POST /in?a=1");
    EXPECT_EQ(part(sent[0], "idempotency-key"), "k-1");
    EXPECT_EQ(part(sent[0], "body"), "hello");
    EXPECT_EQ(part(sent[0], "x-other"), "");
    EXPECT_THAT(recorder.take(), IsEmpty());
}

TEST(Recorder, SpeaksHttpWithThoseWhoSendInChunksOrAskFirst) {
    Recorder recorder(Recorder::Protocol::http);
    Client client(recorder.port());
    client.say("PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
    EXPECT_THAT(client.hear("\r\n\r\n"), StartsWith("HTTP/1.1 100 "));
    client.say("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    EXPECT_THAT(client.hear("ok"), StartsWith("HTTP/1.1 200 "));
    EXPECT_EQ(part(recorder.take().at(0), "body"), "abcde");
}

TEST(Recorder, AnswersHttpAsItIsTold) {
    Recorder recorder(Recorder::Protocol::http);
    const auto answer = [&](Manner manner) {
        recorder.behave(manner);
        Client client(recorder.port());
        client.say("GET / HTTP/1.0\r\n\r\n");
        return client.hear("\r\n\r\n");
    };
    EXPECT_THAT(answer(Manner::refuses), StartsWith("HTTP/1.0 400 "));
    EXPECT_THAT(answer(Manner::is_busy), HasSubstr("429"));
    EXPECT_THAT(answer(Manner::is_busy), HasSubstr("Retry-After: 7\r\n"));
    EXPECT_THAT(answer(Manner::is_away), HasSubstr(" 503 "));
    EXPECT_THAT(answer(Manner::fails), HasSubstr(" 500 "));
    EXPECT_THAT(answer(Manner::is_slow), HasSubstr(" 200 "));
    EXPECT_EQ(answer(Manner::drops), "");
    EXPECT_THAT(recorder.take(), SizeIs(7));
}

TEST(Recorder, KeepsLettersInParts) {
    Recorder recorder(Recorder::Protocol::smtp);
    Client client(recorder.port());
    EXPECT_THAT(client.hear("\r\n"), StartsWith("220 "));
    client.say("EHLO us.example\r\n");
    EXPECT_THAT(client.hear("250 SIZE"), HasSubstr("8BITMIME"));
    client.hear("\r\n");
    client.say("STARTTLS\r\n");
    EXPECT_THAT(client.hear("\r\n"), StartsWith("502 "));
    client.say("MAIL FROM:<a@us.example>\r\nRCPT TO:<b@them.example>\r\nDATA\r\n");  // pipelined
    client.hear("\r\n"), client.hear("\r\n");
    EXPECT_THAT(client.hear("\r\n"), StartsWith("354 "));
    client.say("Message-ID: <1@us>\r\nSubject: one\r\n two\r\n\r\nText\r\n..\r\n.\r\n");
    EXPECT_THAT(client.hear("\r\n"), StartsWith("250 "));
    const auto sent = recorder.take().at(0);
    EXPECT_EQ(part(sent, "mail"), "FROM:<a@us.example>");
    EXPECT_EQ(part(sent, "rcpt"), "TO:<b@them.example>");
    EXPECT_EQ(part(sent, "message-id"), "<1@us>");
    EXPECT_EQ(part(sent, "subject"), "one two");
    EXPECT_EQ(part(sent, "body"), "Text\r\n..");
    client.say("DATA\r\n");
    EXPECT_THAT(client.hear("\r\n"), StartsWith("503 ")) << "the letter before has had its envelope";
    client.say("QUIT\r\n");
    EXPECT_THAT(client.hear("\r\n"), StartsWith("221 "));
    EXPECT_EQ(client.hear("\r\n"), "");
}

TEST(Recorder, TakesALetterOfNothing) {
    Recorder recorder(Recorder::Protocol::smtp);
    Client client(recorder.port());
    client.say("HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<b@x>\r\nDATA\r\n.\r\nQUIT\r\n");
    EXPECT_THAT(client.hear("221"), HasSubstr("taken"));
    EXPECT_THAT(recorder.take(), SizeIs(1));
}

TEST(Recorder, EndsWithClientsThatSayNothingAndThoseThatWaitForAnAnswer) {
    Recorder recorder(Recorder::Protocol::http);
    const Client silent(recorder.port());
    recorder.behave(Manner::is_silent);
    Client waiting(recorder.port());
    waiting.say("GET / HTTP/1.1\r\n\r\n");
}

TEST(Recorder, HasAPortAtWhichNobodyListens) {
    const Recorder recorder(Recorder::Protocol::smtp);
    EXPECT_NE(recorder.deaf_port(), recorder.port());
    EXPECT_THROW(Client{recorder.deaf_port()}, boost::system::system_error);
}

}  // namespace
}  // namespace rapport::sdk::tools
