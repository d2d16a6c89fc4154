// SPDX-License-Identifier: MIT
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "bus/base/codec.hpp"

namespace rapport::contract {

using Body = nlohmann::ordered_json;

/// A body of that type in which every field says something: a text its own name, an enumeration its last value, a list
/// one element.
Body sample_body(const StoredType& type);

/// What is read of a stored body, written again. Throws Error where it cannot be read.
Body read_again(const StoredType& type, const Body& body);

/// The first path of what `read` has lost or has otherwise, under today's names, and why; nothing where it says all
/// that `stored` says.
std::optional<std::string> lost(const Shape& shape, const Body& stored, const Body& read);

/// The first path of what `whole` says, and `body` does not; nothing where it says everything.
std::optional<std::string> left_out(const Body& body, const Body& whole);

/// `body` with what `whole` says beyond it.
Body completed(const Body& body, const Body& whole);

}  // namespace rapport::contract
