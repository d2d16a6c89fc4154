// SPDX-License-Identifier: MIT
#include "services/gateway/http/request_grammar.hpp"

#include <gtest/gtest.h>
#include <http_parser.h>

#include "services/gateway/testing/request_spellings.hpp"

namespace rapport::gateway {
namespace {

using testing::Spelling;

/// Bytes that are handed on of what comes in pieces of that size.
std::size_t handed_on(RequestGrammar& grammar, std::string_view bytes, std::size_t piece) {
    std::size_t passed = 0;
    for (std::size_t at = 0; at < bytes.size() && grammar.status() == 0; at += piece)
        passed += grammar.read(bytes.substr(at, piece));
    return passed;
}

TEST(RequestGrammar, TakesWhatClientsSendWhateverThePieces) {
    for (const Spelling& each : testing::valid_spellings()) {
        const std::string twice = each.bytes + each.bytes;
        for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, twice.size()}) {
            RequestGrammar grammar;
            EXPECT_EQ(handed_on(grammar, twice, piece), twice.size()) << each.name;
            EXPECT_EQ(grammar.status(), 0) << each.name << ": " << grammar.reason();
        }
    }
}

TEST(RequestGrammar, RefusesWhatAnotherServerMayReadInAnotherWayWhateverThePieces) {
    for (const Spelling& each : testing::wrong_spellings()) {
        for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, each.bytes.size()}) {
            RequestGrammar grammar;
            handed_on(grammar, each.bytes, piece);
            EXPECT_EQ(grammar.status(), each.status) << each.name << " in pieces of " << piece;
            EXPECT_FALSE(grammar.reason().empty()) << each.name;
        }
    }
}

TEST(RequestGrammar, CountsWhatARequestTakesAndItsChunks) {
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const std::size_t piece : {1, 7, 1'000'000}) {
        RequestGrammar grammar;
        handed_on(grammar, head, piece);
        EXPECT_FALSE(grammar.whole());
        EXPECT_EQ(grammar.kept(), head.size());
        std::string chunks;
        for (int i = 0; i < 1'000; ++i) chunks += "1\r\nx\r\n";
        handed_on(grammar, chunks, piece);
        EXPECT_GE(grammar.kept(), head.size() + chunks.size() + 1'000 * 16);
        EXPECT_FALSE(grammar.whole());
        handed_on(grammar, "0\r\n\r\n", piece);
        EXPECT_TRUE(grammar.whole());
        EXPECT_GE(grammar.kept(), head.size() + chunks.size()) << "while it is in work";
        handed_on(grammar, head, piece);
        EXPECT_EQ(grammar.kept(), head.size()) << "of each request anew";
        for (int i = 0; i < 65; ++i) handed_on(grammar, chunks, piece);
        EXPECT_EQ(grammar.status(), 0) << "65,000 are enough";
        handed_on(grammar, chunks, piece);
        EXPECT_EQ(grammar.status(), 413);
    }
}

TEST(RequestGrammar, HandsOnTheRequestsBeforeOneThatIsRefusedAndNothingOfThatOne) {
    for (const Spelling& wrong : testing::wrong_spellings()) {
        for (const Spelling& good : testing::valid_spellings()) {
            RequestGrammar grammar;
            EXPECT_EQ(grammar.read(good.bytes + wrong.bytes), good.bytes.size())
                << good.name << ", then " << wrong.name;
            EXPECT_EQ(grammar.status(), wrong.status) << good.name << ", then " << wrong.name;
        }
    }
}

TEST(RequestGrammar, OfWhatIsHandedOnBeforeTheFaultIsSeenNoParserMakesARequest) {
    for (const Spelling& wrong : testing::wrong_spellings()) {
        RequestGrammar grammar;
        const std::size_t passed = handed_on(grammar, wrong.bytes, 1);
        int requests = 0;
        http_parser parser{};
        http_parser_init(&parser, HTTP_REQUEST);
        parser.data = &requests;
        http_parser_settings settings{};
        settings.on_message_complete = [](http_parser* p) { return ++*static_cast<int*>(p->data), 0; };
        http_parser_execute(&parser, &settings, wrong.bytes.data(), passed);
        EXPECT_EQ(requests, 0) << wrong.name;
    }
}

TEST(RequestGrammar, LinesHaveALimit) {
    const std::string endless(100'000, 'a');
    const auto status_of = [](const std::string& bytes) {
        RequestGrammar grammar;
        grammar.read(bytes);
        return grammar.status();
    };
    EXPECT_EQ(status_of("GET /" + endless), 414);
    EXPECT_EQ(status_of("GET / HTTP/1.1\r\nX-A: " + endless), 431);
    EXPECT_EQ(status_of(testing::chunked("1;" + endless)), 431);
}

}  // namespace
}  // namespace rapport::gateway
