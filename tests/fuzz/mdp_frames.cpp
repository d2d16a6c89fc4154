// SPDX-License-Identifier: MIT
// Three peers of a bus, and time: each message begins with a byte whose low two bits say whose it is (3: nobody's, a
// second passes) and whose others how many frames follow. A frame is its length below 0x80 and its bytes, or a word.
#include <spdlog/spdlog.h>

#include <array>
#include <optional>
#include <vector>

#include "bus/broker/own_service.hpp"
#include "bus/wire/tapping.hpp"
#include "tests/fuzz/must.hpp"

namespace {

using namespace rapport;
using namespace rapport::bus;
using namespace std::chrono_literals;
using fuzz::must;

constexpr std::string_view address = "inproc://bus";

/// A DEALER on the bus's own thread: what it sends is there at once.
class Member {
public:
    explicit Member(Loop& loop) : socket_(loop.context(), zmq::socket_type::dealer) {
        socket_.set(zmq::sockopt::linger, 0);
        socket_.connect(std::string(address));
    }
    void send(const std::vector<std::string_view>& frames) {
        for (const auto& frame : frames) bus::send(socket_, frame, &frame != &frames.back());
    }
    /// Reads what the bus sent, as clients and workers do. Remembers the token of the last request.
    void read() {
        zmq::message_t frame;
        std::vector<std::string> frames;
        while (bus::receive(socket_, frame)) {
            frames.push_back(frame.to_string());
            if (frame.more()) continue;
            take(frames);
            frames.clear();
        }
    }
    const std::string& token() const { return token_; }

private:
    void take(const std::vector<std::string>& frames) {
        const auto first = frames.size() > 2 && frames[0].empty() ? 1U : 0U;
        const bool worker = frames[first] == mdp::worker || frames[first] == mdp::worker_01;
        must(worker || frames[first] == mdp::client || frames[first] == mdp::client_01, "the bus speaks Majordomo");
        if (worker && frames.size() > first + 2) token_ = frames[first + 2];
        const auto reply = parse_reply(frames.back());
        if (reply && !reply->error) parse_batch(reply->result);
        parse_request(frames.back());
    }

    zmq::socket_t socket_;
    std::string token_;
};

/// What is the same for every input, so that making sockets is not what takes the time.
struct World {
    World() {
        spdlog::set_level(spdlog::level::off);
        link.socket().bind(std::string(address));
    }
    Loop loop;
    Guard guard{loop, {}, 100};
    Link link{loop.context()};
    Door door{guard, 100};
    EventRelay events{loop, guard, door, BrokerOptions{}.handshake_ms};
    std::array<Member, 3> members{Member(loop), Member(loop), Member(loop)};
};

/// One run of the bus.
class Run {
public:
    explicit Run(World& world) : world_(world) {
        handle();  // what was left by the run before
    }
    ~Run() { must(board_.in_hand() == 0, "workers that are gone hold nothing"); }

    void say(Member& member, const std::vector<std::string_view>& frames) {
        member.send(frames);
        handle();
    }
    void pass_a_second() {
        board_.set_now(now_ += 1s);
        board_.beat();
        tap_.beat();
        int rounds = 0;
        world_.loop.post([] {});
        world_.loop.run_until([&rounds] { return rounds++ == 1; }, 1s);
        handle();
    }

private:
    void handle() {
        while (world_.link.receive(parts_)) board_.handle(parts_);
        for (auto& member : world_.members) member.read();
    }

    World& world_;
    BrokerOptions options_{.listen = {}, .max_waiting = 8, .max_waiting_bytes = 1'000, .max_services = 4};
    Delivery delivery_{world_.loop, world_.link, options_,
                       [this](Parts& held, Time arrived) { return board_.resume(held, arrived); }};
    Tap tap_{world_.loop, delivery_, world_.guard};
    Switchboard board_{world_.loop,
                       world_.link,
                       delivery_,
                       world_.guard,
                       tap_,
                       options_,
                       [this](const Peer& client, auto sender, auto service, auto body) {
                           own_.answer(client, sender, service, body);
                       }};
    OwnService own_{delivery_, board_, world_.events, world_.guard, tap_};
    Time now_ = std::chrono::steady_clock::now();
    Parts parts_;
};

/// Takes an input apart.
class Script {
public:
    explicit Script(std::string_view bytes) : rest_(bytes) {}
    bool ended() const { return rest_.empty(); }
    std::uint8_t byte() {
        if (rest_.empty()) return 0;
        const auto first = static_cast<std::uint8_t>(rest_.front());
        rest_.remove_prefix(1);
        return first;
    }
    std::string_view frame(const std::string& token) {
        const auto kind = byte();
        if (kind < 0x80) {
            const auto bytes = rest_.substr(0, kind);
            rest_.remove_prefix(bytes.size());
            return bytes;
        }
        const std::array<std::string_view, 8> words{"",    mdp::client, mdp::worker,  mdp::client_01, mdp::worker_01,
                                                    token, "bus",       "mmi.service"};
        return words[kind & 7];
    }

private:
    std::string_view rest_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static World world;
    constexpr int most_messages = 100;
    Script script({reinterpret_cast<const char*>(data), size});
    Run run(world);
    for (int i = 0; i < most_messages && !script.ended(); ++i) {
        const auto head = script.byte();
        if ((head & 3) == 3) {
            run.pass_a_second();
            continue;
        }
        Member& member = world.members[head & 3];
        std::vector<std::string_view> frames;
        for (int n = head >> 2; n >= 0; --n) frames.push_back(script.frame(member.token()));
        run.say(member, frames);
    }
    // Workers without announcement may be silent as long as they like while they hold something: they say that they go.
    for (Member& member : world.members) {
        run.say(member, {mdp::worker, "\x06"});
        run.say(member, {"", mdp::worker_01, "\x05"});
    }
    for (int i = 0; i < 6; ++i) run.pass_a_second();  // the silent of the others are gone after three
    return 0;
}
