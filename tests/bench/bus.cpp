// SPDX-License-Identifier: MIT
#include "tests/bench/bus.hpp"

#include <array>

#include "bus/base/wire.hpp"
#include "bus/client/client.hpp"
#include "bus/server/server.hpp"

namespace rapport::bench {
namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int runs = 5;
constexpr auto warm_up = 200ms, measured = 1'000ms;
constexpr std::size_t body_size = 256;

/// Requests a second, of a generator that is told when to begin and that says how many were answered so far.
template <class Step>
double rate(Step step) {
    std::uint64_t answered = 0;
    const auto run_for = [&](std::chrono::milliseconds time) {
        const auto begin = Steady::now();
        const auto before = answered;
        while (Steady::now() - begin < time) answered += step();
        return static_cast<double>(answered - before) / std::chrono::duration<double>(Steady::now() - begin).count();
    };
    run_for(warm_up);
    return run_for(measured);
}

/// `rapport tail` on that bus, as an operator leaves it running.
class Tapped {
public:
    explicit Tapped(const std::string& url)
        : tail_({program("rapport"), "tail", "--bus", url, "--kind", "req,rep", "-o", "jsonl", "-w", "/dev/null"}) {
        bus::Loop loop;
        bus::Client client(loop, url);
        for (bool listens = false; !listens;) {
            client.call("bus", "$stats", {}, {}, [&](const bus::Reply& reply, bool last) {
                if (!last) listens = to_json(reply.result).find("\"taps\":1") != std::string::npos;
            });
            loop.run_until([&] { return client.outstanding() == 0; }, 5s);
        }
    }

private:
    Process tail_;
};

/// Our client, with `window` calls out; somebody may listen to the tap meanwhile.
class Ours {
public:
    explicit Ours(int window, bool tapped = false) : window_(window) {
        if (tapped) tap_.emplace(url_);
        rapport::Writer(params_).text(std::string(body_size - 3, 'x'));
        client_.ask("echo", "m", params_, {.retry = true});
    }
    double operator()() {
        for (int i = static_cast<int>(client_.outstanding()); i < window_; ++i) call();
        const double result = rate([this] {
            const auto before = answered_;
            loop_.run_until([&] { return answered_ >= before + static_cast<unsigned>(window_); }, 1s);
            return answered_ - before;
        });
        stopping_ = true;
        loop_.run_until([this] { return client_.outstanding() == 0; }, 5s);
        stopping_ = false;
        return result;
    }

private:
    void call() {
        client_.call("echo", "m", params_, {}, [this](const bus::Reply& reply, bool) {
            if (reply.error) throw *reply.error;
            ++answered_;
            if (!stopping_) call();
        });
    }

    const int window_;
    bus::testing::TempFolder folder_;
    const std::string url_ = "ipc://" + (folder_.path() / "bus").string();
    Process broker_{{program("rapport-bus"), "--listen", url_, "--log-level", "warn"}};
    Process service_ = in_role("bus-service", {url_});
    std::optional<Tapped> tap_;
    bus::Loop loop_;
    bus::Client client_{loop_, url_};
    std::string params_;
    std::uint64_t answered_ = 0;
    bool stopping_ = false;
};

/// A client of the bare relay: as many frames as a request of ours has, and nothing else.
class Bare {
public:
    explicit Bare(int window) : window_(window) {
        socket_.connect(front_);
        step();
    }
    double operator()() {
        for (int i = 0; i < window_; ++i) send();
        const double result = rate([this] {
            for (int i = 0; i < window_; ++i) {
                receive();
                send();
            }
            return static_cast<std::uint64_t>(window_);
        });
        for (int i = 0; i < window_; ++i) receive();
        return result;
    }

private:
    void step() {
        send();
        receive();
    }
    void send() {
        for (const std::string_view frame : {"MDPC02", "\x01", "echo"})
            socket_.send(zmq::buffer(frame), zmq::send_flags::sndmore);
        socket_.send(zmq::buffer(body_), zmq::send_flags::sndmore);
        socket_.send(zmq::buffer(header_), zmq::send_flags::none);
    }
    void receive() {
        zmq::message_t frame;
        do [[maybe_unused]] const auto size = socket_.recv(frame);
        while (frame.more());
    }

    const int window_;
    const std::string body_ = std::string(body_size, 'x'), header_ = std::string(11, 'x');
    bus::testing::TempFolder folder_;
    const std::string front_ = "ipc://" + (folder_.path() / "front").string(),
                      back_ = "ipc://" + (folder_.path() / "back").string();
    Process relay_ = in_role("bare-relay", {front_, back_});
    Process worker_ = in_role("bare-worker", {back_});
    zmq::context_t context_;
    zmq::socket_t socket_{context_, zmq::socket_type::dealer};
};

Figure throughput(const std::string& name, int window, std::optional<Bar> bar) {
    Ours ours(window);
    Bare bare(window);
    const Pair pair = interleaved(runs, std::ref(ours), std::ref(bare));
    return {name, "/s", pair.value, pair.baseline, bar};
}

/// What it costs that somebody listens to everything, and takes what they can.
Figure tapped(const std::string& name, int window) {
    Ours listened_to(window, true), alone(window);
    const Pair pair = interleaved(runs, std::ref(listened_to), std::ref(alone));
    return {name, "/s", pair.value, pair.baseline, Bar{Bar::Is::at_least, 0.95}};
}

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

}  // namespace

std::vector<Figure> measure_bus() {
    Figure many = throughput("bus 256 B, window 256", 256, Bar{Bar::Is::at_least, 0.6});
    Figure one = throughput("bus 256 B, window 1, round trip", 1, Bar{Bar::Is::at_most, 1.2});
    one.unit = "µs";
    one.value = 1e6 / one.value;
    one.baseline = 1e6 / one.baseline.value();
    return {many, one, tapped("bus 256 B, window 256, tapped", 256)};
}

int bus_service(std::span<const std::string> arguments) {
    bus::Loop loop;
    bus::Server* self = nullptr;
    bus::Server server(loop, arguments[0], {.service = "echo", .credit = 256},
                       [&](const bus::Request& request) { self->reply(request, request.params); });
    self = &server;
    loop.run();
    return 0;
}

int bare_relay(std::span<const std::string> arguments) {
    zmq::context_t context;
    zmq::socket_t front(context, zmq::socket_type::router), back(context, zmq::socket_type::dealer);
    front.bind(arguments[0]);
    back.bind(arguments[1]);
    std::array items{zmq::pollitem_t{front.handle(), 0, ZMQ_POLLIN, 0},
                     zmq::pollitem_t{back.handle(), 0, ZMQ_POLLIN, 0}};
    while (true) {
        zmq::poll(items.data(), items.size(), 1h);
        if (items[0].revents) pass_on(front, back);
        if (items[1].revents) pass_on(back, front);
    }
}

int bare_worker(std::span<const std::string> arguments) {
    zmq::context_t context;
    zmq::socket_t socket(context, zmq::socket_type::dealer);
    socket.connect(arguments[0]);
    zmq::message_t frame;
    while (socket.recv(frame)) {
        const bool more = frame.more();
        socket.send(frame, more ? zmq::send_flags::sndmore : zmq::send_flags::none);
    }
    return 0;
}

}  // namespace rapport::bench
