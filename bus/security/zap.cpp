// SPDX-License-Identifier: MIT
#include "bus/security/zap.hpp"

#include <array>
#include <vector>

#include "bus/socket.hpp"

namespace rapport::bus {
namespace {

// version, request id, domain, address, routing id, mechanism, credentials
enum At : std::size_t { version, request_id, domain, address, routing_id, mechanism, credentials };
constexpr std::size_t curve_key_size = 32;

std::string z85(std::string_view key) {
    std::array<char, 41> text{};
    if (key.size() != curve_key_size) return {};
    return zmq_z85_encode(text.data(), reinterpret_cast<const std::uint8_t*>(key.data()), key.size());
}

std::string_view status_of(Verdict::Kind kind) {
    switch (kind) {
        case Verdict::Kind::welcome:
            return "200";
        case Verdict::Kind::later:
            return "300";
        case Verdict::Kind::refused:
            break;
    }
    return "400";
}

}  // namespace

ZapServer::ZapServer(Loop& loop, Decide decide)
    : loop_(loop), decide_(std::move(decide)), socket_(loop.context(), zmq::socket_type::router) {
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::rcvhwm, 0);
    socket_.set(zmq::sockopt::sndhwm, 0);
    socket_.bind("inproc://zeromq.zap.01");
    loop_.watch(socket_, [this] { read(); });
}

ZapServer::~ZapServer() { loop_.unwatch(socket_); }

void ZapServer::read() {
    zmq::message_t frame;
    while (receive(socket_, frame)) {
        // What comes first, up to an empty frame, is the way back.
        std::vector<std::string> way, frames;
        for (bool at_way = true, more = true; more;) {
            (at_way ? way : frames).emplace_back(view_of(frame));
            at_way = at_way && !frame.empty();
            more = frame.more();
            if (more && !receive(socket_, frame)) return;
        }
        if (frames.size() <= mechanism || frames[version] != "1.0") continue;
        const bool curve = frames[mechanism] == "CURVE" && frames.size() > credentials;
        const auto verdict = decide_(
            {frames[domain], frames[address], frames[mechanism], curve ? z85(frames[credentials]) : std::string()});
        for (const auto& part : way) send(socket_, part, true);
        const auto text = verdict.kind == Verdict::Kind::welcome ? "welcome" : "refused";
        for (const std::string_view part :
             {std::string_view("1.0"), std::string_view(frames[request_id]), status_of(verdict.kind),
              std::string_view(text), std::string_view(verdict.user)})
            send(socket_, part, true);
        send(socket_, "", false);
    }
}

}  // namespace rapport::bus
