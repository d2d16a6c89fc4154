// SPDX-License-Identifier: MIT
#include "services/gateway/http/encoding.hpp"

#include <gmock/gmock-matchers.h>
#include <zlib.h>

#include "services/gateway/http/documents.hpp"
#include "services/gateway/http/entity_tag.hpp"

namespace rapport::gateway {
namespace {

using testing::Contains;
using testing::Key;
using testing::Not;
using testing::Pair;

HttpRequest wanting(const std::string& codings, const std::string& path = "/api/v1/complaints") {
    return {.verb = "GET", .path = path, .headers = {{"Accept-Encoding", codings}}};
}

std::string unzipped(const std::string& bytes, std::size_t length) {
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, MAX_WBITS + 16), Z_OK);
    std::string out(length + 1, '\0');
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

const std::string long_json = '"' + std::string(4'000, 'a') + '"';
HttpResponse json_answer() { return {.content_type = "application/json", .body = long_json}; }

TEST(Encoding, ACodingIsWantedAsAcceptEncodingSays) {
    EXPECT_EQ(wanted_coding({}, "gzip"), 0) << "nothing said: as it is";
    EXPECT_EQ(wanted_coding(wanting("gzip, deflate, br"), "gzip"), 1);
    EXPECT_EQ(wanted_coding(wanting("br;q=0.9 , GZIP; q=0.5"), "gzip"), 0.5);
    EXPECT_EQ(wanted_coding(wanting("gzip;q=0, *"), "gzip"), 0);
    EXPECT_EQ(wanted_coding(wanting("identity, *;q=0.3"), "gzip"), 0.3);
    EXPECT_EQ(wanted_coding(wanting("gzip;q=no"), "gzip"), 0);
    EXPECT_EQ(wanted_coding(wanting("x-gzip"), "gzip"), 0);
}

TEST(Encoding, LongJsonIsGzippedForWhoWantsIt) {
    HttpResponse answer = json_answer();
    compress(wanting("gzip"), answer);
    EXPECT_LT(answer.body.size(), 200u);
    EXPECT_EQ(unzipped(answer.body, long_json.size()), long_json);
    EXPECT_THAT(answer.headers, Contains(Pair("Content-Encoding", "gzip")));
    EXPECT_THAT(answer.headers, Contains(Pair("Vary", "Accept-Encoding")));

    HttpResponse plain = json_answer();
    plain.headers = {{"Vary", "Accept"}};
    compress(wanting("br"), plain);
    EXPECT_EQ(plain.body, long_json);
    EXPECT_THAT(plain.headers, Contains(Pair("Vary", "Accept, Accept-Encoding")));
}

TEST(Encoding, WhatIsShortNoJsonOrTellsTheSessionsSecretIsLeftAsItIs) {
    HttpResponse small{.content_type = "application/json", .body = "{}"};
    compress(wanting("gzip"), small);
    EXPECT_EQ(small.body, "{}");
    HttpResponse page{.content_type = "text/html", .body = long_json};
    compress(wanting("gzip"), page);
    EXPECT_EQ(page.body, long_json) << "pages for people outside hold tokens";
    for (const char* path : {"/api/v1/session", "/api/v1/sessions", "/api/v1/session/preferences"}) {
        HttpResponse session = json_answer();
        compress(wanting("gzip", path), session);
        EXPECT_EQ(session.body, long_json) << path;
    }
    HttpResponse wrong{.status = 400, .content_type = "application/problem+json", .body = long_json};
    compress(wanting("gzip"), wrong);
    EXPECT_NE(wrong.body, long_json);
}

TEST(Documents, AreTheApiItsWordsAndItsEvents) {
    for (const char* path : {"/api/openapi.json", "/api/v1/words/zh", "/api/v1/event-types"})
        EXPECT_TRUE(Documents::at(path)) << path;
    for (const char* path : {"/", "/api/v1/words", "/api/v1/complaints"}) EXPECT_FALSE(Documents::at(path)) << path;
}

TEST(Documents, HaveATagForEachCodingAndAreNotSentTwice) {
    Documents documents;
    const std::string path = "/api/openapi.json";
    const auto ask = [&](HttpRequest request, const std::string& body = long_json) {
        HttpResponse answer{.content_type = "application/json", .body = body};
        documents.conclude(request, answer);
        return answer;
    };
    const auto tag_in = [](const HttpResponse& answer) {
        for (const auto& [name, value] : answer.headers)
            if (name == "ETag") return value;
        return std::string();
    };
    const HttpResponse zipped = ask(wanting("gzip", path)), plain = ask(wanting("", path));
    EXPECT_EQ(unzipped(zipped.body, long_json.size()), long_json);
    EXPECT_EQ(plain.body, long_json);
    EXPECT_NE(tag_in(zipped), tag_in(plain));
    EXPECT_THAT(plain.headers, Contains(Pair("Cache-Control", "private, no-cache")));

    HttpRequest again = wanting("gzip", path);
    again.headers.emplace_back("If-None-Match", tag_in(zipped));
    EXPECT_EQ(ask(again).status, 304);
    EXPECT_EQ(ask(again).body, "");
    const HttpResponse changed = ask(again, long_json + " ");
    EXPECT_EQ(changed.status, 200);
    EXPECT_EQ(unzipped(changed.body, long_json.size() + 1), long_json + " ");

    HttpResponse missing{.status = 404, .body = "x"};
    documents.conclude(wanting("gzip", path), missing);
    EXPECT_THAT(missing.headers, Not(Contains(Key("ETag"))));
}

TEST(EntityTag, OfAContentIsTheSameInEachProcess) {
    EXPECT_EQ(tag_of_content(""), "cbf29ce484222325");
    EXPECT_EQ(tag_of_content("a"), "af63dc4c8601ec8c");
}

}  // namespace
}  // namespace rapport::gateway
