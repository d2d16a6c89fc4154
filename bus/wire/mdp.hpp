// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <cstddef>
#include <string_view>

/// The Majordomo Protocol 0.2 (ZeroMQ RFC 18/MDP), and 0.1 (RFC 7/MDP) for peers that speak no other: constants of
/// their frames.
namespace rapport::bus::mdp {

inline constexpr std::string_view client = "MDPC02";
inline constexpr std::string_view worker = "MDPW02";

/// How a peer speaks: which version, and whether it begins each message with an empty frame. 0.1 does so, and some do
/// it in 0.2 too. Who speaks so is spoken to so.
struct Dialect {
    bool old = false;  ///< 0.1
    bool empty_first = false;
};
/// What 0.1 has in front of each message, after an empty frame.
inline constexpr std::string_view client_01 = "MDPC01";
inline constexpr std::string_view worker_01 = "MDPW01";

/// The second frame after `client`.
enum class ClientCommand : char { request = 1, partial = 2, final = 3 };
/// The second frame after `worker`.
enum class WorkerCommand : char { ready = 1, request = 2, partial = 3, final = 4, heartbeat = 5, disconnect = 6 };

/// 0.1 has no PARTIAL: its REPLY is FINAL, and what comes after has another number.
constexpr char in_01(WorkerCommand command) {
    const char byte = static_cast<char>(command);
    return static_cast<char>(byte < 4 ? byte : byte - 1);
}
constexpr WorkerCommand from_01(char byte) { return static_cast<WorkerCommand>(byte < 3 ? byte : byte + 1); }
static_assert(in_01(WorkerCommand::request) == 2 && in_01(WorkerCommand::final) == 3 &&
              in_01(WorkerCommand::disconnect) == 5 && from_01(4) == WorkerCommand::heartbeat);

/// Frames of a body at most, of a request as of an answer. A frame's size is bounded by the socket.
inline constexpr std::size_t max_body_frames = 16;
/// Those of a message: a body, and before it routing id, empty frame, protocol, command, token and empty frame.
inline constexpr std::size_t max_parts = max_body_frames + 6;
/// A peer that said nothing for an interval sends a heartbeat; one that was silent for `patience` is gone.
inline constexpr std::chrono::milliseconds heartbeat{1'000};
inline constexpr std::chrono::milliseconds patience{3'000};
/// The same of a worker without an announcement, which beats at the pace of RFC 7.
inline constexpr std::chrono::milliseconds plain_patience{10'000};
/// How long such a worker may be silent over a request that says no `ttl_ms`.
inline constexpr std::chrono::milliseconds plain_request_time{300'000};
/// Requests that a worker may ask for at most.
inline constexpr std::uint32_t max_credit = 8'192;

}  // namespace rapport::bus::mdp
