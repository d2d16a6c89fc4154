// SPDX-License-Identifier: MIT
#include "services/gateway/http/http_server.hpp"

#include <fcntl.h>
#include <gmock/gmock-matchers.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <thread>

#include "bus/base/error.hpp"
#include "bus/testing/log_capture.hpp"
#include "services/gateway/testing/http_client.hpp"
#include "services/gateway/testing/request_spellings.hpp"

namespace rapport::gateway {
namespace {

using ::testing::ElementsAre;
using namespace std::chrono_literals;
using namespace testing;

/// A server that answers with the path and body: at once; `/later…` from another thread; `/held` when it is told to;
/// `/404` with that status; `/large` with more than the system takes for one who does not read; `/stream` with a body
/// that the test writes.
class HttpServerTest : public ::testing::Test {
protected:
    void start(HttpOptions options = {}) {
        if (options.address.host.empty()) options.address = {"127.0.0.1", 0};
        options.on_refused = [this](int status) { note(refused, status); };
        server = std::make_unique<HttpServer>(std::move(options), [this](HttpRequest request, ResponderPtr responder) {
            note(from, request.remote);
            // What a test takes of a request is there when it is told as handled.
            HttpResponse response{.content_type = "text/plain", .body = request.path + " " + request.body};
            if (request.path == "/404") response.status = 404;
            if (request.path == "/large") response.body.assign(large, 'x');
            if (request.path == "/held") note(held, responder);
            if (request.path == "/stream") note(streams, responder->stream(std::move(response)));
            note(handled, request.verb + " " + request.path);
            if (request.path == "/held" || request.path == "/stream") return;
            if (!request.path.starts_with("/later")) return responder->send(std::move(response));
            others.emplace_back(
                [responder, response = std::move(response)]() mutable { responder->send(std::move(response)); });
        });
    }
    HttpConnection connect() const { return HttpConnection(server->address()); }
    template <class T>
    void note(std::vector<T>& list, T value) {
        const std::lock_guard lock(mutex);
        list.push_back(std::move(value));
    }
    template <class T>
    std::vector<T> taken(std::vector<T>& list) {
        const std::lock_guard lock(mutex);
        return std::exchange(list, {});
    }

    /// Waits until so many requests were handled since it was asked last.
    void wait_for_handled(std::size_t count) {
        for (std::size_t seen = 0; seen < count; std::this_thread::yield()) seen += taken(handled).size();
    }

    static constexpr std::size_t large = 16 << 20;
    std::mutex mutex;
    std::vector<std::shared_ptr<Stream>> streams;
    std::vector<std::string> handled, from;
    std::vector<int> refused;
    std::vector<ResponderPtr> held;
    std::vector<std::jthread> others;
    std::unique_ptr<HttpServer> server;
};

/// A request of each kind, by a letter, to a path of its own.
std::string request_of(char kind, const std::string& number) {
    switch (kind) {
        case 'L':
            return request_text("GET", "/later" + number);
        case 'E':
            return request_text("GET", "/404");
        case 'H':
            return request_text("HEAD", "/" + number);
        case 'P':
            return request_text("POST", "/" + number, {}, "body");
        case 'C':
            return request_text("POST", "/later" + number, "Transfer-Encoding: chunked\r\n") + "4\r\nbody\r\n0\r\n\r\n";
        default:
            return request_text("GET", "/" + number);
    }
}

TEST_F(HttpServerTest, PipelinedRequestsAreAllAnsweredInOrderWhateverTheirKinds) {
    start();
    for (const std::string kinds : {"GG", "GGG", "GGGGG", "EEEEE", "HHHHH", "LLL", "PPPP", "CCCC", "GLGLGL", "LGGGL",
                                    "LLGGG", "PGGGP", "EGLHPCEGLHPC", "HEHGLLLLGGGGC"}) {
        for (const std::string& row : {kinds, kinds + kinds + kinds + kinds + kinds + kinds}) {
            auto connection = connect();
            std::string all;
            for (std::size_t i = 0; i < row.size(); ++i) all += request_of(row[i], std::to_string(i));
            connection.write(all);
            for (std::size_t i = 0; i < row.size(); ++i) {
                const auto answer = connection.read();
                ASSERT_EQ(answer.status, row[i] == 'E' ? 404 : 200) << row << " at " << i;
                if (row[i] == 'H' || row[i] == 'E') continue;
                EXPECT_THAT(answer.body, ::testing::HasSubstr(std::to_string(i) + " ")) << row << " at " << i;
            }
            EXPECT_EQ(connection.ask(request_text("GET", "/end")).body, "/end ") << row << ": it stays open";
        }
    }
}

TEST_F(HttpServerTest, WhatClientsMaySendIsAnswered) {
    start();
    for (const Spelling& each : valid_spellings()) {
        auto connection = connect();
        EXPECT_EQ(connection.ask(each.bytes).status, 200) << each.name;
        EXPECT_EQ(taken(handled).size(), 1u) << each.name;
    }
    EXPECT_THAT(taken(refused), ElementsAre());
}

TEST_F(HttpServerTest, AnAbsoluteTargetIsItsPath) {
    start();
    const auto path = [this](const std::string& target, const std::string& verb = "GET") {
        connect().ask(request_text(verb, target));
        return taken(handled).at(0);
    };
    EXPECT_EQ(path("http://elsewhere.example:80/x/y?a=http://b/"), "GET /x/y");
    EXPECT_EQ(path("http://elsewhere.example"), "GET /");
    EXPECT_EQ(path("http://elsewhere.example?a=b"), "GET /");
    EXPECT_EQ(path("http://elsewhere.example", "OPTIONS"), "OPTIONS *");
    EXPECT_EQ(path("/http://elsewhere.example/"), "GET /http://elsewhere.example/");
}

TEST_F(HttpServerTest, WhatIsNoHttpIsRefusedAfterTheAnswersBeforeItAndNothingBehindItIsRead) {
    start();
    const std::string before = request_text("GET", "/first") + request_text("GET", "/later");
    for (const Spelling& each : wrong_spellings()) {
        auto connection = connect();
        connection.write(before + each.bytes + request_text("GET", "/behind"));
        EXPECT_EQ(connection.read().status, 200) << each.name;
        EXPECT_EQ(connection.read().status, 200) << each.name;
        const auto answer = connection.read();
        EXPECT_EQ(answer.status, each.status) << each.name;
        EXPECT_EQ(answer.headers.count("content-type") ? answer.headers.at("content-type") : "",
                  "application/problem+json");
        EXPECT_TRUE(connection.closed()) << each.name;
        EXPECT_THAT(taken(handled), ElementsAre("GET /first", "GET /later")) << each.name;
        EXPECT_THAT(taken(refused), ElementsAre(each.status)) << each.name;
    }
}

TEST_F(HttpServerTest, ARequestThatIsRefusedBehindTheLastOneIsNotAnswered) {
    start();
    auto connection = connect();
    connection.write(request_text("GET", "/last", "Connection: close\r\n") + "nonsense\r\n\r\n");
    EXPECT_EQ(connection.read().status, 200);
    EXPECT_EQ(connection.read().status, 0);
    EXPECT_THAT(taken(refused), ElementsAre());
}

TEST_F(HttpServerTest, AClientOfVersionFourIsNamedSoWhereTheSocketTakesSixToo) {
    try {
        start({.address = {"::", 0}});
    } catch (const Error& e) {
        GTEST_SKIP() << "no IPv6 here: " << e.message();
    }
    HttpConnection({"127.0.0.1", server->address().port}).ask(request_text("GET", "/"));
    EXPECT_THAT(taken(from), ElementsAre("127.0.0.1"));
}

TEST_F(HttpServerTest, ACrowdThatWaitsKeepsNobodyOut) {
    start({.connections = 16});
    std::vector<HttpConnection> idle;
    for (int i = 0; i < 200; ++i) idle.push_back(connect());
    EXPECT_EQ(connect().ask(request_text("GET", "/")).status, 200) << "while they are there";
    for (auto& each : idle) each.write("GET /unfinished HTT");
    EXPECT_EQ(connect().ask(request_text("GET", "/")).status, 200) << "while they send nothing whole";
    std::vector<HttpConnection> wrong;
    for (int i = 0; i < 200; ++i) (wrong.emplace_back(connect())).write("nonsense\r\n\r\n");
    EXPECT_EQ(connect().ask(request_text("GET", "/")).status, 200) << "while they are being told that this is no HTTP";
    idle.clear();
    wrong.clear();
    EXPECT_EQ(connect().ask(request_text("GET", "/")).status, 200) << "once they are gone";
}

TEST_F(HttpServerTest, ARequestInWorkIsAnsweredWhateverCrowdComes) {
    start({.connections = 16});
    auto busy = connect();
    busy.write(request_text("GET", "/held"));
    wait_for_handled(1);
    std::vector<HttpConnection> idle;
    for (int i = 0; i < 200; ++i) idle.push_back(connect());
    EXPECT_EQ(connect().ask(request_text("GET", "/")).status, 200);
    taken(held).at(0)->send({.body = "at last"});
    EXPECT_EQ(busy.read().body, "at last");
}

TEST_F(HttpServerTest, WhoComesWhileAllPlacesAreInWorkIsServedOnceOneIsNot) {
    start({.connections = 2, .proxies = {"127.0.0.1"}});
    auto first = connect(), second = connect();
    first.write(request_text("GET", "/held"));
    second.write(request_text("GET", "/held"));
    wait_for_handled(2);
    auto third = connect();
    third.write(request_text("GET", "/third"));
    const auto in_work = taken(held);
    in_work.at(0)->send({.body = "x"});
    EXPECT_EQ(third.read().body, "/third ");
    in_work.at(1)->send({.body = "x"});
    EXPECT_EQ(first.read().status + second.read().status, 400);
}

TEST_F(HttpServerTest, UnfinishedBodiesHaveOneBudgetOfMemory) {
    std::string chunks = request_text("POST", "/", "Transfer-Encoding: chunked\r\n");
    for (int i = 0; i < 10'000; ++i) chunks += "1\r\nx\r\n";
    for (const std::string& upload :
         {request_text("POST", "/", "Content-Length: 3000000\r\n") + std::string(300'000, 'x'), chunks}) {
        start({.connections = 64, .most_held = 1 << 20});
        std::vector<HttpConnection> unfinished;
        for (int i = 0; i < 20; ++i) (unfinished.emplace_back(connect())).write(upload);
        EXPECT_EQ(connect().ask(request_text("POST", "/", {}, std::string(100'000, 'x'))).status, 200);
        const auto given_up = [&] {
            return std::ranges::count_if(unfinished, [](HttpConnection& each) { return each.closed(1ms); });
        };
        const auto until = std::chrono::steady_clock::now() + 10s;
        while (given_up() < 16 && std::chrono::steady_clock::now() < until) std::this_thread::yield();
        EXPECT_GE(given_up(), 16);
        EXPECT_LT(given_up(), 20) << "and no more than need be";
    }
}

/// Lines of requests that a server must not keep for longer than others.
const std::string plainly, upgrading = "Connection: Upgrade\r\nUpgrade: x\r\n";

TEST_F(HttpServerTest, ACrowdThatDoesNotReadItsAnswersKeepsNobodyOut) {
    for (const std::string& lines : {plainly, upgrading}) {
        start({.connections = 4, .proxies = {"127.0.0.1"}});
        std::vector<HttpConnection> crowd;
        for (int i = 0; i < 4; ++i) (crowd.emplace_back(connect())).write(request_text("GET", "/large", lines));
        wait_for_handled(4);
        for (int i = 0; i < 3; ++i) EXPECT_EQ(connect().ask(request_text("GET", "/")).status, 200) << lines;
    }
}

TEST_F(HttpServerTest, AnAnswerThatIsNotTakenIsGivenUp) {
    for (const std::string& lines : {plainly, upgrading}) {
        start({.patience = 200ms});
        auto peer = connect();
        peer.write(request_text("GET", "/stream", lines));
        wait_for_handled(1);
        const auto stream = taken(streams).at(0);
        const auto until = std::chrono::steady_clock::now() + 10s;
        bool taken_up = true;
        while (taken_up && std::chrono::steady_clock::now() < until) {
            if (stream->waiting() == 0) taken_up = stream->write(std::string(1 << 20, 'x'));
            else std::this_thread::sleep_for(1ms);
        }
        EXPECT_FALSE(taken_up) << lines;
    }
}

TEST_F(HttpServerTest, AnAddressWithItsShareInWorkGetsNoFurtherConnection) {
    start({.connections = 2});
    auto first = connect();
    first.write(request_text("GET", "/held"));
    wait_for_handled(1);
    EXPECT_TRUE(connect().closed());
    taken(held).at(0)->send({.body = "x"});
    EXPECT_EQ(first.read().status, 200);
    while (connect().ask(request_text("GET", "/")).status != 200) std::this_thread::yield();  // once it waits again
}

TEST_F(HttpServerTest, NobodyIsHungUpBeforeSomebodyElseNeedsThePlace) {
    start({.connections = 2, .proxies = {"127.0.0.1"}});
    auto first = connect(), second = connect();
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(first.ask(request_text("GET", "/")).status, 200);
        EXPECT_EQ(second.ask(request_text("GET", "/")).status, 200);
    }
}

/// Takes all descriptors but those that are there, and gives them back with the test.
class NoDescriptorsLeft {
public:
    NoDescriptorsLeft() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        taken_.push_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        const rlimit low{static_cast<rlim_t>(taken_.back()) + 16, before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &low);
        for (int fd = 0; (fd = ::dup(taken_.front())) >= 0;) taken_.push_back(fd);
    }
    ~NoDescriptorsLeft() {
        for (const int fd : taken_) ::close(fd);
        ::setrlimit(RLIMIT_NOFILE, &before_);
    }
    void leave_one() {
        ::close(taken_.back());
        taken_.pop_back();
    }

private:
    rlimit before_{};
    std::vector<int> taken_;
};

TEST_F(HttpServerTest, ConnectionsAreAcceptedAgainOnceThereAreDescriptorsAndThatIsLoggedOnce) {
    const bus::testing::LogCapture log;
    start();
    std::optional<NoDescriptorsLeft> none(std::in_place);
    none->leave_one();
    auto waiting = connect();  // takes it, so the server has none
    waiting.write(request_text("GET", "/"));
    while (!log.has("connections cannot be accepted")) std::this_thread::yield();
    EXPECT_EQ(waiting.read_until("HTTP", 500ms), "") << "nor when it is tried again";
    none.reset();
    EXPECT_EQ(waiting.read().status, 200);
    EXPECT_EQ(connect().ask(request_text("GET", "/")).status, 200);
    const std::string text = log.text();
    EXPECT_EQ(text.find("cannot be accepted"), text.rfind("cannot be accepted")) << text;
}

}  // namespace
}  // namespace rapport::gateway
