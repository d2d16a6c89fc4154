// SPDX-License-Identifier: MIT
#include <nats/nats.h>

#include <deque>
#include <stdexcept>
#include <thread>

#include "bus/testing/keyed_bus.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/bus.hpp"
#include "tests/bench/contender.hpp"

namespace rapport::bench {
namespace {

using namespace std::chrono_literals;

void check(natsStatus status) {
    if (status != NATS_OK) throw std::runtime_error(std::string("nats: ") + natsStatus_GetText(status));
}

/// What is published is sent at once, or by a thread that gathers.
class Connection {
public:
    Connection(const std::string& url, bool gathering) {
        check(natsOptions_Create(&options_));
        check(natsOptions_SetURL(options_, url.c_str()));
        check(natsOptions_SetSendAsap(options_, !gathering));
        natsStatus status = NATS_ERR;
        for (int i = 0; i < 500 && status != NATS_OK; ++i, std::this_thread::sleep_for(10ms))
            status = natsConnection_Connect(&connection_, options_);  // the server starts
        check(status);
    }
    ~Connection() {
        natsConnection_Destroy(connection_);
        natsOptions_Destroy(options_);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    natsConnection* operator*() const { return connection_; }

private:
    natsOptions* options_ = nullptr;
    natsConnection* connection_ = nullptr;
};

/// A connection, and the inbox that its answers come to.
class Caller {
public:
    Caller(const std::string& url, bool gathering) : connection_(url, gathering) {
        check(natsInbox_Create(&inbox_));
        check(natsConnection_SubscribeSync(&answers_, *connection_, inbox_));
        check(natsConnection_Flush(*connection_));
    }
    ~Caller() {
        natsSubscription_Destroy(answers_);
        natsInbox_Destroy(inbox_);
    }
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;
    void ask(const std::string& service, const std::string& body) {
        check(natsConnection_PublishRequest(*connection_, service.c_str(), inbox_, body.data(),
                                            static_cast<int>(body.size())));
    }
    void receive() {
        natsMsg* message = nullptr;
        check(natsSubscription_NextMsg(&message, answers_, 10'000));
        const bool nobody = natsMsg_IsNoResponders(message);
        natsMsg_Destroy(message);
        if (nobody) throw std::runtime_error("nats: nobody answers");
    }

private:
    Connection connection_;
    natsInbox* inbox_ = nullptr;
    natsSubscription* answers_ = nullptr;
};

class Nats : public Contender {
public:
    explicit Nats(bool gathering) : gathering_(gathering) {
        for (int i = 0; i < 500; ++i, std::this_thread::sleep_for(10ms)) try {  // until the worker has come
                Caller caller(url_, false);
                caller.ask(service_, "ready?");
                caller.receive();
                return;
            } catch (const std::runtime_error&) {
                if (i == 499) throw;
            }
    }

private:
    void begin(int window, std::size_t body_size) override {
        caller_.emplace(url_, gathering_);
        body_ = std::string(body_size, 'x');
        for (int i = 0; i < window; ++i) send();
    }
    void go_on() override {
        receive();
        send();
    }
    void end() override {
        while (!sent_.empty()) receive();
        caller_.reset();
    }
    std::vector<pid_t> processes() const override { return {server_.pid(), worker_.pid()}; }

    void send() {
        sent_.push_back(Steady::now());
        caller_->ask(service_, body_);
    }
    /// One worker answers in order.
    void receive() {
        caller_->receive();
        answered(sent_.front());
        sent_.pop_front();
    }

    static constexpr const char* service_ = "echo";
    const bool gathering_;
    const std::string address_ = bus::testing::free_tcp_address().substr(std::string_view("tcp://").size()),
                      url_ = "nats://" + address_;
    Process server_{{"/usr/sbin/nats-server", "--addr", "127.0.0.1", "--port", address_.substr(address_.find(':') + 1),
                     "--log", "/dev/null"}};
    Process worker_ = in_role("nats-worker", {url_, gathering_ ? "gathering" : "at once"});
    std::optional<Caller> caller_;
    std::string body_;
    std::deque<Steady::time_point> sent_;
};

void echo(natsConnection* connection, natsSubscription*, natsMsg* message, void*) {
    check(natsConnection_Publish(connection, natsMsg_GetReply(message), natsMsg_GetData(message),
                                 natsMsg_GetDataLength(message)));
    natsMsg_Destroy(message);
}

}  // namespace

std::unique_ptr<Contender> through_nats(bool gathering) { return std::make_unique<Nats>(gathering); }

int nats_worker(std::span<const std::string> arguments) {
    const Connection connection(arguments[0], arguments[1] == "gathering");
    natsSubscription* subscription = nullptr;
    check(natsConnection_Subscribe(&subscription, *connection, "echo", echo, nullptr));
    while (true) std::this_thread::sleep_for(1h);
}

}  // namespace rapport::bench
