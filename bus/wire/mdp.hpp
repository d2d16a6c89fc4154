// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <cstddef>
#include <string_view>

/// The Majordomo Protocol 0.2 (ZeroMQ RFC 18/MDP): constants of its frames.
namespace rapport::bus::mdp {

inline constexpr std::string_view client = "MDPC02";
inline constexpr std::string_view worker = "MDPW02";

/// The second frame after `client`.
enum class ClientCommand : char { request = 1, partial = 2, final = 3 };
/// The second frame after `worker`.
enum class WorkerCommand : char { ready = 1, request = 2, partial = 3, final = 4, heartbeat = 5, disconnect = 6 };

/// Frames of a message at most, routing id included: a larger one is dropped. A frame's size is bounded by the socket.
inline constexpr std::size_t max_parts = 16;
/// A peer that said nothing for an interval sends a heartbeat; one that was silent for `patience` is gone.
inline constexpr std::chrono::milliseconds heartbeat{1'000};
inline constexpr std::chrono::milliseconds patience{3'000};
/// Requests that a worker may ask for at most.
inline constexpr std::uint32_t max_credit = 8'192;

}  // namespace rapport::bus::mdp
