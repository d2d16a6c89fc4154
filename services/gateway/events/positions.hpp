// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace rapport::gateway {

/// How far each source's history was heard, by source.
using Positions = std::map<std::string, std::int64_t, std::less<>>;

/// How many sources a text may name.
inline constexpr std::size_t most_positions = 100;

/// `complaints:17,registry:9`: the id of a server-sent event, and what `after` takes. Nothing for what is no such text,
/// names a source twice, or more than most_positions.
std::optional<Positions> positions_from(std::string_view text);
std::string to_text(const Positions& positions);

}  // namespace rapport::gateway
