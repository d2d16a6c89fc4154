// SPDX-License-Identifier: MIT
#include <array>
#include <deque>
#include <zmq.hpp>

#include "bus/testing/keyed_bus.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/bus.hpp"
#include "tests/bench/contender.hpp"

namespace rapport::bench {
namespace {

/// zmq::proxy() would do the same, but asks both sockets before each burst whether they can be written to: slower.
void pass_on(zmq::socket_ref from, zmq::socket_ref to) {
    constexpr int burst = 256;
    zmq::message_t frame;
    for (int n = 0; n < burst; ++n) {
        bool more = true;
        while (more) {
            if (!from.recv(frame, zmq::recv_flags::dontwait)) return;
            more = frame.more();
            to.send(frame, more ? zmq::send_flags::sndmore : zmq::send_flags::none);
        }
    }
}

/// Where a queue is full a router drops, and nobody asks again.
void unbounded(zmq::socket_t& socket) {
    socket.set(zmq::sockopt::sndhwm, 0);
    socket.set(zmq::sockopt::rcvhwm, 0);
}

class BareRelay : public Contender {
public:
    BareRelay() {
        unbounded(socket_);
        socket_.connect(front_);
    }

private:
    void begin(int window, std::size_t body_size) override {
        body_ = std::string(body_size, 'x');
        for (int i = 0; i < window; ++i) send();
    }
    void go_on() override {
        receive();
        send();
    }
    void end() override {
        while (!sent_.empty()) receive();
    }
    std::vector<pid_t> processes() const override { return {relay_.pid(), worker_.pid()}; }

    void send() {
        sent_.push_back(Steady::now());
        for (const std::string_view frame : {"MDPC02", "\x01", "echo"})
            socket_.send(zmq::buffer(frame), zmq::send_flags::sndmore);
        socket_.send(zmq::buffer(body_), zmq::send_flags::sndmore);
        socket_.send(zmq::buffer(header_), zmq::send_flags::none);
    }
    /// One worker answers in order.
    void receive() {
        zmq::message_t frame;
        do [[maybe_unused]] const auto size = socket_.recv(frame);
        while (frame.more());
        answered(sent_.front());
        sent_.pop_front();
    }

    const std::string header_ = std::string(11, 'x');
    const std::string front_ = bus::testing::free_tcp_address(), back_ = bus::testing::free_tcp_address();
    Process relay_ = in_role("bare-relay", {front_, back_});
    Process worker_ = in_role("bare-worker", {back_});
    zmq::context_t context_;
    zmq::socket_t socket_{context_, zmq::socket_type::dealer};
    std::string body_;
    std::deque<Steady::time_point> sent_;
};

}  // namespace

std::unique_ptr<Contender> through_bare_relay() { return std::make_unique<BareRelay>(); }

int bare_relay(std::span<const std::string> arguments) {
    zmq::context_t context;
    zmq::socket_t front(context, zmq::socket_type::router), back(context, zmq::socket_type::dealer);
    unbounded(front);
    unbounded(back);
    front.bind(arguments[0]);
    back.bind(arguments[1]);
    std::array items{zmq::pollitem_t{front.handle(), 0, ZMQ_POLLIN, 0},
                     zmq::pollitem_t{back.handle(), 0, ZMQ_POLLIN, 0}};
    while (true) {
        zmq::poll(items.data(), items.size(), std::chrono::hours(1));
        if (items[0].revents) pass_on(front, back);
        if (items[1].revents) pass_on(back, front);
    }
}

int bare_worker(std::span<const std::string> arguments) {
    zmq::context_t context;
    zmq::socket_t socket(context, zmq::socket_type::dealer);
    unbounded(socket);
    socket.connect(arguments[0]);
    zmq::message_t frame;
    while (socket.recv(frame)) {
        const bool more = frame.more();
        socket.send(frame, more ? zmq::send_flags::sndmore : zmq::send_flags::none);
    }
    return 0;
}

}  // namespace rapport::bench
