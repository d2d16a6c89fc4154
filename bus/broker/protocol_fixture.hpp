// SPDX-License-Identifier: MIT
#pragma once
#include <gtest/gtest.h>

#include "bus/base/codec.hpp"
#include "bus/client/client.hpp"
#include "bus/testing/test_bus.hpp"

namespace rapport::bus {

/// What tests of the broker as peers see it, frame by frame, have in common.
namespace frames {

using Frames = std::vector<std::string>;

/// Majordomo 0.2: protocols and commands.
inline const std::string c = "MDPC02", w = "MDPW02", ready = "\x01", request = "\x01", partial = "\x03", final = "\x04",
                         heartbeat = "\x05", disconnect = "\x06";
/// And 0.1.
inline const std::string c1 = "MDPC01", w1 = "MDPW01", reply1 = "\x03", heartbeat1 = "\x04", disconnect1 = "\x05";

/// A worker's answer to a REQUEST that it got.
inline Frames answer(const Frames& asked, const std::string& body, const std::string& command = final) {
    return {w, command, asked.at(2), "", body};
}

/// The code of the error in an answer's last frame, or `none`.
inline std::string error_in(const Frames& frames) {
    const auto reply = frames.empty() ? std::nullopt : parse_reply(frames.back());
    return reply && reply->error ? std::string(name_of(reply->error->code())) : "none";
}

/// So many frames.
inline Frames body_of(std::size_t frames) {
    Frames body;
    for (std::size_t i = 0; i < frames; ++i) body.push_back(std::to_string(i));
    return body;
}

inline Frames operator+(Frames first, const Frames& rest) {
    first.insert(first.end(), rest.begin(), rest.end());
    return first;
}

}  // namespace frames

/// A broker in this process, and plain peers that speak to it frame by frame.
class ProtocolTest : public ::testing::Test {
protected:
    explicit ProtocolTest(BrokerOptions options = {}) : bus(std::move(options)) {}

    /// Returns when all that was sent to the bus before, by this peer, has been handled.
    static void settle(testing::PlainPeer& peer) {
        peer.send({frames::c, frames::request, "mmi.service", "x"});
        while (true) {
            const auto heard = peer.receive();
            ASSERT_FALSE(heard.empty());
            if (heard.size() == 4 && heard[2] == "mmi.service") return;
        }
    }
    /// What the bus says of itself, as JSON.
    std::string stats() {
        std::string said;
        asker.call("bus", "$stats", "", {}, [&](const Reply& reply, bool last) {
            if (!last) said = to_json(reply.result);
        });
        loop.run_until([&] { return asker.outstanding() == 0; }, std::chrono::seconds(5));
        return said;
    }

    testing::TestBus bus;
    Loop loop;
    Client asker{loop, bus.url()};
    testing::PlainPeer client{bus.url()}, worker{bus.url()}, other{bus.url()};
};

}  // namespace rapport::bus
